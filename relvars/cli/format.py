"""Tidy the inside of tags, and nothing else.

One blank between words, none at the edges of a tag and inside parentheses; a tag goes on one line.
Strings, the text between tags, and tags with an error stay as they are: `relvars lint` tells of
those. It is checked each time that the template stays the same; a file of which that cannot be
shown is not written and counts as a finding.

Exit code: 0 when all is tidy by now; 1 when --check or --diff would have something to do, or a
file was refused; 3 when a file could not be read or written.
"""

from argparse import ArgumentParser, Namespace

EXAMPLES = (
    "relvars format",
    "relvars format templates/digest.html",
    "relvars format --check --diff",
    "relvars format - --stdin-filename templates/digest.html < digest.html",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars format`."""
    add = parser.add_argument
    add("paths", metavar="PATH", nargs="*",
        help="files, folders, or - for stdin (default: the project's templates)")  # fmt: skip
    add("--check", action="store_true", help="write nothing; fail if something would change")
    add("--diff", action="store_true", help="write nothing; show what would change, and fail")
    add("--stdin-filename", metavar="F", help="what stdin is called")


def run(args: Namespace) -> int:
    """Format files, or tell what would change."""
    from relvars.cli.formatting import format_paths, format_stdin

    if "-" in args.paths or (args.stdin_filename is not None and not args.paths):
        return format_stdin(args)
    return format_paths(args)
