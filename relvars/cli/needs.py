"""List what a template reads: fields, relations, functions, fragments."""

import json
from argparse import ArgumentParser, Namespace
from typing import Any

from relvars.cli.files import read_template, shown
from relvars.cli.terminal import FINDINGS, FINE, table, write, write_lines
from relvars.syntax.ast import Template

EXAMPLES = (
    "relvars needs templates/digest.html",
    "relvars needs templates/digest.html --format json",
    "relvars needs templates/digest.html --for-jinja",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars needs`."""
    parser.add_argument("template", metavar="TEMPLATE", help="a file, or - for stdin")
    parser.add_argument("--format", metavar="FORMAT", choices=("text", "json"), default="text",
                        help="text (default) or json")  # fmt: skip
    parser.add_argument("--for-jinja", action="store_true",
                        help="list what its translation to Jinja2 reads")  # fmt: skip


def run(args: Namespace) -> int:
    """Print the needs; tags that cannot be read are findings, and read nothing."""
    from relvars.cli.findings import show
    from relvars.cli.setting import setting
    from relvars.resolver import needs, to_json
    from relvars.syntax.parser import parse

    language = setting(args.template).language
    template = parse(read_template(args.template), shown(args.template), language=language)
    needed = _for_jinja(template) if args.for_jinja else to_json(needs(template))
    if args.format == "json":
        write(json.dumps(needed, ensure_ascii=False, indent=2) + "\n")
    else:
        write_lines(_sections(needed if args.for_jinja else _kinds(needed)))
    failed = show(args.screen, template.document, template.diagnostics)
    return FINDINGS if failed else FINE


def _for_jinja(template: Template) -> dict[str, Any]:
    """The roots a translation takes from the values as they are, and the keys of `functions`."""
    from relvars.transpiler import jinja_needs

    needed = jinja_needs(template)
    return {"version": 1, "roots": list(needed.roots), "functions": list(needed.results)}


def _kinds(needed: dict[str, Any]) -> dict[str, Any]:
    relations = [
        (
            ".".join(one[key] for key in ("relation", "direction", "property", "statistic")),
            f"of each: {', '.join(one['fields'])}" if one["fields"] else "",
        )
        for one in needed["relations"]
    ]
    return {
        "paths": needed["paths"],
        "relations": table(relations),
        "functions": [one["call"] for one in needed["functions"]],
        "fragments": needed["fragments"],
    }


def _sections(kinds: dict[str, Any]) -> list[str]:
    """Each kind under its heading; kinds of which there is nothing are left out."""
    lines: list[str] = []
    for heading, rows in kinds.items():
        if isinstance(rows, list) and rows:
            lines += [heading, *(f"  {row}" for row in rows)]
    return lines
