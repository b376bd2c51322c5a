"""Those who call and those who are called, as calendar programs address them."""

import re
from collections.abc import Iterable

from icalendar import vCalAddress

from ssr.formats.calendar.description import Attendee, Person

# RFC 5546 wants an organiser in every file, known address or not. Calendar servers write this where there is none.
_NOBODY = "invalid:nomail"
_LONGEST = 254
_ATOM = r"[A-Za-z0-9!$'*+=_~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*\Z")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])\Z")


def organizer(person: Person | None, otherwise: str) -> vCalAddress:
    """Who calls, or the name `otherwise` where none is given."""
    address = person and mailto(person["address"])
    return _address(address or _NOBODY, (person and person["name"]) or otherwise)


def attendees(people: Iterable[Attendee], *, replies_to: vCalAddress) -> list[vCalAddress]:
    """Those who can be reached, each address once; they are asked to reply where there is somebody to reply to."""
    result: dict[str, vCalAddress] = {}
    for person in people:
        address = mailto(person["address"])
        if address is None or address.lower() in result:
            continue
        invited = result[address.lower()] = _address(address, person["name"])
        invited.params["ROLE"] = "REQ-PARTICIPANT" if person["required"] else "OPT-PARTICIPANT"
        invited.params["PARTSTAT"] = "NEEDS-ACTION"
        if replies_to != _NOBODY:
            invited.params["RSVP"] = "TRUE"
    return list(result.values())


def mailto(address: str | None) -> str | None:
    """A mail address as a URI, with its domain in ASCII; None when it cannot be one."""
    local, at, domain = (address or "").strip().rpartition("@")
    if not at or len(local) + len(domain) > _LONGEST or not _LOCAL.match(local):
        return None
    try:
        ascii_domain = domain.encode("idna").decode().lower()
    except UnicodeError:
        return None
    return f"mailto:{local}@{ascii_domain}" if _DOMAIN.match(ascii_domain) else None


def _address(uri: str, name: str) -> vCalAddress:
    result = vCalAddress(uri)
    result.params["CN"] = name
    return result
