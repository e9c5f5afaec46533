"""Explain what relvars finds: all rules, or one of them with what is wrong and what is right.

A rule's name stands in brackets behind each finding: error[unclosed-tag].
"""

import sys
from argparse import ArgumentParser, Namespace

from relvars.cli.arguments import usage_error
from relvars.cli.terminal import FINE, colorful, write
from relvars.linter.listed import Listed
from relvars.spelling import did_you_mean

EXAMPLES = ("relvars rule", "relvars rule unclosed-tag", "relvars rule --format json")


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars rule`."""
    add = parser.add_argument
    add("slug", metavar="SLUG", nargs="?", help="the rule to explain (default: all, in a table)")
    add("--format", choices=("text", "json"), default="text", help="text or json (default: text)")


def run(args: Namespace) -> int:
    """Print a table or a page."""
    from relvars.cli.rule_pages import as_page, as_table
    from relvars.linter.page_json import as_json
    from relvars.linter.rules import LISTED

    color = colorful(args.color, sys.stdout)
    chosen = LISTED if args.slug is None else (_named(args.slug, LISTED),)
    if args.format == "json":
        write(as_json(chosen))
    elif args.slug is None:
        write(as_table(chosen, color=color))
    else:
        write(as_page(chosen[0], color=color))
    return FINE


def _named(slug: str, listed: tuple[Listed, ...]) -> Listed:
    by_slug = {one.slug: one for one in listed}
    if slug not in by_slug:
        raise usage_error(
            "relvars rule", f"no rule is called {slug!r}{did_you_mean(slug, [*by_slug])}"
        )
    return by_slug[slug]
