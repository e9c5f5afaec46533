"""What a rule is, what it sees, and what it says."""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, NamedTuple

from relvars.diagnostics import Severity
from relvars.linter.listed import Group, Listed
from relvars.linter.settings import LintSettings
from relvars.semantics.analysis import Analysis
from relvars.text import Span

__all__ = ["File", "Found", "Group", "LintSettings", "Listed", "Message", "Rule"]


class File(NamedTuple):
    """What a rule sees of a file.

    `path` is posix, from the project's root on where there is one. `channel` is "" when it is not
    known. `fragments` has the texts of the fragments that exist by short name; None: nobody knows.
    """

    path: str
    analysis: Analysis
    channel: str = ""
    settings: LintSettings = LintSettings()
    fragments: Mapping[str, str] | None = None


class Message(NamedTuple):
    """Files that belong together: the parts of one message, or one part in several languages."""

    files: tuple[File, ...]
    kind: Literal["parts", "locales"] = "parts"


class Found(NamedTuple):
    """What a check found; `edits` are (start, end, text) by offset, and mend all of it together.

    `safe`: they change no message that was right. `path` names the file, for rules over messages.
    """

    span: Span
    message: str
    help: str = ""
    edits: tuple[tuple[int, int, str], ...] = ()
    safe: bool = False
    path: str = ""


class Rule(NamedTuple):
    """A rule; the docstring of its module is its page.

    `reported`: the parser or the analysis finds it; the rule selects and documents it.
    """

    slug: str
    group: Group
    severity: Severity
    default: bool = True
    check: Callable[[File], Iterable[Found]] | None = None
    check_message: Callable[[Message], Iterable[Found]] | None = None
    reported: bool = False
