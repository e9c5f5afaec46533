"""Work on case files: suggest those that are missing, minimise those that are there.

suggest TEMPLATE     a case for every branch and value that none reaches, or why
minimise [PATH…]     the smallest set that reaches as much; which add nothing
"""

from argparse import ArgumentParser, Namespace

EXAMPLES = (
    "relvars cases suggest templates/digest.html",
    "relvars cases suggest templates/digest.html -o tests/digest-more.case.toml",
    "relvars cases minimise",
    "relvars cases minimise tests/digest.case.toml --format json",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars cases`."""
    add = parser.add_argument
    add("action", metavar="ACTION", choices=("suggest", "minimise"), help="suggest, minimise")
    add("words", metavar="WORD", nargs="*", default=[], help="what the action is about, as above")
    add("-o", "--output", metavar="FILE", help="suggest: a new case file (default: stdout)")
    add("--format", choices=("text", "json"), default="text", metavar="FORMAT",
        help="minimise: text (default) or json")  # fmt: skip


def run(args: Namespace) -> int:
    """Do what the action says."""
    from relvars.cli import case_actions

    return case_actions.ACTIONS[args.action](args)
