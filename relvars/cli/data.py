"""Keep profiles and links in a local store: import, link, unlink, show, check.

import [DIR]           read a folder as files:DIR does (default: the project's)
link RELATION A B      link two profiles; NAME=VALUE after them, properties
unlink RELATION A B    remove a link
show                   count what the store holds
show DB[:PROFILE_ID]   print profiles as JSON lines, or one with its links
show RELATION          print links as JSON lines
check                  recompute every statistic and report any difference
"""

from argparse import ArgumentParser, Namespace

EXAMPLES = (
    "relvars data import",
    "relvars data link managers_loyal 5d63dbdb439e7306b596c5d0 5d63dbdb439e7306b596c6a1 profit=120",
    "relvars data show agents:5d63dbdb439e7306b596c5d0",
    "relvars data check --store other.sqlite",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars data`."""
    add = parser.add_argument
    actions = ("import", "link", "unlink", "show", "check")
    add("action", metavar="ACTION", choices=actions, help=", ".join(actions))
    add("words", metavar="WORD", nargs="*", default=[], help="what the action is about, as above")
    add("--store", metavar="FILE", help="default: .relvars/store.sqlite in the project")
    add("--add", action="store_true", help="link: add to what the link carries")


def run(args: Namespace) -> int:
    """Do what the action says."""
    from relvars.cli import data_actions

    return data_actions.ACTIONS[args.action](args)
