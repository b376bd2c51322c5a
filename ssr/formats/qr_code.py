"""The number of a form as a code that a camera or a scanner reads, for paper. It holds that number and nothing else.

Not an address: what a form is stands in its file, and who has the paper asks by the number.
"""

from functools import cache
from io import BytesIO

from ssr.errors import MachineError

# Read also where a quarter of it is dirty or torn; the number still fits in the smallest code.
_CORRECTION = "q"


@cache
def drawing(number: str) -> str:
    """The code as SVG, without the white edge that it needs around it. The same number always gives the same bytes."""
    try:
        import segno
    except ImportError as error:
        raise MachineError("missing-extra", format="pdf", extra="pdf") from error
    code = segno.make(number, error=_CORRECTION, micro=False, boost_error=False)
    file = BytesIO()
    code.save(file, kind="svg", border=0, xmldecl=False, omitsize=True, svgclass=None, lineclass=None, nl=False)
    return file.getvalue().decode()
