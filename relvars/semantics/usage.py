"""Is what is read put to a use it is fit for?"""

from collections.abc import Iterator

from relvars.semantics.reads import Called, Read
from relvars.semantics.types import Scalar, described
from relvars.syntax.ast import Expression, Logic, Node, Not, Path, expressions
from relvars.syntax.heads import Trouble
from relvars.syntax.names import segment_span, written
from relvars.text import Span


def check_use(read: Read | Called) -> Iterator[Trouble]:
    """A relation's top that is printed, and a single value that is looped over."""
    if isinstance(read, Read) and read.use == "printed" and _statistic(read.path) == "top":
        yield _top_outside_loop(read.path)
    if read.use == "looped" and isinstance(read.type, Scalar):
        yield _loop_over_scalar(read, read.type)


def check_words(node: Node, text: str) -> Iterator[Trouble]:
    """The words of a node's tag that no documentation shows."""
    for expression in expressions(node):
        word = _unverified(expression, text)
        if word is not None:
            name = text[word.start : word.end]
            message = f"No documentation shows `{name}`; that it works is assumed."
            advice = f"nested `{{if}}` do without `{name}`; see the assumption `or_not`"
            yield Trouble("unverified-operator", message, word, advice)


def _top_outside_loop(path: Path) -> Trouble:
    return Trouble(
        "top-outside-loop",
        "`top` is a list of links, and is read in a loop.",
        segment_span(path, 3),
        f"write `{{for $index $item = {written(path)}}}…{{$item.value}}…{{end}}`",
    )


def _loop_over_scalar(read: Read | Called, kind: Scalar) -> Trouble:
    if isinstance(read, Called):
        what, span = f"{read.call.name}(…)", read.call.span
    else:
        what, span = written(read.path), read.path.span
    message = f"`{what}` is {described(kind)}; there is nothing to list."
    if isinstance(read, Read) and _statistic(read.path):
        where = segment_span(read.path, 3)
        edits = ((where.start, where.end, "top"),)
        return Trouble("loop-over-scalar", message, where, "the list is `top`", edits, safe=False)
    return Trouble("loop-over-scalar", message, span, "print it instead of looping over it")


def _statistic(path: Path) -> str:
    """The last word of a relation path, "" of any other."""
    return path.segments[3] if path.root == "relation" and len(path.segments) == 4 else ""


def _unverified(expression: Expression, text: str) -> Span | None:
    """Where the word of an expression stands, if it is one that nobody has verified."""
    match expression:
        case Logic(word="or", left=left, right=right):
            # Parentheses leave no node, so the word is sought between its sides.
            start = text.index("or", left.span.end, right.span.start)
            return Span(start, start + len("or"))
        case Not(span=span):
            return Span(span.start, span.start + len("not"))
        case _:
            return None
