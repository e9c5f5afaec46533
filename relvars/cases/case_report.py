"""What became of a case, in words: places, code frames, a diff, and who printed what."""

from collections.abc import Iterator
from pathlib import Path

from relvars.cases.case_file import shown
from relvars.cases.difference import difference, first_difference, visible
from relvars.cases.run import Failure, Outcome
from relvars.diagnostics import Diagnostic, diagnostic, frame, printable
from relvars.errors import RelvarsError
from relvars.renderer import trace
from relvars.renderer.tracing import Part, Read, Trace
from relvars.snapshots import changes
from relvars.syntax.ast import For, If, Template, walk
from relvars.text import Document, Span, position

_SHOWN = 200  # characters of a value or of a line
_LINES = 20  # lines of an output that is shown whole
_ROWS = 80  # of a difference
_MOST = 12  # changes that are told
_FEW = 4  # values
_SOUGHT = ("contains", "matches")  # what is not in an output is best looked for in all of it


def headline(outcome: Outcome) -> str:
    """The first failure in one line; "" for a case that passed."""
    if not outcome.failures:
        return ""
    more = f" (and {len(outcome.failures) - 1} more)" if outcome.failures[1:] else ""
    return outcome.failures[0].message.splitlines()[0] + more


def report(outcome: Outcome) -> str:
    """Everything about a failed case that helps to mend it, for a terminal."""
    case = outcome.case
    what = shown(Path(outcome.template.document.name)) if case.template and outcome.template else ""
    head = f"{shown(case.file)}:{case.line}: case {case.name!r}" + (f", {what}" if what else "")
    blocks = [block for failure in outcome.failures for block in _blocks(failure, outcome)]
    if outcome.output is not None and any(one.kind in _SOUGHT for one in outcome.failures):
        blocks.append(_whole(outcome.output))
    return "\n\n".join([head, *blocks])


def _blocks(failure: Failure, outcome: Outcome) -> Iterator[str]:
    match failure.kind:
        case "renders":
            yield from _differing(failure, outcome)
        case "snapshot":
            yield from _changed(failure, outcome)
        case "excludes":
            yield failure.message
            at = failure.actual.index(failure.expected)
            yield _printed(at, outcome, len(failure.expected))
        case "contains" | "matches":
            yield f"{failure.message}{_but_for_blanks(failure)}"
        case "diagnostics":
            rows = [failure.message]
            rows += [f"  expected: {failure.expected or '(none)'}"]
            rows += [f"  reported: {failure.actual or '(none)'}"]
            yield "\n".join(rows)
            yield from _frames(failure.found, outcome.template)
        case _:
            yield failure.message
            yield from _frames(failure.found, outcome.template)


def _frames(found: tuple[Diagnostic, ...], template: Template | None) -> Iterator[str]:
    for one in found:
        if template and one.file == template.document.name:
            yield frame(template.document, one)
        else:  # inside a fragment, whose text is a value
            place = f"{one.file}:{one.start.line}:{one.start.column}"
            yield printable(f"{one.severity}[{one.slug}]: {one.message} ({place})")


def _differing(failure: Failure, outcome: Outcome) -> Iterator[str]:
    offset = first_difference(failure.expected, failure.actual)
    at = position(Document(failure.actual), offset)
    yield f"{failure.message}, first on line {at.line}, column {at.column}:"
    yield _shortened(difference(failure.expected, failure.actual))
    yield _printed(offset, outcome)


def _changed(failure: Failure, outcome: Outcome) -> Iterator[str]:
    """A snapshot's failure: first what it means to the reader, then the text."""
    yield failure.message
    if not failure.expected and not failure.actual:
        return
    if not failure.expected:
        yield _whole(failure.actual)
        return
    traced = _traced(outcome)
    if isinstance(traced, Trace) and outcome.template:
        told = [one.sentence for one in changes(failure.expected, traced, outcome.template)]
        more = [f"… and {len(told) - _MOST} more"] if told[_MOST:] else []
        yield "\n".join(f"  * {one}" for one in [*told[:_MOST], *more])
    yield _shortened(difference(failure.expected, failure.actual))
    yield _printed(first_difference(failure.expected, failure.actual), outcome)


def _shortened(told: str) -> str:
    """The first rows of a difference, and its legend."""
    *rows, legend = told.split("\n")
    more = [f"  … {len(rows) - _ROWS} more lines"] if len(rows) > _ROWS else []
    return "\n".join([*rows[:_ROWS], *more, legend])


