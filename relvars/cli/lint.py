"""Find what breaks or embarrasses in templates before they are sent.

Exit code: 1 when there is an error or a warning, 0 when there is none (remarks are none), 3 when
nothing is wrong with what could be read and something could not.
"""

import gc
from argparse import ArgumentParser, Namespace

from relvars.cli.arguments import count

EXAMPLES = (
    "relvars lint",
    "relvars lint templates/digest.html --fix",
    "relvars lint --select names,statistic-off --ignore unknown-field",
    "relvars lint --format sarif > lint.sarif",
    "relvars lint - --stdin-filename templates/digest.html < digest.html",
)
_FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit")


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars lint`."""
    add = parser.add_argument
    add("paths", metavar="PATH", nargs="*",
        help="files, folders, or - for stdin (default: the project's templates)")  # fmt: skip
    add("--format", choices=_FORMATS, default="text",
        help="text, json, sarif, github, gitlab or junit (default: text)")  # fmt: skip
    add("--fix", action="store_true", help="apply the safe fixes until nothing changes")
    add("--unsafe-fixes", action="store_true", help="apply the likely ones too")
    add("--select", metavar="S", action="append", default=[],
        help="rules, groups or all, instead of the default ones")  # fmt: skip
    add("--ignore", metavar="S", action="append", default=[], help="rules and groups to leave out")
    add("--baseline", metavar="FILE",
        help="findings known already: written if not there, else read; only shrinks")  # fmt: skip
    add("--statistics", action="store_true", help="count the findings of each rule instead")
    add("--bench", action="store_true", help="tell on stderr how long each rule took")
    add("--exit-zero", action="store_true", help="findings are no reason to fail")
    add("--stdin-filename", metavar="F", help="what stdin is called")
    add("-j", "--jobs", metavar="N", type=count, help="processes (default: as many as pay)")
    add("--no-cache", action="store_true", help="look at every file anew, and keep nothing")


def run(args: Namespace) -> int:
    """Lint, fix, report."""
    was_on = gc.isenabled()
    gc.disable()  # a tenth of a short run: trees have no cycles, and little else is thrown away
    try:
        from relvars.cli.linting import lint_paths

        return lint_paths(args)
    finally:
        if was_on:
            gc.enable()
