"""Are the variables of a path in scope, and do its fields exist?"""

from collections.abc import Iterator, Mapping
from typing import assert_never

from relvars.semantics.infer import Account, reach
from relvars.semantics.reads import Read
from relvars.semantics.scope import Binding, find, names
from relvars.semantics.types import ListOf, Miss, Object, Scalar, described
from relvars.spelling import nearest
from relvars.syntax.ast import Path
from relvars.syntax.heads import Trouble
from relvars.syntax.names import listed, misspelt, root_span, segment_span, written

_SHOWN = 8  # names a message lists at most


def check_path(read: Read, account: Account, ends: Mapping[str, int]) -> Iterator[Trouble]:
    """What is wrong with a path's variable or fields; `ends` is where a name's first loop ends."""
    if read.path.root.startswith("$") and read.binding is None:
        if not read.scope.unsure:
            yield _unknown_variable(read, ends)
        return
    reached = reach(read.path, read.scope, account)
    if isinstance(reached, Miss):
        yield _missing(read, reached, account)


def some(known: tuple[str, ...]) -> str:
    """Names as people list them; of many, the first."""
    if len(known) <= _SHOWN + 1:
        return listed(known)
    return f"{', '.join(f'`{name}`' for name in known[:_SHOWN])} and {len(known) - _SHOWN} more"


def _unknown_variable(read: Read, ends: Mapping[str, int]) -> Trouble:
    name, span, known = read.path.root, root_span(read.path), names(read.scope)
    message, advice = _why_unset(read, ends)
    near = nearest(name, known)
    if near:
        edits = ((span.start, span.end, near),)
        return Trouble(
            "unknown-variable", message, span, f"did you mean `{near}`?", edits, safe=False
        )
    here = f"in scope here: {some(known)}" if known else "no loop variable is in scope here"
    return Trouble("unknown-variable", message, span, f"{here}; {advice}")


def _why_unset(read: Read, ends: Mapping[str, int]) -> tuple[str, str]:
    """What is wrong with a variable that is not in scope, and what to do."""
    name = read.path.root
    if any(name in (loop.index, loop.item) for loop in read.scope.otherwise):
        message = f"`{name}` is not set in the `{{else}}` of its loop, where nothing is listed."
        return message, f"read `{name}` before that `{{else}}`"
    if ends.get(name, read.path.span.start + 1) <= read.path.span.start:
        message = f"`{name}` is not set any more: its loop has ended."
        return message, f"read `{name}` before the loop's `{{end}}`"
    message = f"There is no loop variable `{name}` here."
    index = "$i" if name == "$index" else "$index"
    return message, f"a loop sets it: `{{for {index} {name} = …}}`"


def _missing(read: Read, miss: Miss, account: Account) -> Trouble:
    path = read.path
    match miss.inside:
        case Object(kind="profile"):
            return _no_field(read, miss.place, miss.inside, account)
        case Object(kind="link"):
            return _not_of_a_link(path, miss.place, miss.inside)
        case Object(fields=fields):
            return _misspelt(path, miss.place, f"`{written(path, miss.place)}`", tuple(fields))
        case Scalar() | ListOf():
            return _too_deep(path, miss.place, miss.inside)
        case _:
            assert_never(miss.inside)


def _no_field(read: Read, place: int, profile: Object, account: Account) -> Trouble:
    path = read.path
    owner = f"The database `{profile.database}`" if profile.database else "A profile"
    trouble = _misspelt(path, place, owner, tuple(profile.fields))
    elsewhere = _other_profile(read, path.segments[place], account)
    if elsewhere:
        meant = f"{elsewhere}.{path.segments[place]}"
        edits = ((path.span.start, trouble.span.end, meant),)
        return trouble._replace(help=f"did you mean `{meant}`?", edits=edits)
    if trouble.edits:
        return trouble
    advice = f"there is {some(tuple(profile.fields))}; one that is not listed goes into its fields"
    return trouble._replace(help=f"{advice} in relvars.toml")


def _other_profile(read: Read, field: str, account: Account) -> str:
    """How another profile is read that has the field: a related one, or the recipient; or ""."""
    for name in names(read.scope):
        match find(read.scope, name):
            case Binding(type=Object(kind="link", fields={"lead": Object(fields=fields)})) if (
                field in fields
            ):
                return f"{name}.lead"
            case _:
                continue
    return "lead" if field in account.lead.fields else ""


def _not_of_a_link(path: Path, place: int, link: Object) -> Trouble:
    """A link has a value and a profile; a profile's field was probably meant of the profile."""
    name, span = path.segments[place], segment_span(path, place)
    before = written(path, place)
    message = f"`{before}` is a link: it has `value` and `lead`, but no `{name}`."
    match link.fields:
        case {"lead": Object(fields=fields)} if name in fields:
            meant = f"lead.{name}"
        case _:
            meant = nearest(name, tuple(link.fields))
    if not meant:
        advice = f"write `{before}.lead.{name}` for a field of the related profile"
        return Trouble("unknown-field", message, span, advice)
    edits = ((span.start, span.end, meant),)
    return Trouble(
        "unknown-field", message, span, f"did you mean `{before}.{meant}`?", edits, False
    )


def _too_deep(path: Path, place: int, value: Scalar | ListOf) -> Trouble:
    before, name = written(path, place), path.segments[place]
    advice = f"write `{before}`"
    if isinstance(value, ListOf):
        advice = f"loop over it: `{{for $index $item = {before}}}`"
    message = f"`{before}` is {described(value)}, so it has no `{name}`."
    return Trouble("unknown-field", message, segment_span(path, place), advice)


def _misspelt(path: Path, place: int, owner: str, known: tuple[str, ...]) -> Trouble:
    name = path.segments[place]
    trouble = misspelt("unknown-field", "field", name, segment_span(path, place), known)
    return trouble._replace(message=f"{owner} has no field `{name}`.")