def _traced(outcome: Outcome) -> Trace | str:
    """The rendering explained, or why it cannot be; "" when there was none."""
    template, values = outcome.template, outcome.values
    if template is None or values is None:
        return ""
    try:
        return trace(template, values, assumptions=outcome.assumptions, origins=outcome.origins)
    except RelvarsError as error:
        return f"what printed it cannot be told: {error}"


def _printed(offset: int, outcome: Outcome, length: int = 0) -> str:
    """Which part of the template printed what stands at an offset of the output, and so on.

    A value that printed nothing there is told too: it is mostly what is wrong.
    """
    traced, template = _traced(outcome), outcome.template
    if isinstance(traced, str) or template is None:
        return str(traced)
    parts = [part for part in traced.parts if part.start < part.end]
    here = next((part for part in parts if part.start <= offset < part.end), None)
    # Where something is missing, what was printed just before tells more than what follows.
    before = next((part for part in parts if part.end == offset and part.path), None)
    rows = [f"just before it, {_part(before, template)}"] if before else []
    values = _values_in(traced, offset, length)
    if values and not length and not (here and here.path):
        here = values[0]
    place = _place(offset, here or (parts[-1] if parts else None))
    there = here._replace(span=place) if here and place else None
    rows.append(f"there, {_part(there, template)}" if there else "there the output ends")
    if place:
        rows.append(_excerpt(template.document, place))
    rows += [f"there too, {_part(one, template)}" for one in values[:_FEW] if one != here]
    return "\n".join([*rows, *_decided(template, traced, place)])


def _values_in(traced: Trace, offset: int, length: int) -> list[Part]:
    """The values that printed a part of a stretch of the output, or nothing in it."""
    end = offset + length
    return [
        part
        for part in traced.parts
        if part.path
        and (
            offset <= part.start <= end
            if part.start == part.end
            else part.start < end and offset < part.end
        )
    ]


def _place(offset: int, part: Part | None) -> Span | None:
    """The stretch of the template that a part comes from, from the offset on."""
    if part is None or part.path:
        return part and part.span
    return Span(min(part.span.start + max(0, offset - part.start), part.span.end), part.span.end)


def _decided(template: Template, traced: Trace, place: Span | None) -> Iterator[str]:
    """The conditions and loops around a place, with the values that decided them."""
    for node in walk(template.body):
        if place and isinstance(node, If | For) and _is_within(place, node.span):
            head = printable(template.document.text[node.head.start : node.head.end])
            line = position(template.document, node.head.start).line
            read = list(dict.fromkeys(map(_read, _reads_of(node, traced))))
            where = f", where {' and '.join(read[:_MOST])}" if read else ""
            yield f"inside {head} of line {line}{where}"


def _reads_of(node: If | For, traced: Trace) -> Iterator[Read]:
    return (one for one in traced.reads if _is_within(one.span, node.head))


def _is_within(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end


def _read(one: Read) -> str:
    origin = f" from {one.origin}" if one.origin else ""
    return f"`{one.path}` is {_clipped(visible(repr(one.value)))}{origin}"


def _excerpt(document: Document, span: Span) -> str:
    """The line of the template with the stretch underlined."""
    return frame(document, diagnostic(document, span, "", "")).partition("\n")[2]


def _part(part: Part, template: Template) -> str:
    at = position(template.document, part.span.start)
    where = f"{template.document.name}:{at.line}:{at.column}"
    if not part.path:
        return f"the template's own text stands ({where})"
    origin = f" from {part.origin}" if part.origin else ""
    value = _clipped(visible(repr(part.value)))
    if part.start == part.end:
        what = "missing" if part.value is None else value
        return f"`{part.path}` ({where}) printed nothing: it is {what}{origin}"
    return f"`{part.path}` ({where}) printed {value}, which is {part.place or part.path}{origin}"


def _whole(output: str) -> str:
    lines = output.removesuffix("\n").split("\n")
    rows = ["the output is:", *(f"  {_clipped(visible(line))}".rstrip() for line in lines[:_LINES])]
    if len(lines) > _LINES:
        rows.append(f"  … {len(lines) - _LINES} more lines")
    return "\n".join(rows)


def _clipped(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _but_for_blanks(failure: Failure) -> str:
    """A hint for the commonest reason why a text is not found."""
    if failure.kind != "contains" or not failure.expected.split():
        return ""
    close = " ".join(failure.expected.split()) in " ".join(failure.actual.split())
    return " (but for its blanks and line breaks it would)" if close else ""
