"""`ssr report`: what somebody says by telephone or radio, asked field by field, as a file that `ssr collect` reads."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssr.cli.choice import chooser, is_attended, read_answer
from ssr.cli.deliver import Delivery, documents_of
from ssr.cli.options import BeneathOption, KbOption, LangOption, MarkingOption, OverlayOption
from ssr.cli.prompts import list_offered, numbered
from ssr.cli.setting import Run
from ssr.errors import SsrError, UsageError

if TYPE_CHECKING:  # imported only when a form is filled in: it is slow to start
    from ssr.commands.report import BlankReport
    from ssr.formats.form import FormField
    from ssr.view.base_view import Ref


def report(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="ACTOR", help="report-who")],
    document: Annotated[str | None, typer.Option("--document", metavar="TEXT", help="report-document")] = None,
    id_: Annotated[str | None, typer.Option("--id", metavar="ID", help="report-id")] = None,
    answer: Annotated[list[str] | None, typer.Option("--answer", metavar="FIELD=TEXT", help="report-answer")] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="report-output")] = None,
    marking: MarkingOption = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Fill in a form for somebody."""
    from ssr.commands.report import blank_report, form_meant, made_of, report_file
    from ssr.files import write

    run: Run = ctx.obj
    delivery, documents, choose = Delivery(run, output, marking), documents_of(run), chooser(run.console)
    readers = delivery.readers(None, "public")
    if delivery.path is not None and os.path.lexists(delivery.path):  # before anything is asked
        raise UsageError("already-there", path=str(delivery.path))
    form = form_meant(documents, document, choose)
    id_ = id_ or _about(run, made_of(delivery.renderer, form, readers))
    blank = blank_report(delivery.renderer, documents, form, readers, who, id_, choose=choose)
    answers = _answers(run, blank, answer or ())
    path = delivery.path or _free(delivery.marked(Path(blank.file_name)))
    write(path, report_file(blank, answers, run.setting.now))
    run.console.tell("next.written", path=str(path))


def _about(run: Run, offered: "Sequence[Ref]") -> str:
    """What the report is about, as it is asked; refused where there is nobody to ask."""
    if not is_attended():
        raise UsageError("missing-argument", option="--id", command="ssr report")
    run.console.tell("report-form.about")
    list_offered(run, offered)
    return numbered(read_answer(run.console), offered)


def _answers(run: Run, blank: "BlankReport", given: Sequence[str]) -> Mapping[str, str]:
    """The answers by field: what was given, and what is asked of the rest where somebody can answer."""
    from ssr.commands.report import answer_to
    from ssr.formats.form import name_and_row

    fields = {field.key: field for field in blank.asked}
    said = dict(one.partition("=")[::2] for one in given)
    for key in said:
        if key not in fields:
            raise UsageError("unknown-choice", value=key, option="--answer", known=", ".join(fields))
    result = {key: answer_to(fields[key], text, run.setting.local_time) for key, text in said.items()}
    at = blank.collects.at
    if is_attended():
        left = [field for key, field in fields.items() if key not in result]
        result |= {field.key: _asked(run, field) for field in left if not name_and_row(field.key)[1]}
        result |= _rows_asked(run, [field for field in left if name_and_row(field.key)[1]])
    if not result.get(at):
        result[at] = run.setting.now
    return result


def _rows_asked(run: Run, fields: "Sequence[FormField]") -> Mapping[str, str]:
    """The answers to the rows that somebody picks by their numbers; the others stay unanswered."""
    from ssr.formats.form import name_and_row

    rows: dict[str, list[FormField]] = {}
    for field in fields:
        rows.setdefault(name_and_row(field.key)[1], []).append(field)
    result: dict[str, str] = {}
    if rows:
        for number, of_row in enumerate(rows.values(), 1):
            run.console.say(f"  {number}. {of_row[0].title.partition(': ')[2]}")
        run.console.tell("report-form.rows")
    while rows and (word := read_answer(run.console)):
        if word.isdecimal() and 0 < int(word) <= len(rows):
            result |= {field.key: _asked(run, field) for field in list(rows.values())[int(word) - 1]}
        run.console.tell("report-form.rows")
    return result


def _asked(run: Run, field: "FormField") -> str:
    """The answer to one field, asked until it can be used; nothing where nothing is written."""
    from ssr.commands.report import answer_to

    run.console.say(f"{field.title}:")
    for number, (_, label) in enumerate(field.choices, 1):
        run.console.say(f"  {number}. {label}")
    while True:
        try:
            return answer_to(field, read_answer(run.console), run.setting.local_time)
        except SsrError as problem:
            run.console.explain(problem)


def _free(path: Path) -> Path:
    """A path at which nothing lies: with a number behind its name where something does."""
    number, result = 1, path
    while os.path.lexists(result):
        number += 1
        result = path.with_stem(f"{path.stem}-{number}")
    return result
