"""When what an entry or an item speaks of is held, as a series: which of its properties say so, its schema declares."""

from collections.abc import Mapping
from typing import Any

from ssr.base.kinds import Field
from ssr.series import Series


def repeating(field: Field) -> Field | None:
    """The property of an object that says how it comes back, None where nothing of its kind does."""
    return next((below for below in field.properties.values() if below.annotation("series")), None)


def series_of(data: Mapping[str, Any], repeats: Field) -> Series | None:
    """The series that an object makes, whether it comes back or not; None where it has no day. Its shape is sound."""
    names: Mapping[str, str] = repeats.annotation("series")
    values = {name: data.get(own) for name, own in names.items()}
    return Series(values, data.get(repeats.name)) if isinstance(values["date"], str) else None
