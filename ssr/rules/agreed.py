"""Rules on what is settled: an item in force, what was agreed, and a period that is over are not changed on the quiet."""

from collections.abc import Iterator

from ssr.base.entry import Entry
from ssr.base.kinds import Field
from ssr.base.yaml.source import Route
from ssr.rules.alterations import altered, gone_items
from ssr.rules.baseline import Baseline, deciding
from ssr.rules.rule import AnnotatedValue, Hit


def item_removed(versions: Baseline) -> Iterator[Hit]:
    """En punkt med nyckel är borttagen ur en post.

    Andra poster hänvisar till punkten med dess nyckel, och en jämförelse kan bara säga att den försvann, inte när eller
    varför. En punkt som inte längre gäller får ett slutdatum. Ur ett utkast får punkter tas bort, ur en överenskommen
    post när en ny version eller en ny överenskommelse skrivs in, ur en kallelse när dess nummer höjs; exempel och luckor
    får alltid ersättas. Är nyckeln rättad eller punkten en dubblett, skriv ett undantag.

    Fel:

        # tidigare: knowledge/structures/radet.yaml
        name: Rådet
        sort: forum
        mandate:
          - id: budget
            text: Beslutar om budget.
            sources: [kalla]
        # knowledge/structures/radet.yaml
        name: Rådet
        sort: forum

    Rätt:

        # tidigare: knowledge/structures/radet.yaml
        name: Rådet
        sort: forum
        mandate:
          - id: budget
            text: Beslutar om budget.
            sources: [kalla]
        # knowledge/structures/radet.yaml
        name: Rådet
        sort: forum
        mandate:
          - id: budget
            text: Beslutar om budget.
            until: 2018-12-31
            sources: [kalla]
    """
    for now, before in _comparable(versions):
        ended = versions.ended(before) is not None
        if not ended and (versions.was_draft(before) or versions.is_new_version(now, before)):
            continue
        kind = versions.earlier.kind(before)
        for route, there in gone_items(now.data, before.data, kind.root):
            items = kind.root.at(there[:-1])
            if items is not None and there[:-1] != (kind.display,):  # a name has a rule of its own
                key = before.value((*there, items.annotation("key")))
                parameters = {"value": key, "field_titles": items}
                has_versions = not ended and versions.has_versions(before)
                told = "item-removed-of-version" if has_versions else "item-removed"
                yield Hit(now, route, told, parameters, earlier=_place(versions, before, there))


def decided_changed(versions: Baseline) -> Iterator[Hit]:
    """En överenskommen post är ändrad utan ny version eller ny överenskommelse.

    En införd ändring är inte en överenskommelse. Den som har kommit överens om en text ska kunna lita på att det är den
    som gäller, och den som har en utskrift ska se på versionen att den är gammal. Skriv den nya versionen eller
    överenskommelsen, eller låt posten bli utkast igen under en ny version. Källor, anmärkningar, översättningar, ett
    slutdatum och `replaced_by` får läggas till, och exempel och luckor får ersättas. Är det ett skrivfel som rättas,
    skriv ett undantag.

    Fel:

        # tidigare: knowledge/directives/2019-2022/sno.yaml
        name: Snö
        reach: regional
        status: agreed
        version: "1"
        trigger: {text: Snö väntas., sources: [kalla]}
        # knowledge/directives/2019-2022/sno.yaml
        name: Snö
        reach: regional
        status: agreed
        version: "1"
        trigger: {text: Mycket snö väntas., sources: [kalla]}

    Rätt:

        # tidigare: knowledge/directives/2019-2022/sno.yaml
        name: Snö
        reach: regional
        status: agreed
        version: "1"
        trigger: {text: Snö väntas., sources: [kalla]}
        # knowledge/directives/2019-2022/sno.yaml
        name: Snö
        reach: regional
        status: agreed
        version: "2"
        trigger: {text: Mycket snö väntas., sources: [kalla]}
    """
    for now, before in _comparable(versions):
        root = versions.earlier.kind(before).root
        names = deciding(root)
        if not names or not versions.was_decided(before) or versions.ended(before) is not None:
            continue
        if not versions.is_decided_anew(now, before):
            others = ", ".join(name for name in names if name in root.properties)
            for route, there in altered(now.data, before.data, root):
                parameters = {"field_titles": _shape(root, route, there), "others": others}
                yield Hit(now, route, "decided-changed", parameters, earlier=_place(versions, before, there))


def closed_changed(versions: Baseline) -> Iterator[Hit]:
    """Något är ändrat i en version, eller en gemensam målbild, vars period är slut.

    Perioden ska gå att läsa som den var och att jämföra med nästa. Det som ska gälla nu skrivs i den period som pågår.
    Källor, anmärkningar, översättningar, ett slutdatum, `replaced_by` och aktörers antaganden får läggas till, och
    exempel och luckor får ersättas av det som gällde. Är det ett fel som rättas, skriv ett undantag.

    Fel:

        # tidigare: knowledge/directives/2015-2018/sno.yaml
        name: Snö
        reach: regional
        status: agreed
        trigger: {text: Snö väntas., sources: [kalla]}
        # knowledge/directives/2015-2018/sno.yaml
        name: Snö
        reach: regional
        status: agreed
        trigger: {text: Mycket snö väntas., sources: [kalla]}

    Rätt:

        # tidigare: knowledge/directives/2015-2018/sno.yaml
        name: Snö
        reach: regional
        status: agreed
        trigger: {text: Snö väntas., sources: [kalla]}
        # knowledge/directives/2015-2018/sno.yaml
        name: Snö
        reach: regional
        status: agreed
        trigger: {text: Mycket snö väntas., sources: [kalla]}
        allow:
          - rule: SSR806
            reason: Så står det i den undertecknade versionen; den första avskriften var fel.
    """
    for now, before in _comparable(versions):
        period = versions.ended(before)
        if period is not None:
            root = versions.earlier.kind(before).root
            for route, there in altered(now.data, before.data, root):
                shape = _shape(root, route, there)
                parameters = {"field_titles": shape, "period": period.id, "until": period.last}
                yield Hit(now, route, "closed-changed", parameters, earlier=_place(versions, before, there))


def _comparable(versions: Baseline) -> Iterator[tuple[Entry, Entry]]:
    """The changed entries whose earlier versions had the shape that their schema gives them."""
    return ((now, before) for now, before in versions.changed if before.sound)


def _shape(root: Field, route: Route, there: Route) -> Field:
    """The innermost property on the way to a place, where it was or else where it is."""
    way = max(route, there, key=len)
    properties = (root.at(way[:end]) for end in range(len(way), 0, -1) if isinstance(way[end - 1], str))
    return next((field for field in properties if field is not None), root)


def _place(versions: Baseline, before: Entry, route: Route) -> AnnotatedValue:
    kind = versions.earlier.kind(before)
    return AnnotatedValue(versions.earlier, before, route, before.value(route), kind.root.at(route) or kind.root)
