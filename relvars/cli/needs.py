"""List what a template reads: fields, relations, functions, fragments."""

import json
from argparse import ArgumentParser, Namespace
from typing import Any

from relvars.cli.files import read_template, shown
from relvars.cli.terminal import FINDINGS, FINE, table, write, write_lines

EXAMPLES = (
    "relvars needs templates/digest.html",
    "relvars needs templates/digest.html --format json",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars needs`."""
    parser.add_argument("template", metavar="TEMPLATE", help="a file, or - for stdin")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="of the list")


def run(args: Namespace) -> int:
    """Print the needs; tags that cannot be read are findings, and read nothing."""
    from relvars.cli.findings import show
    from relvars.cli.setting import setting
    from relvars.resolver import needs, to_json
    from relvars.syntax.parser import parse

    language = setting(args.template).language
    template = parse(read_template(args.template), shown(args.template), language=language)
    needed = to_json(needs(template))
    if args.format == "json":
        write(json.dumps(needed, ensure_ascii=False, indent=2) + "\n")
    else:
        write_lines(_as_lines(needed))
    failed = show(args.screen, template.document, template.diagnostics)
    return FINDINGS if failed else FINE


def _as_lines(needed: dict[str, Any]) -> list[str]:
    """Each kind under its heading; kinds of which there is nothing are left out."""
    relations = [
        (
            ".".join(one[key] for key in ("relation", "direction", "property", "statistic")),
            f"of each: {', '.join(one['fields'])}" if one["fields"] else "",
        )
        for one in needed["relations"]
    ]
    sections = {
        "paths": needed["paths"],
        "relations": table(relations),
        "functions": [one["call"] for one in needed["functions"]],
        "fragments": needed["fragments"],
    }
    lines: list[str] = []
    for heading, rows in sections.items():
        if rows:
            lines += [heading, *(f"  {row}" for row in rows)]
    return lines
