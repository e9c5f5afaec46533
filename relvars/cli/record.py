"""Fetch what templates need for recipients, and keep it as a project's data."""

from argparse import ArgumentParser, Namespace

from relvars.cli.terminal import FINE, paint, say

EXAMPLES = (
    "relvars record templates/digest.html --source https://panel.example --to agents:5d63dbdb"
    " --mask",
    "relvars record templates/*.html --to agents:5d63dbdb agents:5d63dbdc --mask",
    "relvars record --walk managers_loyal --source https://panel.example",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars record`."""
    add = parser.add_argument
    add("templates", metavar="TEMPLATE", nargs="*", help="files, or - for stdin")
    add("--source", metavar="URL", help="where to fetch from (default: the project's source)")
    add("--to", metavar="DB:PROFILE_ID", nargs="+", action="extend", default=[],
        help="for whom; DB:* is every profile")  # fmt: skip
    add("--into", metavar="DIR", help="the folder to write (default: the project's data)")
    add("--mask", action="store_true", help="put pseudonyms in the place of personal data")
    add(
        "--keep-ids", action="store_true", help="with --mask: leave the ids of profiles as they are"
    )
    add("--walk", metavar="RELATION", help="instead: all its links into a store, both directions")
    add("--store", metavar="FILE", help="--walk: default .relvars/store.sqlite in the project")
    add("--unmasked", action="store_true", help="write personal data, even where git would keep it")


def run(args: Namespace) -> int:
    """Fetch, mask, write, and say what was written."""
    if args.walk:
        from relvars.cli.walk import walk

        walk(args)
        return FINE
    from relvars.cli.recording import record

    done = record(args)
    if not args.screen.quiet:
        for name in done.files:
            say(f"wrote {paint('1', name, color=args.screen.color)}")
        for was, now in done.renamed:
            say(f"{was} is now {paint('1', now, color=args.screen.color)}")
    return FINE
