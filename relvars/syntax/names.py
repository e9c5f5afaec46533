"""Are a path's names ones the language knows? What a schema must say is asked elsewhere."""

import re
from functools import cache

from relvars.catalog import Language, Operator
from relvars.spelling import nearest
from relvars.syntax.ast import Path
from relvars.syntax.heads import Trouble
from relvars.text import Span

DIRECTIONS = ("direct", "reverse")
STATISTICS = ("count", "total", "top")
_NO_LITERALS = ("true", "false", "null", "none", "nil")
_BLANKS_OR_STRING = re.compile(r'("[^"]*")|[ \t\r\n]*\([ \t\r\n]*|[ \t\r\n]+(\))?')


@cache
def shapes(language: Language) -> dict[str, str]:
    """Every root and bare variable with the shape of what may follow it."""
    return {**dict(language.roots), **dict.fromkeys(language.variables, "variable")}


@cache
def operators(language: Language) -> dict[str, Operator]:
    """Every word that compares, with what it means."""
    return dict(language.operators)


def check_path(path: Path, language: Language) -> Trouble | None:
    """What is wrong with a path whatever the schema, or None."""
    match "object" if path.root.startswith("$") else shapes(language).get(path.root):
        case "object":
            return None
        case "relation":
            return _relation(path)
        case "loyalty":
            return _shape(path, "loyalty.<program>.promocode", _is_loyalty(path.segments))
        case "fragment":
            return _shape(path, "fragment.<short name>", len(path.segments) == 1)
        case "variable":
            return _shape(path, path.root, not path.segments)
        case _:
            return _unknown_root(path, language)


def misspelt(slug: str, kind: str, name: str, span: Span, known: tuple[str, ...]) -> Trouble:
    """The trouble of a name that is not among the known ones, mended when one is near."""
    near = nearest(name, known)
    return Trouble(
        slug,
        f"There is no {kind} `{name}`.",
        span,
        f"did you mean `{near}`?" if near else f"there is {listed(known)}",
        ((span.start, span.end, near),) if near else (),
        safe=False,
    )


def listed(names: tuple[str, ...]) -> str:
    """Names as people list them: `a`, `b` and `c`."""
    quoted = [f"`{name}`" for name in names]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))


def fold(call: str) -> str:
    """A call with its blanks folded: single ones between words, none at the parentheses."""

    def replacement(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        return "(" if "(" in match[0] else match[2] or " "

    return _BLANKS_OR_STRING.sub(replacement, call)


def written(path: Path, segments: int | None = None) -> str:
    """A path as it stands in the template, or its beginning of so many segments."""
    return ".".join((path.root, *path.segments[:segments]))


def segment_span(path: Path, number: int) -> Span:
    """Where a segment (from 0) of a path stands; paths hold no blanks."""
    before = len(path.root) + sum(len(one) + 1 for one in path.segments[:number]) + 1
    start = path.span.start + before
    return Span(start, start + len(path.segments[number]))


def root_span(path: Path) -> Span:
    """Where the first word of a path stands."""
    return Span(path.span.start, path.span.start + len(path.root))


def _unknown_root(path: Path, language: Language) -> Trouble:
    if path.root.lower() in _NO_LITERALS and not path.segments:
        advice = "a value alone is a condition: `{if lead.a}…{else}…{end}`"
        return Trouble("unknown-root", f"There is no word `{path.root}`.", path.span, advice)
    roots = tuple(shapes(language))
    return misspelt("unknown-root", "variable", path.root, root_span(path), roots)


def _shape(path: Path, form: str, fits: bool) -> Trouble | None:
    if fits:
        return None
    return Trouble("unknown-variable", f"`{path.root}` is read as `{form}`.", path.span)


def _is_loyalty(segments: tuple[str, ...]) -> bool:
    return len(segments) == 2 and segments[1] == "promocode"


def _relation(path: Path) -> Trouble | None:
    names = path.segments
    if len(names) != 4:
        return Trouble(
            "relation-path",
            "A relation is read with five words, no fewer and no more.",
            path.span,
            "write `relation.<short name>.<direct or reverse>.<property>.<count, total or top>`",
        )
    if names[1] not in DIRECTIONS:
        where = segment_span(path, 1)
        return misspelt("unknown-direction", "direction", names[1], where, DIRECTIONS)
    if names[3] not in STATISTICS:
        where = segment_span(path, 3)
        return misspelt("unknown-statistic", "statistic", names[3], where, STATISTICS)
    return None
