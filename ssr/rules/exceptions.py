"""Rules on exceptions (`allow`) themselves. That one is not needed is found by whoever runs the rules."""

from collections.abc import Iterator

from ssr.rules.rule import Hit, Place


def without_reason(place: Place) -> Iterator[Hit]:
    """Ett undantag saknar skäl.

    Den som läser undantaget om ett år ska förstå varför det är rätt.

    Fel:

        # knowledge/structures/radet.yaml
        name: Rådet
        sort: forum
        mandate:
          - id: budget
            text: Beslutar om budget.
            allow:
              - rule: SSR701

    Rätt:

        # knowledge/structures/radet.yaml
        name: Rådet
        sort: forum
        mandate:
          - id: budget
            text: Beslutar om budget.
            allow:
              - rule: SSR701
                reason: Källan är begärd och väntas före nästa version.
    """
    for number, exception in enumerate(place.value if isinstance(place.value, list) else ()):
        if isinstance(exception, dict) and "rule" in exception and not exception.get("reason"):
            yield Hit(place.entry, (*place.route, number), "exception-without-reason", {"code": exception["rule"]})


def not_needed(_place: Place) -> Iterator[Hit]:
    """Ett undantag behövs inte: regeln säger inget här.

    Ett undantag som blivit kvar döljer nästa fel på samma ställe. Ta bort det.

    Fel:

        # knowledge/structures/radet.yaml
        name: Rådet
        sort: forum
        allow:
          - rule: SSR701
            reason: Källan är begärd.

    Rätt:

        # knowledge/structures/radet.yaml
        name: Rådet
        sort: forum
    """
    return iter(())
