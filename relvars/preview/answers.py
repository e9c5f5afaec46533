"""What each call of the page is answered with, as JSON; all of it runs in threads."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from relvars.errors import ConfigError, RelvarsError
from relvars.preview.asking import (
    NoSuchError,
    asked_in_query,
    message_of,
    part_of,
    read_asked,
    text_of,
)
from relvars.preview.checking import ask, findings_json, marks_json
from relvars.preview.committed import held
from relvars.preview.comparing import compare_commit, compare_recipients
from relvars.preview.html_text import unconnected
from relvars.preview.mailing import address_of, mail, send, server, written_address
from relvars.preview.messages import Message, Part
from relvars.preview.recipients import recipients
from relvars.preview.rendering import assumption, outputs, render_message
from relvars.preview.saving import save_case
from relvars.preview.state import State
from relvars.preview.world import World
from relvars.serving.guard import is_loopback
from relvars.values import Value, parse_recipient

Json = dict[str, Any]
Query = Mapping[str, str]
Body = Mapping[str, Value]

_INLINE = 40_000  # characters of templates that are linted while the page waits


def project(state: State, query: Query) -> Json:
    """`GET /api/project`: the tree, and what holds for all of it."""
    world = state.world
    known = world.project
    return {
        "version": 1,
        "revision": world.revision,
        "run": state.run,
        "name": known.root.name,
        "language": sorted(dict(known.language.roots)),
        "databases": [one.name for one in known.schema.databases],
        "default_to": str(known.recipient) if known.recipient else None,
        "source": world.source.url,
        "messages": [
            marks_json(state.checks, one) | _receivers(one) for one in world.messages.values()
        ],
        "assumptions": [assumption(name, known.assumptions) for name in known.settled],
        "smtp": bool(state.smtp),
        "trouble": "\n".join(filter(None, (world.trouble, state.blind))) or None,
    }


def _receivers(one: Message) -> Json:
    return {"database": one.database, "to": str(one.to) if one.to else None}


def people(state: State, query: Query) -> Json:
    """`GET /api/recipients`."""
    return recipients(state, dict(query))


def diagnostics(state: State, query: Query) -> Json:
    """`GET /api/diagnostics`: what lint finds; asked for anew where it is not known."""
    message = message_of(state.world, query.get("message", ""))
    found = findings_json(state.checks, message)
    if found is None:
        ask(state.checks, [message.id], first=True)
    known = {"version": 1, "revision": state.world.revision, "ready": found is not None}
    return known | {"message": message.id, "parts": found or []}


def render(state: State, body: Body) -> Json:
    """`POST /api/render`; without a message, of the first; where there is none, nothing."""
    world = state.world
    if "message" not in body and not world.messages:
        return {"version": 1, "revision": world.revision, "message": "", "to": None, "parts": []}
    asked = read_asked(world, {"message": first(world), **body})
    commit = text_of(body, "at")
    if commit not in ("", "worktree"):
        raise ConfigError("Only what is in the working tree is rendered; compare shows commits.")
    answer = render_message(state, world, asked)
    found = findings_json(state.checks, asked.message)
    if found is None:
        ask(state.checks, [asked.message.id], first=True)
        return answer
    by_path = {one["path"]: one["diagnostics"] for one in found}
    for part in answer["parts"]:
        part["diagnostics"] = _joined(by_path.get(part["path"], []), part["diagnostics"])
        part["linted"] = True
    return answer


def first(world: World) -> str:
    """The id of the message that is shown when none is chosen; "" where there is none."""
    return next(iter(world.messages), "")


def warm(state: State) -> None:
    """Answer what a page asks first, so that what is slow the first time is behind it."""
    world = state.world
    with suppress(Exception):  # who asks is told
        render_message(state, world, read_asked(world, {"message": first(world)}))


def _joined(found: list[Json], more: list[Json]) -> list[Json]:
    """The linter's findings, and those of the rendering that say something new."""
    known = {(one["slug"], one["start"]["offset"]) for one in found}
    return [*found, *(one for one in more if (one["slug"], one["start"]["offset"]) not in known)]


def compare(state: State, body: Body) -> Json:
    """`POST /api/compare`: with another recipient, or with a commit."""
    return _compared(state, read_asked(state.world, body), body)


