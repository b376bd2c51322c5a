"""Plain text for mail: what each thing looks like, and that no line is too long for a reader."""

import re
import textwrap
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssr.formats.page import Page
from ssr.formats.plain import WIDTH, convert
from ssr.text.columns import columns

PAGE = Page("sv")
LINE = 60 * "_"


def text(markdown: str) -> str:
    return convert(markdown, PAGE).decode()


def example(given_: str, made: str) -> tuple[str, str]:
    """What a case says, set out as a block of text."""
    return textwrap.dedent(given_).strip("\n"), textwrap.dedent(made).strip("\n") + "\n"


CASES = {
    "headings": example(
        """
        # Inriktning: snö

        Ingress.

        ## Målbild

        Alla kommer fram.

        ### Sedan

        Slut.
        """,
        """
        Inriktning: snö
        ===============

        Ingress.

        Målbild
        -------
        Alla kommer fram.

        SEDAN
        Slut.
        """,
    ),
    "emphasis and marks": example(
        "**Sist:** *kanske* `EXEMPEL` i [dag]{lang=sv} &amp; &lt;b&gt;",
        "Sist: kanske [EXEMPEL] i dag & <b>",
    ),
    "links": example(
        "[Rapport](<https://a.example/r>), [Anna](mailto:anna@a.example), <https://b.example>, [x](javascript:alert)",
        """
        Rapport <https://a.example/r>, Anna <anna@a.example>, https://b.example,
        [x](javascript:alert)
        """,
    ),
    "an address stays whole": example(
        f"Se [rapporten](https://a.example/{'r' * 80}), sidan 2.",
        f"""
        Se rapporten
        <https://a.example/{"r" * 80}>,
        sidan 2.
        """,
    ),
    "lists": example(
        """
        - Ett som är så långt att det måste fortsätta på nästa rad, och där ska det börja under texten.
        - Två
          1. inre
          2. inre

        9. nio

           mer
        10. tio
        """,
        """
        - Ett som är så långt att det måste fortsätta på nästa rad, och där ska det
          börja under texten.
        - Två
          1. inre
          2. inre

         9. nio

            mer
        10. tio
        """,
    ),
    "a table that fits": example(
        """
        | Vem | Vad |
        | --- | --- |
        | Ö | ________ |
        | Åsa Öberg | plogar |
        """,
        """
        Vem        Vad
        ---------  --------
        Ö          ________
        Åsa Öberg  plogar
        """,
    ),
    "a table with one long column": example(
        f"""
        | Åtgärd | Klar |
        | --- | --- |
        | Gå igenom prognos och varningar tillsammans och bedöm var framkomligheten hotas | ________ |
        | \\{LINE}{LINE} | kl. 13.00 |
        """,
        f"""
        Åtgärd                                                               Klar
        {67 * "-"}  ---------
        Gå igenom prognos och varningar tillsammans och bedöm var            ________
        framkomligheten hotas

        {67 * "_"}  kl. 13.00
        """,
    ),
    "a table that does not fit": example(
        f"""
        | Aktör | Påverkan | Konsekvenser |
        | --- | --- | --- |
        | Försvarsmakten Mellersta militärregionen | *inte rapporterat* | \\{LINE} |
        | Ö | ingen, men det kan ändras under natten när snön kommer in från öster över land | x |
        """,
        f"""
        Aktör: Försvarsmakten Mellersta militärregionen
          Påverkan: inte rapporterat
          Konsekvenser: {LINE}

        Aktör: Ö
          Påverkan: ingen, men det kan ändras under natten när snön kommer in från
          öster över land
          Konsekvenser: x
        """,
    ),
    "blanks": example(
        f"""
        **Nummer:** ________

        \\{LINE}

        Framtagen av en funktion med ett långt namn: \\{LINE}
        """,
        f"""
        Nummer: ________

        {LINE}

        Framtagen av en funktion med ett långt namn: {33 * "_"}
        """,
    ),
    "the banner comes first, the footer last": example(
        """
        # Rubrik

        > **EXEMPEL – gäller inte**

        ett

        ---

        två

        ---

        Version 2 · Öppen
        """,
        f"""
        {WIDTH * "*"}
        * EXEMPEL – gäller inte                                                      *
        {WIDTH * "*"}

        Rubrik
        ======

        ett

        {WIDTH * "-"}

        två

        {WIDTH * "-"}
        Version 2 · Öppen
        """,
    ),
    "a long word, and one of wide letters": example(
        f"{'å' * 100} {'漢' * 50}",
        f"""
        {"å" * 78}
        {"å" * 22}
        {"漢" * 39}
        {"漢" * 11}
        """,
    ),
    "what would hide or act is left out": example("a\u202eb\u200bc\x1b[31m &#12;d =cmd() {{ x }} <b>", "abc[31m d =cmd() {{ x }} <b>"),
    "code is shown as it is written": example("```\n<script>\n    x\n```", "<script>\nx"),
}  # fmt: skip


@pytest.mark.parametrize(("markdown", "expected"), CASES.values(), ids=CASES)
def test_what_things_look_like(markdown: str, expected: str) -> None:
    assert text(markdown) == expected


# An address is never broken, and then stands behind at most a bullet or a number.
ADDRESS = re.compile(r"[\s\d.-]*\S*(://|@)\S*")


def too_long(made: str) -> list[str]:
    return [line for line in made.split("\n") if columns(line) > WIDTH and not ADDRESS.fullmatch(line)]


def test_every_document(documents: Mapping[str, str]) -> None:
    for name, markdown in documents.items():
        made = text(markdown)
        assert too_long(made) == [], name
        assert all(line == line.rstrip() for line in made.split("\n")), name
        assert made == made.rstrip("\n") + "\n", name
        assert ("*" * WIDTH in made) is ("\n> " in markdown), name


PIECES = [
    "# ",
    "## ",
    "> ",
    "- ",
    "99999999. ",
    "\n",
    "\n\n",
    "---\n",
    "| a | b |\n|---|---|\n| ",
    LINE,
    "`EX`",
    "\\\n",
]


@given(
    st.lists(
        st.sampled_from(PIECES) | st.text(st.characters(exclude_characters=":@"), max_size=8) | st.just("å" * 90),
        max_size=30,
    ).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_whatever_it_says_no_line_is_too_long(markdown: str) -> None:
    assert too_long(text(markdown)) == []
