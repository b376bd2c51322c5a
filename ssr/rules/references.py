"""Rules on ids and references."""

from collections.abc import Iterator

from ssr.base.knowledge import KnowledgeBase
from ssr.base.schema import Suggestion
from ssr.rules.rule import AnnotatedValue, Hit
from ssr.view.redaction import contradictions


def unknown_reference(place: AnnotatedValue) -> Iterator[Hit]:
    """En hänvisning leder till en post som inte finns.

    Skriv id:t så som filen heter, utan `.yaml`. En hänvisning som inte leder någonstans gör att något saknas
    i varje dokument som bygger på den.

    Fel:

        # knowledge/meetings/snomote.yaml
        name: Möte inför vintern
        sort: meeting
        date: 2018-11-14
        convener: haning

    Rätt:

        # knowledge/meetings/snomote.yaml
        name: Möte inför vintern
        sort: meeting
        date: 2018-11-14
        convener: haninge
    """
    target, base = place.value.partition("#")[0], place.base
    if not base.editions(target):
        kinds = (place.field.reference.kinds if place.field.reference else ()) or (place.entry.kind,)
        wanted = base.ids_of(kinds)
        yield Hit(
            place.entry, place.route, "unknown-reference", {"value": target, "suggestion": Suggestion(target, wanted)}
        )


def wrong_kind(place: AnnotatedValue) -> Iterator[Hit]:
    """En hänvisning leder till en post av fel slag.

    Fältets beskrivning säger vilka slag den får leda till.

    Fel:

        # knowledge/meetings/snomote.yaml
        name: Möte inför vintern
        sort: meeting
        date: 2018-11-14
        convener: kalla

    Rätt:

        # knowledge/meetings/snomote.yaml
        name: Möte inför vintern
        sort: meeting
        date: 2018-11-14
        convener: haninge
    """
    found = place.base.editions(place.value.partition("#")[0])
    reference = place.field.reference
    allowed = (reference.kinds if reference else ()) or (place.entry.kind,)
    if found and all(entry.kind not in allowed for entry in found):
        parameters = {"value": found[0].id, "kind": found[0].kind, "kinds": allowed}
        yield Hit(place.entry, place.route, "wrong-kind", parameters, related=((found[0], ()),))


def unknown_item(place: AnnotatedValue) -> Iterator[Hit]:
    """En hänvisning med `#` leder till en punkt som inte finns i posten.

    Efter `#` står nyckeln (fältet `id`) på en punkt i den post som hänvisningen leder till.

    Fel:

        # knowledge/directives/2019-2022/sno.yaml
        name: Snö
        reach: regional
        measures:
          - id: ploga
            phase: handling
            text: Ploga.
            illustrative: true
            serves: ["2019-2022#ledninng"]
        # knowledge/goal-images/2019-2022.yaml
        name: Målbild
        from: 2019-01-01
        until: 2022-12-31
        goals:
          - id: ledning
            title: Ledning
            text: Ledningen fungerar.
            illustrative: true

    Rätt:

        # knowledge/directives/2019-2022/sno.yaml
        name: Snö
        reach: regional
        measures:
          - id: ploga
            phase: handling
            text: Ploga.
            illustrative: true
            serves: ["2019-2022#ledning"]
        # knowledge/goal-images/2019-2022.yaml
        name: Målbild
        from: 2019-01-01
        until: 2022-12-31
        goals:
          - id: ledning
            title: Ledning
            text: Ledningen fungerar.
            illustrative: true
    """
    target, mark, key = place.value.partition("#")
    found = [entry for entry in place.base.editions(target) if entry.sound]
    if not mark or not found:
        return
    keys = frozenset[str]().union(*map(place.base.item_keys, found))
    if key not in keys:
        parameters = {"value": key or mark, "id": target, "suggestion": Suggestion(key, keys)}
        yield Hit(place.entry, place.route, "unknown-item", parameters, related=((found[0], ()),))


