"""A greeting that is left without a name: «Hi ,».

Why: profiles without a first name are common, and a missing value prints nothing. What remains
    is a blank before a comma, or a message that begins with one, in the first line people read.

Fix: unsafe

Bad:
    Hello {lead._fname}, your order is ready.

Good:
    Hello{if lead._fname} {lead._fname}{end}, your order is ready.
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.greetings import Greeting, greetings
from relvars.linter.paths import bodies
from relvars.linter.printed_values import is_guarded, printed_paths
from relvars.linter.rule import File, Found, Group, Rule
from relvars.semantics.reads import Read
from relvars.syntax.names import written
from relvars.text import Span


def check(file: File) -> Iterator[Found]:
    """The greetings whose name may be missing."""
    reads = {one.node.span.start: one for one in printed_paths(file.analysis)}
    text = file.analysis.template.document.text
    for nodes in bodies(file.analysis.template):
        for greeting in greetings(nodes):
            of_names = [reads[one.span.start] for one in greeting.names]
            if greeting.block is not None:
                yield _without_else(greeting, of_names[0])
                continue
            missing = next((one for one in of_names if not is_guarded(one)), None)
            if missing is not None:
                yield _unguarded(greeting, missing, text)


def _without_else(greeting: Greeting, read: Read) -> Found:
    message = f"Without `{written(read.path)}` this greeting is left without a name."
    return Found(_span(greeting), message, "write an `{else}` that is right without the name")


def _unguarded(greeting: Greeting, read: Read, text: str) -> Found:
    name = written(read.path)
    message = f"Without `{name}` this greeting is left without a name."
    advice = f"put the name into `{{if {name}}}`…`{{end}}`, with the blank before it"
    return Found(_span(greeting), message, advice, _edits(greeting, name, text))


def _span(greeting: Greeting) -> Span:
    return Span(greeting.names[0].span.start, greeting.names[-1].span.end)


def _edits(greeting: Greeting, name: str, text: str) -> tuple[tuple[int, int, str], ...]:
    """Put a single name, and the blank or the comma before it, into a block of its own."""
    start, end = greeting.before.start, greeting.names[-1].span.end
    follows_word = text[max(0, start - 1) : start].isalnum()
    if len(greeting.names) > 1 or not follows_word or start == greeting.before.end:
        return ()
    return (start, start, f"{{if {name}}}"), (end, end, "{end}")


RULE = Rule("empty-greeting", Group.MESSAGE, Severity.WARNING, check=check)
