"""A fragment is printed that there is not.

Why: nothing is printed in its place. Which fragments there are, a project says whose data has a
    folder `fragments`; elsewhere nobody knows, and nothing is reported.

Fix: unsafe

Bad (fragments=footer):
    Good morning! {fragment.foter}

Good (fragments=footer):
    Good morning! {fragment.footer}
Values:
    {"fragment": {"footer": "Yours, the agency"}}
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.rule import File, Found, Group, Rule
from relvars.syntax.names import misspelt, segment_span


def check(file: File) -> Iterator[Found]:
    """The fragments that are read and not there."""
    known = file.fragments
    if known is None:
        return
    for read in file.analysis.reads:
        match read.path.root, read.path.segments:
            case "fragment", (name,) if name not in known:
                where = segment_span(read.path, 0)
                trouble = misspelt(RULE.slug, "fragment", name, where, tuple(sorted(known)))
                advice = trouble.help if known else "the folder of fragments is empty"
                yield Found(where, trouble.message, advice, trouble.edits)
            case _:
                continue


RULE = Rule("unknown-fragment", Group.NAMES, Severity.ERROR, check=check)
