"""Rules on texts in several languages against what they were."""

from collections.abc import Iterator

from ssr.rules.baseline import Baseline
from ssr.rules.places import changed_places
from ssr.rules.rule import Hit
from ssr.text.characters import normalise


def left_behind(versions: Baseline) -> Iterator[Hit]:
    """Texts that say something else in one language and the same as before in another."""
    for now, before in changed_places(versions):
        if not now.field.is_text or not isinstance(now.value, dict) or not isinstance(before.value, dict):
            continue
        both = [language for language in now.value if language in before.value]
        same = [name for name in both if normalise(str(now.value[name])) == normalise(str(before.value[name]))]
        changed = [name for name in both if name not in same]
        if same and changed:
            parameters = {"field_titles": now.field, "changed": ", ".join(changed), "same": ", ".join(same)}
            there = before._replace(route=(*before.route, same[0]))
            yield Hit(now.entry, (*now.route, same[0]), "left-behind", parameters, earlier=there)
