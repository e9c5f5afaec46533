"""Print the message that one recipient gets, byte for byte."""

from argparse import ArgumentParser, Namespace

from relvars.cli.files import read_template, shown
from relvars.cli.terminal import FINDINGS, FINE, write

EXAMPLES = (
    "relvars render templates/digest.html",
    "relvars render templates/digest.html --to agents:5d63dbdb439e7306b596c5d2",
    "relvars render templates/digest.txt --set lead._fname=Ann --explain",
    "relvars render welcome.html --values ann.json > ann.html",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars render`."""
    add = parser.add_argument
    add("template", metavar="TEMPLATE", help="a file, or - for stdin")
    add("--values", metavar="FILE", help="values in JSON: a file, or - for stdin")
    add("--source", metavar="URL",
        help="files:DIR, sqlite:FILE, values:FILE, https://HOST; default: project's")  # fmt: skip
    add("--to", metavar="DB:PROFILE_ID", help="who receives it (default: the project's recipient)")
    add("--set", metavar="PATH=TEXT", action="append", dest="overrides", type=_text, default=[],
        help="put a text in place of a value: lead._fname=Ann")  # fmt: skip
    add("--set-json", metavar="PATH=JSON", action="append", dest="overrides", type=_json,
        help="put any JSON in place of a value")  # fmt: skip
    add("--assume", metavar="NAME=SETTING", action="append", default=[],
        help="set an assumption for this run: index_base=1")  # fmt: skip
    add("--explain", action="store_true", help="list values read and assumptions used on stderr")


def _text(written: str) -> object:
    from relvars.cli.overrides import text_override

    return text_override(written)


def _json(written: str) -> object:
    from relvars.cli.overrides import json_override

    return json_override(written)


def run(args: Namespace) -> int:
    """Render, print the message, then say what is to be said about it.

    A template that reads well and means something wrong (a field that no schema knows) is rendered
    all the same, and well: the message is what was asked for, and shows the trouble best.
    """
    from relvars.cli.findings import findings, show, unsaid
    from relvars.cli.inputs import fetch
    from relvars.cli.setting import setting
    from relvars.errors import TemplateError
    from relvars.renderer import trace
    from relvars.syntax.parser import parse

    under = setting(args.template, args.assume)
    text, name = read_template(args.template), shown(args.template)
    template = parse(text, name, language=under.language, channel=under.channel)
    found = findings(template, args.template, under)
    if template.diagnostics:
        show(args.screen, template.document, found)
        return FINDINGS
    values, origins = fetch(args, template, under)
    limit = under.project.output_limit if under.project else None
    try:
        done = trace(template, values, assumptions=under.assumptions, origins=origins, limit=limit)
    except TemplateError as error:
        show(args.screen, template.document, [*found, *unsaid(error.diagnostics, found)])
        return FINDINGS
    write(done.output)
    show(args.screen, template.document, [*found, *unsaid(done.diagnostics, found)])
    if args.explain:
        from relvars.cli.explain import explain

        explain(args.screen, done, under.assumptions)
    return FINE
