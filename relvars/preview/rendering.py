"""A message rendered, with what each part of it came from, as JSON for the page."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from relvars.catalog import Assumptions, catalog, spelled
from relvars.diagnostics import Diagnostic, frame
from relvars.diagnostics import to_json as finding_json
from relvars.errors import RelvarsError, TemplateError
from relvars.preview.asking import Asked
from relvars.preview.commands import command
from relvars.preview.facts import facts
from relvars.preview.filling import Draft, draft, fetched, has_errors
from relvars.preview.form import form
from relvars.preview.messages import Part as File
from relvars.preview.state import State, keep_good
from relvars.preview.world import World
from relvars.renderer import Trace, trace
from relvars.renderer.assumed import of_value
from relvars.renderer.tracing import Part
from relvars.sources import Fetched
from relvars.syntax.ast import Broken, For, If, Output, Template, walk
from relvars.text import Document, Span
from relvars.values import Value, Values, is_boolean, is_list, is_number, is_object, is_text

_SHOWN = 200  # characters of a value; the message has all of it
_EDITABLE = 200_000  # characters of values as JSON

Json = dict[str, Any]


class Made(NamedTuple):
    """A part of a message: its trace, or why there is none.

    `template` is the one that was rendered: the last good one where `last_good`.
    """

    draft: Draft
    template: Template
    trace: Trace | None
    trouble: str = ""
    findings: tuple[Diagnostic, ...] = ()
    last_good: bool = False


def render_message(state: State, world: World, asked: Asked) -> Json:
    """The answer to `POST /api/render`."""
    drafts, unread = _drafts(state, world, asked)
    try:
        values, trouble = fetched(state, world, drafts, asked), ""
    except RelvarsError as error:
        values, trouble = Fetched({}, {}), str(error)
    made = [make(world, one, values, trouble) for one in drafts]
    for one in made:
        if one.trace and not one.last_good:
            keep_good(state, one.draft.part.path, one.template.document.text)
    used = sorted({name for one in made if one.trace for name in one.trace.assumptions})
    settings = world.project.assumptions
    return {
        "version": 1,
        "revision": world.revision,
        "message": asked.message.id,
        "to": str(asked.to) if asked.to else None,
        "trouble": trouble,
        "parts": [*(part_json(world, one, asked) for one in made), *unread],
        "values": _small(values.values),
        "form": form(world, [one.template for one in drafts], values),
        "command": command(asked, _main(asked)),
        "empty": sorted({path for one in made for path in empty(one)}),
        "assumptions": [assumption(name, settings) for name in used],
    }


def _small(values: Values) -> Values | None:
    """The values for editing as a whole; None where they are too many for that."""
    return values if len(json.dumps(values)) <= _EDITABLE else None


def _drafts(state: State, world: World, asked: Asked) -> tuple[list[Draft], list[Json]]:
    """The parts that can be read, and those that cannot, as JSON."""
    drafts, unread = [], []
    for part in asked.message.parts:
        try:
            drafts.append(draft(state, world, part))
        except RelvarsError as error:
            unread.append(_unread(part, str(error)))
    return drafts, unread


def _main(asked: Asked) -> File:
    kinds = {one.kind: one for one in reversed(asked.message.parts)}
    return kinds.get("html") or asked.message.parts[0]


def make(world: World, one: Draft, values: Fetched, trouble: str = "") -> Made:
    """Render a part; one with errors as it last was without."""
    template = one.good or one.template
    if trouble or has_errors(template):
        findings = one.template.diagnostics
        return Made(one, template, None, trouble or "The template has errors.", findings)
    try:
        done = trace(
            template,
            values.values,
            assumptions=world.project.assumptions,
            origins=values.origins,
            limit=world.project.output_limit,
        )
    except TemplateError as error:
        return Made(one, template, None, "The template cannot be rendered.", error.diagnostics)
    except RelvarsError as error:
        return Made(one, template, None, str(error))
    if one.good is None:
        return Made(one, template, done, findings=(*template.diagnostics, *done.diagnostics))
    return Made(
        one, template, done, "The template has errors.", one.template.diagnostics, last_good=True
    )


def part_json(world: World, made: Made, asked: Asked | None = None) -> Json:
    """A part as the page gets it."""
    part, done = made.draft.part, made.trace
    settings = world.project.assumptions
    segments = [_segment(one, done.output, settings) for one in done.parts] if done else []
    output = done.output if done else ""
    known = {
        "path": part.path,
        "kind": part.kind,
        "ok": not made.trouble,
        "output": output,
        "error": _error(made) if made.trouble else None,
        "last_good": made.last_good,
        "template": made.draft.template.document.text,
        "good_template": made.template.document.text if made.last_good else None,
        "segments": segments,
        "branches": [*_branches(made.template, done)] if done else [],
        "tags": [*_tags(made.template, done)],
        "diagnostics": [finding_json(one) for one in made.findings],
        "linted": False,
        "facts": facts(part.kind, output),
    }
    return known if asked is None else known | {"command": command(asked, part)}


def _unread(part: File, sentence: str) -> Json:
    return {
        "path": part.path, "kind": part.kind, "ok": False, "output": "",
        "error": {"sentence": sentence, "frame": "", "diagnostics": []}, "last_good": False,
        "template": "", "good_template": None, "segments": [], "branches": [], "tags": [],
        "diagnostics": [], "linted": True, "facts": facts(part.kind, ""),
        "command": "",
    }  # fmt: skip


def _error(made: Made) -> Json:
    document = made.draft.template.document
    return {
        "sentence": made.trouble,
        "frame": "\n\n".join(_framed(document, one) for one in made.findings[:3]),
        "diagnostics": [finding_json(one) for one in made.findings],
    }


def _framed(document: Document, finding: Diagnostic) -> str:
    if finding.file == document.name:
        return frame(document, finding)
    return f"{finding.severity}[{finding.slug}]: {finding.message} ({finding.file})"


def _segment(part: Part, output: str, settings: Assumptions) -> Json:
    known: Json = {
        "start": part.start, "end": part.end, "span": list(part.span), "path": part.path,
    }  # fmt: skip
    if not part.path:
        return known
    name = next(iter(of_value(part.value)), None)
    return known | {
        "place": part.place,
        "value": shown(part.value, output[part.start : part.end]),
        "origin": part.origin,
        "assumption": assumption(name, settings) if name else None,
    }


def shown(value: Value, printed: str) -> Json:
    """A value for people: its type, and so much of what it was printed as as fits."""
    kinds = (
        ("text", is_text), ("boolean", is_boolean), ("number", is_number), ("list", is_list),
        ("object", is_object),
    )  # fmt: skip
    kind = next((name for name, fits in kinds if fits(value)), "missing")
    text = printed if len(printed) <= _SHOWN else f"{printed[:_SHOWN]}…"
    return {"type": kind, "text": text}


def assumption(name: str, settings: Assumptions) -> Json:
    """An assumption with its setting, for people."""
    return {
        "name": name,
        "setting": spelled(settings._asdict()[name]),
        "question": catalog().assumptions[name].question,
    }


def _branches(template: Template, done: Trace) -> Iterator[Json]:
    blocks = {node.span: node for node in walk(template.body) if isinstance(node, If | For)}
    for branch in done.branches:
        block = blocks[branch.span]
        yield {
            "span": list(branch.span),
            "kind": branch.kind,
            "times": branch.times,
            "head": list(block.head),
            "middle": _list(block.middle),
            "end": _list(block.end),
            "body": list(_held(block, first=branch.kind != "else")),
        }


def _held(block: If | For, *, first: bool) -> tuple[int, int]:
    """What a branch holds: from the tag that opens it to the next."""
    end = block.end.start if block.end else block.span.end
    if first:
        return block.head.end, block.middle.start if block.middle else end
    return (block.middle.end, end) if block.middle else (end, end)


def _list(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)


def _tags(template: Template, done: Trace | None) -> Iterator[Json]:
    printed: dict[Span, list[int]] = {}
    for number, part in enumerate(done.parts if done else ()):
        if part.path:
            printed.setdefault(part.span, []).append(number)
    for node in walk(template.body):
        match node:
            case Output(span=span):
                yield _tag(span, "output", printed.get(span, ()))
            case Broken(span=span):
                yield _tag(span, "broken")
            case If() | For():
                yield _tag(node.head, "if" if isinstance(node, If) else "for")
                for kind, tag in (("else", node.middle), ("end", node.end)):
                    if tag is not None:
                        yield _tag(tag, kind)
            case _:
                pass


def _tag(span: Span, kind: str, printed: Sequence[int] = ()) -> Json:
    return {"span": list(span), "kind": kind, "printed": [*printed]}


def empty(made: Made) -> Iterator[str]:
    """The paths that printed nothing."""
    for part in made.trace.parts if made.trace else ():
        if part.path and part.start == part.end:
            yield part.path


def outputs(
    state: State, world: World, asked: Asked, parts: Sequence[File] | None = None
) -> dict[str, str]:
    """The text of each part, or of some, by its path.

    Raises:
        TemplateError: when one has errors.
        SourceError: when there are no values; DataError when one cannot be printed.
    """
    wanted = asked.message.parts if parts is None else parts
    drafts = [draft(state, world, one) for one in wanted]
    values = fetched(state, world, drafts, asked)
    return {one.part.path: _output(world, one, values) for one in drafts}


def _output(world: World, one: Draft, values: Fetched) -> str:
    if has_errors(one.template):
        raise TemplateError(one.template.diagnostics)
    return trace(
        one.template,
        values.values,
        assumptions=world.project.assumptions,
        limit=world.project.output_limit,
    ).output
