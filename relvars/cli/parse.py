"""Show a template as a tree; each node with the place where it stands."""

import json
from argparse import ArgumentParser, Namespace

from relvars.cli.files import read_template, shown
from relvars.cli.terminal import FINDINGS, FINE, write, write_lines

EXAMPLES = (
    "relvars parse templates/digest.txt",
    "relvars parse templates/digest.txt --format json",
    "echo '{if lead._fname}hi{end}' | relvars parse -",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars parse`."""
    parser.add_argument("template", metavar="TEMPLATE", help="a file, or - for stdin")
    parser.add_argument("--format", metavar="FORMAT", choices=("text", "json"), default="text",
                        help="text (default) or json")  # fmt: skip


def run(args: Namespace) -> int:
    """Print the tree; findings go to stderr."""
    from relvars.cli.findings import show
    from relvars.cli.setting import setting
    from relvars.cli.tree import as_json, as_lines
    from relvars.syntax.parser import parse

    text = read_template(args.template)
    template = parse(text, shown(args.template), language=setting(args.template).language)
    if args.format == "json":
        write(json.dumps(as_json(template), ensure_ascii=False, indent=2) + "\n")
    else:
        write_lines(as_lines(template))
    failed = show(args.screen, template.document, template.diagnostics)
    return FINDINGS if failed else FINE
