"""What sort of file came back in the place of a form, by how it begins, for an advice that helps. Its name is believed last."""

import re
from itertools import chain
from pathlib import PurePath

_BEGINNINGS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"{\\rtf", "rich-text"),
    (b"7z\xbc\xaf", "zip"),
    (b"Rar!", "zip"),
    (b"\x1f\x8b", "zip"),
    (b"ID3", "recording"),
    (b"OggS", "recording"),
    (b"RIFF", "recording"),
    (b"#!AMR", "recording"),
    (b"\x1aE\xdf\xa3", "recording"),
    (b"\x78\x9f\x3e\x22", "mail"),  # what Outlook wraps what is attached in
    (b"L\0\0\0\x01\x14\x02\0", "shortcut"),
    (b"[InternetShortcut]", "shortcut"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Outlook's mail, and what the office programs wrote before 2007
_PICTURE_BRANDS = (b"ftypheic", b"ftypheix", b"ftypheif", b"ftypmif1", b"ftypavif", b"WEBP")
_HEADER = re.compile(
    rb"(?:received|return-path|delivered-to|from|to|subject|date|mime-version|message-id|x-[a-z-]+):[ \t]",
    re.IGNORECASE,
)
_LOCKS = ("~$", ".~lock.")
# What only a name tells: a table as text, mail that is signed, and a page that was saved as mail is written.
_ENDINGS = {".eml": "mail", ".p7m": "mail", ".mht": "saved-page", ".mhtml": "saved-page", ".csv": "spreadsheet"}
_MARKUP = ((b"<svg", "picture"), (b'progid="Word.Document"', "old-office"))


def wrong_sort(name: str, content: bytes) -> str | None:
    """What a file is that is no form for certain: the key of the sentence that says so."""
    if name.startswith(_LOCKS):
        return "lock"
    if content.startswith(_OLE):
        return "mail" if name.lower().endswith(".msg") else "old-office"
    if content[4:8] == b"ftyp" or content[8:12] == b"WEBP":
        return "picture" if any(brand in content[4:16] for brand in _PICTURE_BRANDS) else "recording"
    if key := _ENDINGS.get(PurePath(name.lower()).suffix):
        return key
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1000]
    if _HEADER.match(start):
        return "mail"
    by_beginning = (key for beginning, key in _BEGINNINGS if start.startswith(beginning))
    by_markup = (key for sign, key in _MARKUP if start.startswith(b"<") and sign in start)
    return next(chain(by_beginning, by_markup), None)


def wrong_package(names: list[str]) -> str:
    """What a package is that holds no Word document: the key of the sentence that says so."""
    if any(name.startswith("xl/") for name in names):
        return "spreadsheet"
    if any(name.startswith("ppt/") for name in names):
        return "slides"
    return "open-document" if "content.xml" in names else "zip"
