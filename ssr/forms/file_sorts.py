"""What sort of file came back in the place of a form, by how it begins, for an advice that helps. Its name is believed last."""

import re

_BEGINNINGS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"{\\rtf", "rich-text"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Outlook's mail, and what the office programs wrote before 2007
_PICTURE_BRANDS = (b"ftypheic", b"ftypheix", b"ftypheif", b"ftypmif1", b"ftypavif", b"WEBP")
_HEADER = re.compile(
    rb"(?:received|return-path|delivered-to|from|to|subject|date|mime-version|message-id|x-[a-z-]+):[ \t]",
    re.IGNORECASE,
)
_LOCKS = ("~$", ".~lock.")


def wrong_sort(name: str, content: bytes) -> str | None:
    """What a file is that is no form for certain: the key of the sentence that says so."""
    if name.startswith(_LOCKS):
        return "lock"
    if content.startswith(_OLE):
        return "mail" if name.lower().endswith(".msg") else "old-office"
    if any(brand in content[4:16] for brand in _PICTURE_BRANDS):
        return "picture"
    if name.lower().endswith(".eml") or _HEADER.match(content.lstrip()[:200]):
        return "mail"
    return next((key for beginning, key in _BEGINNINGS if content.startswith(beginning)), None)


def wrong_package(names: list[str]) -> str:
    """What a package is that holds no Word document: the key of the sentence that says so."""
    if any(name.startswith("xl/") for name in names):
        return "spreadsheet"
    if any(name.startswith("ppt/") for name in names):
        return "slides"
    return "open-document" if "content.xml" in names else "zip"
