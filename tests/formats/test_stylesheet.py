"""The style sheet of a page: all that it needs of `page.css`, and not much else."""

import re
from pathlib import Path

from ssr.formats import stylesheet
from ssr.formats.html import convert
from ssr.formats.page import Layout, Page
from ssr.formats.stylesheet import small, style_for

CSS = Path(stylesheet.__file__).with_name("page.css")
# Of what no text that is read has any: what only templates, forms and folders bring, and what a script adds.
REST = """<html class="landscape monochrome"><header></header><footer></footer><p class="start"><nav></nav>
<del></del><ins></ins><span class="unseen"></span><span class="mark"></span><pre></pre><div class="picture wide narrow screen printed"><svg></svg></div>
<section class="tools"><p role="status"></p><button></button></section><div class="page"></div><ul class="names"></ul><ul class="boxes"><li><span class="box"></span>
<fieldset data-field="a"><legend></legend><label></label></fieldset><input type="checkbox" data-field="b"><textarea></textarea>
<table class="table"><thead></thead><tbody></tbody><tr><th></th><td><span class="blank line"></span></td></tr></table><ol></ol><h1></h1><h2></h2><h3></h3><em></em><a></a>
<body><main><div class="notice"></div><script>typed data-empty</script>"""


def test_a_page_that_has_everything_gets_every_rule() -> None:
    everything = small(CSS.read_text(encoding="utf-8"))
    assert style_for(REST).replace("\n", "") == everything


def test_a_page_gets_no_rule_of_what_it_has_not() -> None:
    page = convert("# A\n\ntable td data-field class\n", Page("sv")).decode()
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert "body{" in style
    for absent in ("table{", "td", "data-field", "textarea", "landscape", "monochrome", "svg", ".page", "/*"):
        assert absent not in style, absent
    assert "@page landscape{" in convert("# A\n", Page("sv", layout=Layout(landscape=True))).decode()


def test_strings_keep_their_spaces_and_sums_theirs() -> None:
    css = 'a :is(b, c) > d::before { content: "x { ; }  /* y */"; width: calc(1px + 2px); } /* z */ @media (a: b) { e { f: g; } }'
    assert small(css) == 'a :is(b,c)>d::before{content:"x { ; }  /* y */";width:calc(1px + 2px)}@media (a:b){e{f:g}}'


def test_a_form_has_what_its_script_adds() -> None:
    script = "<body><main><textarea></textarea><script>x.className = 'typed'</script>"
    assert ".typed{display:block" in style_for(script)
    assert ".typed{" not in style_for(re.sub("<script>.*", "", script))
