"""Rules on dates, periods and weekdays."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ssr.base.entry import Entry
from ssr.base.knowledge import KnowledgeBase
from ssr.base.schema import is_clock, is_day
from ssr.rules.rule import AnnotatedValue, Hit
from ssr.text.catalogue import catalogue
from ssr.text.zone import local_time_problem


def out_of_order(place: AnnotatedValue) -> Iterator[Hit]:
    """En slutdag eller sluttid ligger före början.

    Det som slutar innan det börjar gäller aldrig, och saknas därför i varje dokument.

    Fel:

        # knowledge/meetings/snomote.yaml
        name: Möte inför vintern
        sort: meeting
        date: 2018-11-14
        start: 15:00
        end: 13:00

    Rätt:

        # knowledge/meetings/snomote.yaml
        name: Möte inför vintern
        sort: meeting
        date: 2018-11-14
        start: 13:00
        end: 15:00
    """
    declared = place.field.annotation("not-before")
    name, unless = (declared["property"], declared["unless"]) if isinstance(declared, dict) else (declared, "")
    earlier = place.parent.get(name)
    if isinstance(earlier, str) and unless not in place.parent and place.value < earlier:
        related = ((place.entry, (*place.route[:-1], name)),)
        yield Hit(place.entry, place.route, "out-of-order", {"later": place.value, "earlier": earlier}, related=related)


def wrong_weekday(place: AnnotatedValue) -> Iterator[Hit]:
    """Veckodagen stämmer inte med datumet.

    En kallelse med fel veckodag får folk att komma fel dag.

    Fel:

        # knowledge/meetings/snomote.yaml
        name: Möte inför vintern
        sort: meeting
        date: 2018-11-14
        day: torsdag

    Rätt:

        # knowledge/meetings/snomote.yaml
        name: Möte inför vintern
        sort: meeting
        date: 2018-11-14
        day: onsdag
    """
    written = place.parent.get(place.field.annotation("weekday-of"))
    if not isinstance(written, str) or not is_day(written):
        return
    day = date.fromisoformat(written)
    allowed = list(place.field.schema.get("enum", ()))
    right = allowed[day.weekday()] if len(allowed) == 7 else catalogue("sv").weekday(day)
    if place.value != right:
        parameters = {"day": day, "right": right, "wrong": place.value, "field_titles": place.field}
        yield Hit(place.entry, place.route, "wrong-weekday", parameters)


def overlapping_editions(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Två överenskomna versioner av samma inriktning gäller samtidigt.

    En version gäller från sin första dag tills nästa tar vid. Två versioner med samma första dag, eller en
    version vars sista dag ligger efter nästa versions första, gör det oklart vilken som gäller.

    Fel:

        # knowledge/directives/2015-2018/sno.yaml
        name: Snö
        reach: regional
        until: 2019-06-30
        # knowledge/directives/2019-2022/sno.yaml
        name: Snö
        reach: regional

    Rätt:

        # knowledge/directives/2015-2018/sno.yaml
        name: Snö
        reach: regional
        until: 2018-12-31
        # knowledge/directives/2019-2022/sno.yaml
        name: Snö
        reach: regional
    """
    for id_ in base.ids:
        agreed = [e for e in base.editions(id_) if e.edition is not None and e.sound and not base.is_draft(e)]
        for first, second in pairwise(sorted(agreed, key=base.first_day)):
            start, until = base.first_day(second), first.data.get("until", "")
            if start == base.first_day(first) or until >= start:
                yield Hit(second, (), "overlapping-editions", {"path": first.path}, related=((first, ()),))


def overlapping_periods(base: KnowledgeBase, _day: str) -> Iterator[Hit]:
    """Två perioder går in i varandra.

    En dag hör till en enda gemensam målbild. Annars går det inte att säga vilken som gäller, eller att jämföra dem.

    Fel:

        # knowledge/goal-images/2015-2018.yaml
        name: Målbild 2015–2018
        from: 2015-01-01
        until: 2019-03-31

    Rätt:

        # knowledge/goal-images/2015-2018.yaml
        name: Målbild 2015–2018
        from: 2015-01-01
        until: 2018-12-31
    """
    dated = (entry for entry in base.entries if entry.sound and {"from", "until"} <= entry.data.keys())
    periods = [entry for entry in dated if base.kind(entry).defines_periods]
    longest: Entry | None = None
    for later in sorted(periods, key=lambda entry: str(entry.data["from"])):
        if longest is not None and later.data["from"] <= longest.data["until"]:
            related = ((longest, ("until",)),)
            yield Hit(later, ("from",), "overlapping-periods", {"path": longest.path}, related=related)
        longest = max(filter(None, (longest, later)), key=lambda entry: str(entry.data["until"]))


def clock_changed(place: AnnotatedValue) -> Iterator[Hit]:
    """Klockslaget finns inte den dagen, eller kommer två gånger, eftersom klockan ställs om.

    Klockan 02.30 finns inte natten då sommartiden börjar, och kommer två gånger natten då den slutar. Då vet ingen
    när mötet är, och olika kalenderprogram lägger det på olika tider.

    Fel:

        # knowledge/meetings/nattpass.yaml
        name: Nattpass
        sort: training
        date: 2027-03-28
        start: 02:30

    Rätt:

        # knowledge/meetings/nattpass.yaml
        name: Nattpass
        sort: training
        date: 2027-03-28
        start: 03:30
    """
    days = (place.parent.get(name) for name in place.field.annotation("clock-on"))
    day = next(filter(None, days), None)
    if not place.base.manifest_sound or not isinstance(day, str) or not is_day(day) or not is_clock(place.value):
        return
    problem = local_time_problem(day, place.value, place.base.manifest("time_zone"))
    if problem:
        parameters = {"value": place.value, "day": date.fromisoformat(day)}
        yield Hit(place.entry, place.route, "clock-skipped" if problem == "skipped" else "clock-twice", parameters)


def of_other_period(place: AnnotatedValue) -> Iterator[Hit]:
    """En version hänvisar till en annan periods gemensamma målbild.

    Så blir det när en inriktning förs vidare till en ny period: åtgärderna tjänar ännu den gamla periodens mål. Se
    efter om målet finns kvar, och hänvisa då till den nya periodens.

    Fel:

        # knowledge/directives/2019-2022/sno.yaml
        name: Snö
        reach: regional
        measures:
          - id: ploga
            phase: handling
            text: Ploga.
            illustrative: true
            serves: ["2015-2018#ledning"]
        # knowledge/goal-images/2015-2018.yaml
        name: Målbild 2015–2018
        from: 2015-01-01
        until: 2018-12-31
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
        name: Målbild 2019–2022
        from: 2019-01-01
        until: 2022-12-31
        goals:
          - id: ledning
            title: Ledning
            text: Ledningen fungerar.
            illustrative: true
    """
    target, own = place.value.partition("#")[0], place.entry.edition
    is_origin = place.field.annotation("carried") is not None  # which is another period, and should be
    if own in place.base.periods and target in place.base.periods and target != own and not is_origin:
        yield Hit(place.entry, place.route, "of-other-period", {"value": place.value, "period": own})