def duplicate_id(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Två filer har samma namn, alltså samma id.

    En hänvisning är bara ett id; därför får ett id finnas en enda gång i hela basen. Det enda undantaget är
    versioner av samma inriktning i olika periodmappar.

    Fel:

        # knowledge/structures/haninge.yaml
        name: Haningegruppen
        sort: group

    Rätt:

        # knowledge/structures/haningegruppen.yaml
        name: Haningegruppen
        sort: group
    """
    for id_ in base.ids:
        first, *others = base.editions(id_)
        for place, other in enumerate(others):
            if other.kind != first.kind or other.edition in {first.edition, *(e.edition for e in others[:place])}:
                yield Hit(other, (), "duplicate-id", {"id": id_, "path": first.path}, related=((first, ()),))


def unknown_period(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """En mapp för versioner har inte namn efter någon period.

    Mappen säger under vilken gemensam målbild versionen togs fram, så den ska heta som målbildens fil.

    Fel:

        # knowledge/directives/2019-2023/sno.yaml
        name: Snö
        reach: regional

    Rätt:

        # knowledge/directives/2019-2022/sno.yaml
        name: Snö
        reach: regional
    """
    for entry in base.entries:
        if entry.edition is not None and entry.edition not in base.periods:
            parameters = {"value": entry.edition, "suggestion": Suggestion(entry.edition, base.periods)}
            yield Hit(entry, (), "unknown-period", parameters)


def refines_other_period(place: AnnotatedValue) -> Iterator[Hit]:
    """En hänvisning som ska stanna inom perioden leder till något som saknas i den.

    En lokal inriktning fyller ut den regionala som togs fram under samma gemensamma målbild.

    Fel:

        # knowledge/directives/2019-2022/haninge-sno.yaml
        name: Snö i Haninge
        reach: local
        refines: sno
        # knowledge/directives/2015-2018/sno.yaml
        name: Snö
        reach: regional

    Rätt:

        # knowledge/directives/2019-2022/haninge-sno.yaml
        name: Snö i Haninge
        reach: local
        refines: sno
        # knowledge/directives/2019-2022/sno.yaml
        name: Snö
        reach: regional
    """
    reference = place.field.reference
    if reference is None or not reference.same_period or place.entry.edition is None:
        return
    found = place.base.editions(place.value.partition("#")[0])
    if found and all(other.edition != place.entry.edition for other in found):
        parameters = {"value": place.value, "period": place.entry.edition}
        yield Hit(place.entry, place.route, "other-period", parameters, related=((found[0], ()),))


def needed_but_missing(place: AnnotatedValue) -> Iterator[Hit]:
    """Ett fält saknas som behövs eftersom ett annat fält har ett visst värde.

    En lokal inriktning behöver säga vilken regional inriktning den bygger på.

    Fel:

        # knowledge/directives/2019-2022/haninge-sno.yaml
        name: Snö i Haninge
        reach: local

    Rätt:

        # knowledge/directives/2019-2022/haninge-sno.yaml
        name: Snö i Haninge
        reach: local
        refines: sno
        # knowledge/directives/2019-2022/sno.yaml
        name: Snö
        reach: regional
    """
    for name, field in place.field.properties.items():
        needed = field.annotation("needed-when") or {}
        for other, value in needed.items():
            if place.value.get(other) == value and name not in place.value and "unknown" not in place.value:
                titles = {"field_titles": field, "other_titles": place.field.properties[other]}
                yield Hit(place.entry, (*place.route, other), "needed-but-missing", {**titles, "other_value": value})


def said_already(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """En bas som läggs över en annan säger något som den undre redan säger.

    Det som läggs över lägger till: fält som saknas och punkter i listor. Det ändrar inget, så vad som gäller står
    på ett enda ställe.

    Fel:

        # knowledge/structures/gruppen.yaml
        name: Gruppen
        sort: group
        # overlay/knowledge/structures/gruppen.yaml
        name: En annan grupp

    Rätt:

        # knowledge/structures/gruppen.yaml
        name: Gruppen
        sort: group
        # overlay/knowledge/structures/gruppen.yaml
        short: Gr
    """
    for addition in base.additions:
        for route in contradictions(base, addition):
            there = (base.added_to(addition), route[:1])
            yield Hit(
                addition,
                route,
                "said-already",
                {"field_titles": base.kind(addition).root.at(route[:1])},
                related=(there,),
            )


def repeated_key(place: AnnotatedValue) -> Iterator[Hit]:
    """Två punkter i samma lista har samma nyckel.

    Nyckeln (oftast fältet `id`) gör att en punkt går att peka på och att en jämförelse känner igen den.

    Fel:

        # knowledge/structures/gruppen.yaml
        name: Gruppen
        sort: group
        members:
          - party: haninge
          - party: haninge

    Rätt:

        # knowledge/structures/gruppen.yaml
        name: Gruppen
        sort: group
        members:
          - party: haninge
    """
    key = place.field.annotation("key")
    # The same key twice is right where the two hold at different times: an actor that left and came back.
    latest: dict[str, tuple[str, int]] = {}
    items = [
        (str(item.get("from", "")), number, item) for number, item in enumerate(place.value) if isinstance(item, dict)
    ]
    for first_day, number, item in sorted(items, key=lambda one: one[:2]):
        value = item.get(key)
        if not isinstance(value, str):
            continue
        until, other = latest.get(value, ("", -1))
        if other >= 0 and first_day <= until:
            first, second = ((*place.route, where, key) for where in sorted((other, number)))
            yield Hit(place.entry, second, "repeated-key", {"value": value}, related=((place.entry, first),))
        latest[value] = max((str(item.get("until", "9999")), number), (until, other))
