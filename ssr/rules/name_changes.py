"""Rules on names: what something is called changes on a day, and what it was called is not forgotten."""

from collections.abc import Iterator

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.rules.baseline import Baseline
from ssr.rules.rule import AnnotatedValue, Hit


def name_lost(versions: Baseline) -> Iterator[Hit]:
    """Ett namn är ändrat utan datum.

    Gamla papper och kallelser bär det gamla namnet, och det som visas för en dag då det gällde ska göra det också. Där
    ett slag har daterade namn får det gamla sin sista dag och det nya sin första. Är det bara ett skrivfel, skriv ett
    undantag.

    Fel:

        # tidigare: knowledge/actors/landstinget.yaml
        names: [{name: Landstinget}]
        sort: region
        participation: [{as: member}]
        # knowledge/actors/landstinget.yaml
        names: [{name: Regionen}]
        sort: region
        participation: [{as: member}]

    Rätt:

        # tidigare: knowledge/actors/landstinget.yaml
        names: [{name: Landstinget}]
        sort: region
        participation: [{as: member}]
        # knowledge/actors/landstinget.yaml
        names:
          - {name: Landstinget, until: 2018-12-31}
          - {name: Regionen, from: 2019-01-01}
        sort: region
        participation: [{as: member}]
    """
    for now, before in versions.changed:
        if not before.sound or versions.was_draft(before) or before.data.get("illustrative") is True:
            continue
        kind = versions.earlier.kind(before)
        shown_now = _shown(versions.base, now).keys()
        for name, place in _shown(versions.earlier, before).items():
            if name not in shown_now:
                route = (kind.display, place)
                there = AnnotatedValue(versions.earlier, before, route, before.value(route), kind.root)
                yield Hit(now, (kind.display,), "name-lost", {"earlier": name}, earlier=there)


def _shown(base: KnowledgeBase, entry: Entry) -> dict[str, int]:
    """The dated names of an entry that it is called by on the first day of each, and where they stand."""
    kind = base.kind(entry)
    field, names = kind.root.properties.get(kind.display), entry.data.get(kind.display)
    if field is None or not field.annotation("dated") or not isinstance(names, list):
        return {}
    dated = ((item.get(field.annotation("key")), item.get("from", ""), place) for place, item in enumerate(names))
    return {name: place for name, day, place in dated if name == base.name(entry, day)}


def name_reworded(versions: Baseline) -> Iterator[Hit]:
    """En post heter något annat än förut, och dess slag har inga daterade namn.

    Allt som görs av basen bär nu det nya namnet, också för dagar då det gamla gällde. Är samma sak bättre skriven är
    det rätt så. Är det något nytt som tog över, låt den gamla posten stå med en sista dag och `replaced_by`. Detta är
    en påminnelse, för verktyget kan inte skilja de två åt.

    Fel:

        # tidigare: knowledge/structures/radet.yaml
        name: Rådet
        sort: forum
        # knowledge/structures/radet.yaml
        name: Nämnden
        sort: forum

    Rätt:

        # tidigare: knowledge/structures/radet.yaml
        name: Rådet
        sort: forum
        # knowledge/structures/radet.yaml
        name: Rådet
        sort: forum
        until: 2018-12-31
        replaced_by: namnden
        # knowledge/structures/namnden.yaml
        name: Nämnden
        sort: forum
        from: 2019-01-01
    """
    for now, before in versions.changed:
        kind = versions.earlier.kind(before)
        name, was = now.data.get(kind.display), before.data.get(kind.display)
        if not isinstance(name, str) or not isinstance(was, str) or name.split() == was.split():
            continue
        if not _is_told_otherwise(versions, before):
            field = kind.root.properties[kind.display]
            there = AnnotatedValue(versions.earlier, before, (kind.display,), was, field)
            yield Hit(now, (kind.display,), "name-reworded", {"earlier": was}, earlier=there)


def _is_told_otherwise(versions: Baseline, before: Entry) -> bool:
    """Whether a change of the name is nothing to tell, or another rule against an earlier version tells it."""
    kind = versions.earlier.kind(before)
    counted = any(kind.display in (field.annotation("grows-with") or ()) for field in kind.root.properties.values())
    settled = versions.was_decided(before) or versions.ended(before) is not None
    return counted or settled or versions.was_draft(before) or before.data.get("illustrative") is True
