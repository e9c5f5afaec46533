"""Go through the changed and new snapshots: look at both texts, accept or reject."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from relvars.cli.files import write_file
from relvars.cli.reviewing import listed, walk
from relvars.cli.terminal import FINDINGS, FINE, note, say, write_lines
from relvars.review import Group, Review, accept, find, groups, page
from relvars.snapshots.naming import FOLDER

EXAMPLES = (
    "relvars review",
    "relvars review tests --list",
    "relvars review --accept-all",
    "relvars review --html review.html",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars review`."""
    parser.add_argument(
        "path", metavar="PATH", nargs="*", help="case files or folders of them (default: this one)"
    )
    parser.add_argument("--list", action="store_true", help="list what is to review, and end")
    parser.add_argument(
        "--accept-all", action="store_true", help="take all messages as they are now"
    )
    parser.add_argument("--html", metavar="FILE", help="write a page with both renderings, and end")
    parser.add_argument("--snapshot-dirname", metavar="NAME", default=FOLDER,
        help="what pytest is given as this (default: %(default)s)")  # fmt: skip


def run(args: Namespace) -> int:
    """Find what has changed, and do with it what is asked."""
    review = find([Path(one) for one in args.path or ["."]], args.snapshot_dirname)
    found = groups(review.pending)
    for trouble in review.troubles:
        note(args.screen, "warning", trouble)
    if args.html:
        write_file(Path(args.html), page(review, found).encode())
        _say(args, f"wrote {args.html}")
    if args.list:
        write_lines(listed(found))
    if args.accept_all:
        count = accept(review.pending)
        _say(args, f"accepted {count} snapshot{'s' * (count != 1)}")
        return FINDINGS if review.troubles else FINE
    if not review.pending:
        _say(args, f"nothing to review, {review.same} snapshots are as they were")
        return FINDINGS if review.troubles else FINE
    if args.html or args.list:
        return FINDINGS
    return _walk(args, review, found)


def _walk(args: Namespace, review: Review, found: tuple[Group, ...]) -> int:
    if sys.stdin is None or not sys.stdin.isatty():
        from relvars.errors import ConfigError

        raise ConfigError(
            "review asks at the keyboard, and stdin is no terminal;"
            " use --list, --html FILE or --accept-all"
        )
    accepted = walk(found, color=args.screen.color)
    left = len(review.pending) - accepted
    _say(args, f"accepted {accepted}, {left} left as they were")
    return FINDINGS if left or review.troubles else FINE


def _say(args: Namespace, text: str) -> None:
    if not args.screen.quiet:
        say(text)
