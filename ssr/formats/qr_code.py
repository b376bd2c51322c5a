"""The number of a form as a code that a camera or a scanner reads, for paper. It holds that number and nothing else.

Not an address: what a form is stands in its file, and who has the paper asks by the number.
"""

from functools import cache
from io import BytesIO
from typing import Any

from ssr.errors import MachineError

# Read also where a quarter of it is dirty or torn; the number still fits in the smallest code.
_CORRECTION = "q"
# The dots of a picture to each of the code's, so that it is sharp on paper.
_SHARP = 10


@cache
def drawing(number: str) -> str:
    """The code as SVG, without the white edge that it needs around it. The same number always gives the same bytes."""
    return _saved(
        number, "pdf", kind="svg", xmldecl=False, omitsize=True, svgclass=None, lineclass=None, nl=False
    ).decode()


@cache
def picture(number: str) -> bytes:
    """The same as PNG, for programs that draw no SVG."""
    return _saved(number, "docx", kind="png", scale=_SHARP)


def _saved(number: str, format_: str, **options: Any) -> bytes:
    try:
        import segno
    except ImportError as error:
        raise MachineError("missing-extra", format=format_, extra=format_) from error
    code = segno.make(number, error=_CORRECTION, micro=False, boost_error=False)
    file = BytesIO()
    code.save(file, border=0, **options)
    return file.getvalue()