def compare_get(state: State, query: Query) -> Json:
    """`GET /api/compare`, the same by address."""
    message = message_of(state.world, query.get("message", ""))
    return _compared(state, asked_in_query(state.world, message, query), query)


def _compared(state: State, asked: Any, body: Body) -> Json:
    path, other, commit = text_of(body, "part"), text_of(body, "with"), text_of(body, "commit")
    part = part_of(asked.message, path) if path else _main(asked.message)
    if commit:
        return compare_commit(state, state.world, part, asked, commit)
    to = parse_recipient(other)
    if to is None:
        raise ConfigError("Say with whom to compare: with=DATABASE:PROFILE_ID, or commit=HEAD.")
    return compare_recipients(state, state.world, part, asked, to)


def last_commit(state: State, query: Query) -> Json:
    """`GET /api/commit`: which parts of a message the last commit has, or why it has none."""
    message = message_of(state.world, query.get("message", ""))
    paths, sentence = [one.path for one in message.parts], None
    try:
        found = held(state.world.project.root, paths, "HEAD")
    except RelvarsError as error:
        found, sentence = [], str(error)
    return {"version": 1, "commit": "HEAD", "parts": found, "sentence": sentence}


def case(state: State, body: Body) -> Json:
    """`POST /api/case`."""
    saved = save_case(state, state.world, read_asked(state.world, body), body)
    return {"version": 1, **saved._asdict()}


def sent(state: State, body: Body) -> Json:
    """`POST /api/send`."""
    asked = read_asked(state.world, body)
    to = server(state, text_of(body, "address"))
    written = text_of(body, "recipient").strip()
    if not written and not is_loopback(to[0]):
        raise ConfigError("Say to whom: that server would hand it to the customer.")
    address = written_address(written) if written else address_of(state.world, asked)
    made = mail(asked.message, outputs(state, state.world, asked), address)
    return {"version": 1, "sentence": send(made, to, remote=state.remote_smtp)}


GET: Mapping[str, Callable[[State, Query], Json]] = {
    "project": project,
    "recipients": people,
    "diagnostics": diagnostics,
    "compare": compare_get,
    "commit": last_commit,
}
POST: Mapping[str, Callable[[State, Body], Json]] = {
    "render": render,
    "compare": compare,
    "case": case,
    "send": sent,
}


class Bare(NamedTuple):
    """A message, or a file of it, by itself."""

    content: bytes
    media_type: str
    name: str


def bare(state: State, path: str, query: Query) -> Bare:
    """`GET /render/<template>`: what one part prints."""
    world = state.world
    message, part = _part_at(world, path)
    asked = asked_in_query(world, message, query)
    text = outputs(state, world, asked, [part])[part.path]
    shown = unconnected(text) if part.kind in ("html", "amp") else text
    return Bare(_bytes(shown), _media_type(part), part.path.rpartition("/")[2])


def export(state: State, path: str, query: Query) -> Bare:
    """`GET /export/<message>.html`, `.txt` or `.eml`."""
    world = state.world
    ending = PurePosixPath(path).suffix
    message = message_of(world, path.removesuffix(ending))
    asked = asked_in_query(world, message, query)
    if ending == ".eml":
        made = mail(message, outputs(state, world, asked), address_of(world, asked))
        return Bare(made.as_bytes(), "message/rfc822", f"{message.name}.eml")
    kind = {".html": "html", ".txt": "text"}.get(ending)
    part = next((one for one in message.parts if one.kind == kind), None)
    if part is None:
        raise NoSuchError(f"{message.id} has nothing to export as {ending or 'a file'}.")
    text = outputs(state, world, asked, [part])[part.path]
    return Bare(_bytes(text), _media_type(part), f"{message.name}{ending}")


def _part_at(world: World, path: str) -> tuple[Message, Part]:
    for message in world.messages.values():
        for part in message.parts:
            if part.path == path:
                return message, part
    message = message_of(world, path)
    return message, _main(message)


def _main(message: Message) -> Part:
    return next((one for one in message.parts if one.kind == "html"), message.parts[0])


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")


def _media_type(part: Part) -> str:
    kind = "html" if part.kind in ("html", "amp") else "plain"
    return f"text/{kind}; charset=utf-8"
