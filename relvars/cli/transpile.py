"""Translate a template into one that stock Jinja2 renders to the same text."""

import json
from argparse import ArgumentParser, Namespace

from relvars.cli.arguments import count
from relvars.cli.files import read_template, shown
from relvars.cli.progress import progress
from relvars.cli.terminal import FINDINGS, FINE, say
from relvars.cli.transpiling import (
    STDOUT,
    add_delimiters,
    check_outputs,
    delimiters,
    known_schema,
    prover,
    write_to,
)

EXAMPLES = (
    "relvars transpile templates/digest.html",
    "relvars transpile templates/digest.html -o digest.jinja --map digest.map.json",
    "relvars transpile templates/digest.html --prove 1000 > /dev/null",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars transpile`."""
    add = parser.add_argument
    add("template", metavar="TEMPLATE", help="a file, or - for stdin")
    add("--to", choices=("jinja2",), default="jinja2", help="the language (default: jinja2)")
    add("-o", "--output", metavar="FILE", help="where to write it (default: -, stdout)")
    add("--map", metavar="FILE", help="write a source map in JSON")
    add("--prove", metavar="N", type=count, help="compare both over N generated values objects")
    add("--seed", metavar="N", type=int, default=1, help="of the generated values (default: 1)")
    add("--assume", metavar="NAME=SETTING", action="append", default=[],
        help="set an assumption for this run: index_base=1")  # fmt: skip
    add_delimiters(parser)
    add("--no-schema", action="store_true",
        help="promise nothing of the values, though the project has a schema")  # fmt: skip


def run(args: Namespace) -> int:
    """Translate, write, and prove; a difference, or what cannot be translated, is a finding."""
    from relvars.cli.findings import show
    from relvars.cli.setting import setting
    from relvars.syntax.parser import parse
    from relvars.transpiler import Delimiters, to_jinja

    check_outputs(args)
    under = setting(args.template, args.assume)
    text, name = read_template(args.template), shown(args.template)
    template = parse(text, name, language=under.language, channel=under.channel)
    words, settings = Delimiters(**delimiters(args)), under.assumptions
    known = {} if args.no_schema else known_schema(args.template, under)
    made = to_jinja(template, delimiters=words, assumptions=settings, **known)
    show(args.screen, template.document, made.diagnostics)
    if not made.text:
        return FINDINGS
    write_to(args.output or STDOUT, made.text)
    if args.map:
        from relvars.transpiler.translation import map_json

        write_to(args.map, json.dumps(map_json(made, name), indent=1) + "\n")
    if not args.prove:
        return FINE
    printed, prove = prover()
    with progress(args.screen, "values", args.prove) as done:
        proof = prove(
            template, args.prove, args.seed, translation=made, delimiters=words,
            assumptions=settings, done=done, **known,
        )  # fmt: skip
    # It is what was asked for, so a quiet run has it too.
    say(printed(proof))
    return FINDINGS if proof.difference else FINE
