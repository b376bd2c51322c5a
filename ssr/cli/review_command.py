"""`ssr review`: what a change means, for those who do not read the files of the base."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ssr.cli.options import BeneathOption, KbOption, LangOption, OutputOption, OverlayOption, ReviewFormat, choice
from ssr.cli.setting import Run
from ssr.errors import UsageError

if TYPE_CHECKING:
    from ssr.documents.review import Review
    from ssr.text.catalogue import Catalogue

LEAST = 2000  # bytes, so that there is room for what must be said


def review(
    ctx: typer.Context,
    base: Annotated[str, typer.Argument(metavar="REV", help="review-base")],
    head: Annotated[str | None, typer.Argument(metavar="NEW", help="review-head")] = None,
    format_: Annotated[ReviewFormat | None, choice("--format", ReviewFormat, "format-review")] = None,
    output: OutputOption = None,
    limit: Annotated[str | None, typer.Option("--limit", metavar="BYTES", help="limit")] = None,
    kb: KbOption = None,
    overlay: OverlayOption = None,
    beneath: BeneathOption = None,
    lang: LangOption = None,
) -> None:
    """Tell what a change means."""
    from ssr.cli.deliver import Delivery
    from ssr.documents.review import review as look
    from ssr.documents.review_page import page

    run: Run = ctx.obj
    setting, console = run.setting, run.console
    format_ = format_ or _format_of(output)
    room = _room(limit, format_)
    delivery = Delivery(run, output, None)
    result = look(
        setting.versioned,
        old=base,
        new=head,
        today=setting.today,
        language=setting.language,
        here=Path.cwd(),
        progress=delivery.progress,
    )
    is_json = format_ is ReviewFormat.JSON
    delivery.put(review_json(result, console.words) if is_json else page(result, console.words, format_, room))
    if result.withheld:
        console.tell("next.withheld", n=result.withheld)
    if result.held.left_out:
        console.left_out([f"{path} ({', '.join(names)})" for path, names in result.held.faulty.items()])
    console.next_step("reviewed-change")


def _format_of(output: str | None) -> ReviewFormat:
    """The format of the file to write, else Markdown."""
    suffix = Path(output).suffix[1:].lower() if output else ""
    return ReviewFormat(suffix) if suffix in set(ReviewFormat) else ReviewFormat.MD


def _room(limit: str | None, format_: ReviewFormat) -> int | None:
    """How many bytes there may be."""
    if limit is None:
        return None
    if format_ is not ReviewFormat.MD:
        raise UsageError("only-in-markdown", option="--limit", format=format_)
    if not (limit.isascii() and limit.isdigit() and len(limit) < 10 and int(limit) >= LEAST):
        raise UsageError("wrong-limit", value=limit, least=LEAST)
    return int(limit)


def review_json(result: "Review", words: "Catalogue") -> bytes:
    """The shape that `schemas/_review.schema.json` describes."""
    from datetime import date

    from ssr.documents.review_page import concerned, definition
    from ssr.report.attention_report import AttentionReport
    from ssr.report.change_report import aside_as_object, change_as_object
    from ssr.report.machine import finding_as_object
    from ssr.report.sentences import Sentences, chosen
    from ssr.text.localised import Localised

    kept, omitted = chosen(result.findings)
    sentences = Sentences(words, result.base.kinds, date.fromisoformat(result.readers.day))
    attention = AttentionReport(words, result.held.new.base, result.readers.day)
    old, new = result.held.sides
    report: dict[str, Any] = {
        "old": old,
        "new": new or None,
        "day": result.readers.day,
        "audience": result.readers.audience,
        "empty": result.is_empty,
        "complete": not result.held.left_out,
        "held": [change_as_object(change) for change in result.held.changes],
        "proposed": [change_as_object(change) for change in result.proposed.changes],
        "aside": [aside_as_object(one) for one in result.aside],
        "concerned": concerned(result, definition()),
        "documents": [
            {
                "document": one.document.name,
                "title": Localised.pick(one.document.title, words.language).text,
                "id": one.id,
                "name": one.name,
                "how": one.how,
            }
            for one in result.documents
        ],
        "findings": [finding_as_object(finding, sentences) for finding in kept],
        "omitted": omitted,
        "mends": [
            {"path": one.path, "line": one.first, "before": one.before, "after": one.after} for one in result.mends
        ],
        "needs": [attention.need_as_object(need) for need in result.needs],
    }
    return (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")
