"""What is sent hangs on something that the vendor's documentation leaves open.

Why: relvars assumes an answer, and the platform may do otherwise. To be sure, try the
    template on a real account, or run the probes of `relvars assumptions --probe`. It is off by
    default; the assumptions that every template uses, such as what a missing value prints, are not
    told.

Bad:
    {for $n $tip = json.tips}{$n}. {$tip}{end}

Good:
    {for $n $tip = json.tips}{$tip.number}. {$tip.text}{end}
Values:
    {"json": {"tips": [{"number": 1, "text": "Call"}]}}
"""

from collections.abc import Iterator

from relvars.catalog import catalog
from relvars.diagnostics import Severity
from relvars.linter.rule import File, Found, Group, Rule
from relvars.linter.used import printed
from relvars.semantics.analysis import Analysis
from relvars.semantics.reads import Called, Read
from relvars.semantics.types import ListOf, Object, Scalar
from relvars.syntax.ast import Compare, Logic, Not, Number, String, expressions
from relvars.text import Span

_CALLS = {"jsonpath": "jsonpath_dialect", "subscription_field": "subscription_priority"}
_STEP = frozenset("?:*,(")  # what a path has beyond names and numbers; `*` alone is sure


def check(file: File) -> Iterator[Found]:
    """The places whose result an assumption decides, each with the assumption's name."""
    analysis = file.analysis
    used = [
        *_of_words(analysis),
        *_of_values(analysis),
        *_of_calls(analysis),
        *_of_statistics(file),
    ]
    for span, name in sorted(used):
        question = catalog().assumptions[name].question
        yield Found(span, f"This hangs on the assumption `{name}`: {question}")


def _of_words(analysis: Analysis) -> Iterator[tuple[Span, str]]:
    for place in analysis.places:
        for one in expressions(place.node):
            match one:
                case Logic(word="or", span=span) | Not(span=span):
                    yield span, "or_not"
                case Compare(left=left, right=right, span=span):
                    if {type(left), type(right)} == {Number, String}:
                        yield span, "coerce"
                case _:
                    continue


def _of_values(analysis: Analysis) -> Iterator[tuple[Span, str]]:
    for one in printed(analysis):
        match one.type:
            case ListOf():
                yield one.node.span, "list_text"
            case Object():
                yield one.node.span, "object_text"
            case Scalar(kind="float"):
                yield one.node.span, "number_text"
            case _:
                pass
        if isinstance(one, Read) and one.binding and one.binding.role == "index":
            yield one.node.span, "index_base"


def _of_calls(analysis: Analysis) -> Iterator[tuple[Span, str]]:
    for one in analysis.calls:
        name = _CALLS.get(one.call.name, "")
        if name == "subscription_priority" or (name and _is_extended(one)):
            yield one.call.span, name


def _is_extended(called: Called) -> bool:
    """Has the path of a `jsonpath` slices, filters or `..`?"""
    match called.call.arguments:
        case (_, String(value=path), *_):
            return ".." in path or not _STEP.isdisjoint(path.replace("[*]", ""))
        case _:
            return False


def _of_statistics(file: File) -> Iterator[tuple[Span, str]]:
    for one in file.analysis.diagnostics:
        if one.slug == "statistic-off":
            yield Span(one.start.offset, one.end.offset), "stat_off"


RULE = Rule("assumption-used", Group.MEANING, Severity.INFO, default=False, check=check)
