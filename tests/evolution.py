"""A real calendar: Evolution's, which GNOME's calendar shows too. Run by Debian's own Python, in a session bus of its own.

Usage: evolution.py FILE...   Imports the files one after the other, as from mail, and prints as JSON what the calendar
holds after each: a list for each file, with every occasion.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, ICalGLib  # noqa: E402

FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (2000, 2040))
DO_NOT_WAIT = 0xFFFFFFFF
KIND = ICalGLib.PropertyKind


def occasions(client: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def keep(event: Any, begins: Any, ends: Any, *_rest: Any) -> bool:
        # Across a change of the clocks Evolution misses the end of an occasion by an hour, but not that of an event.
        is_series = event.get_first_property(KIND.RRULE_PROPERTY) is not None
        own_end = None if is_series else event.get_dtend()
        found.append({**told(event), "begins": when(begins), "ends": when(own_end or ends)})
        return True

    client.generate_instances_sync(FIRST, LAST, None, keep)
    return sorted(found, key=lambda one: (one["begins"], one["uid"]))


def told(event: Any) -> dict[str, Any]:
    return {
        "uid": event.get_uid(),
        "title": event.get_summary(),
        "place": event.get_location(),
        "text": event.get_description(),
        "status": event.get_first_property(KIND.STATUS_PROPERTY).get_value_as_string(),
        "sequence": event.get_sequence(),
        "organizer": person(event.get_first_property(KIND.ORGANIZER_PROPERTY)),
        "attendees": [person(one) for one in properties(event, KIND.ATTENDEE_PROPERTY)],
        "links": [one.get_attach().get_url() for one in properties(event, KIND.ATTACH_PROPERTY)],
        "alarms": [minutes(one) for one in alarms(event)],
    }


def alarms(event: Any) -> list[Any]:
    first = event.get_first_component(ICalGLib.ComponentKind.VALARM_COMPONENT)
    return [first] if first is not None else []


def minutes(alarm: Any) -> int:
    trigger: Any = alarm.get_first_property(KIND.TRIGGER_PROPERTY).get_trigger()
    return int(trigger.get_duration().as_int() // 60)


def properties(event: Any, kind: Any) -> list[Any]:
    found, one = [], event.get_first_property(kind)
    while one is not None:
        found.append(one)
        one = event.get_next_property(kind)
    return found


def person(one: Any) -> dict[str, str]:
    name = one.get_first_parameter(ICalGLib.ParameterKind.CN_PARAMETER).get_cn()
    return {"name": name, "address": one.get_value_as_string()}


def when(time: Any) -> str:
    if time.is_date():
        return f"{time.get_year()}-{time.get_month():02}-{time.get_day():02}"
    seconds = time.as_timet_with_zone(time.get_timezone())
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def main() -> None:
    registry = EDataServer.SourceRegistry.new_sync(None)
    source = registry.ref_builtin_calendar()
    client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, DO_NOT_WAIT, None)
    held = []
    for file in sys.argv[1:]:
        calendar = ICalGLib.Component.new_from_string(Path(file).read_bytes().decode())
        client.receive_objects_sync(calendar, ECal.OperationFlags.NONE, None)
        held.append(occasions(client))
    sys.stdout.write(json.dumps(held))


main()
