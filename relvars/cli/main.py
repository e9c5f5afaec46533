"""The `relvars` command: which command it is, and how it ends."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from relvars.cli import overview
from relvars.cli.arguments import Parser, add_shared, parse, usage_error
from relvars.cli.terminal import Terminal, fail, terminal
from relvars.spelling import did_you_mean

# The module of each command, with its `EXAMPLES`, `add_arguments(parser)` and `run(args) -> int`,
# and what it does. Only the chosen one is imported.
COMMANDS = {
    "preview": ("relvars.cli.preview", "see messages in a browser as they are written"),
    "render": ("relvars.cli.render", "print the message that one recipient gets"),
    "lint": ("relvars.cli.lint", "find what breaks or embarrasses before sending"),
    "needs": ("relvars.cli.needs", "list what a template reads"),
    "parse": ("relvars.cli.parse", "show a template as a tree, with places"),
    "record": ("relvars.cli.record", "keep what templates need as data, masked"),
    "rule": ("relvars.cli.rule", "explain a rule: what is wrong, why, what is right"),
    "format": ("relvars.cli.format", "tidy the inside of tags"),
    "transpile": ("relvars.cli.transpile", "translate a template to Jinja2, with proof"),
    "review": ("relvars.cli.review", "accept or reject changed snapshots"),
    "cases": ("relvars.cli.cases", "suggest missing cases, name the needless ones"),
    "fuzz": ("relvars.cli.fuzz", "try made-up values on a template"),
    "assumptions": ("relvars.cli.assumptions", "list and settle what the vendor leaves open"),
    "data": ("relvars.cli.data", "keep profiles and links in a local store"),
    "emulator": ("relvars.cli.emulator", "serve the vendor's API from a local store"),
    "init": ("relvars.cli.init", "write a working example project"),
}

# How often an argument may stand, as a usage line says it.
_USAGES = {"?": "[{}]", "*": "[{}…]", "+": "{}…"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line (without the program's name); gives the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    screen = _screen(arguments)
    try:
        if "_ARGCOMPLETE" in os.environ:
            _complete()
        return _run(arguments, screen)
    except SystemExit as end:  # argparse has printed a command's help
        return int(end.code or 0)
    except BaseException as error:
        return fail(screen, error)


def _run(arguments: Sequence[str], screen: Terminal) -> int:
    place = _command_place(arguments)
    if place is None:
        return overview.run(arguments, screen, COMMANDS)
    name = arguments[place]
    if name not in COMMANDS:
        raise usage_error(
            "relvars", f"no command is called {name!r}{did_you_mean(name, [*COMMANDS])}"
        )
    module = import_module(COMMANDS[name][0])
    args = parse(command_parser(name, module), [*arguments[:place], *arguments[place + 1 :]])
    args.screen = screen
    code: int = module.run(args)
    return code


def command_parser(name: str, module: ModuleType) -> Parser:
    """The parser of one command, shared options included."""
    parser = Parser(f"relvars {name}", module.__doc__ or "", module.EXAMPLES)
    module.add_arguments(parser)
    named = [one for one in parser._actions if not one.option_strings]
    shown = [_USAGES.get(str(one.nargs), "{}").format(one.metavar) for one in named]
    parser.usage = " ".join([parser.prog, *shown, "[OPTIONS]"])
    add_shared(parser)
    return parser


def _screen(arguments: Sequence[str]) -> Terminal:
    """What the shared options say, known before anything can fail; wrong ones are seen later."""
    color = "auto"
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if word.startswith("--color"):
            color = word[8:] or following
    known = set(arguments)
    return terminal(
        color, quiet=bool(known & {"-q", "--quiet"}), verbose=bool(known & {"-v", "--verbose"})
    )


def _command_place(arguments: Sequence[str]) -> int | None:
    """Where the command stands: the first word that is neither an option nor an option's value."""
    place = 0
    while place < len(arguments):
        word = arguments[place]
        if word == "--install-completion":
            return None
        if not word.startswith("-") or word == "-":
            return place
        place += 2 if word == "--color" else 1
    return None


def _complete() -> None:
    """Answer a shell that asks how a line may go on; ends the process."""
    import argcomplete
    from argcomplete.exceptions import ArgcompleteException

    parser = overview.parser()
    commands = parser.add_subparsers(dest="command", parser_class=ArgumentParser)
    for name, (home, _) in COMMANDS.items():
        module = import_module(home)
        command = commands.add_parser(name, allow_abbrev=False)
        module.add_arguments(command)
        add_shared(command)
    try:
        argcomplete.autocomplete(parser)
    except ArgcompleteException:  # the shell's line cannot be read: no suggestions
        raise SystemExit(1) from None
