"""`relvars` without a command: the first screen, the version, and completion."""

import sys
from collections.abc import Mapping, Sequence

from relvars import __version__
from relvars.cli.arguments import Parser, add_shared, parse
from relvars.cli.terminal import (
    BOLD,
    CYAN,
    DIM,
    FINE,
    MISUSE,
    Terminal,
    colorful,
    paint,
    say,
    write,
)

_TITLE = "preview and check Altcraft message templates, kept in git"
_OPTIONS = (
    ("--color auto|always|never", "colors in messages; NO_COLOR is heeded"),
    ("-q, --quiet", "say nothing but errors"),
    ("-v, --verbose", "say what is read from where"),
    ("-V, --version", "print the version"),
    ("--install-completion [SHELL]", "let bash, zsh or fish complete commands"),
)
_EXAMPLES = (
    "relvars init demo && cd demo",
    "relvars render templates/digest.html",
    "relvars render templates/digest.sms.txt --set lead._fname=Ann --explain",
)


def parser() -> Parser:
    """The parser of what may stand without a command."""
    made = Parser("relvars", add_help=False)
    made.add_argument("-h", "--help", action="store_true")
    made.add_argument("-V", "--version", action="store_true")
    made.add_argument("--install-completion", nargs="?", const="", metavar="SHELL")
    add_shared(made)
    return made


def run(arguments: Sequence[str], screen: Terminal, commands: Mapping[str, tuple[str, str]]) -> int:
    """Answer a command line without a command; gives the exit code."""
    args = parse(parser(), arguments)
    if args.version:
        write(f"relvars {__version__}\n")
    elif args.install_completion is not None:
        from relvars.cli.completion import install

        install(args.install_completion, screen)
    elif args.help:
        write(first_screen(commands, color=colorful(args.color, sys.stdout)))
    else:
        say(first_screen(commands, color=screen.color).rstrip("\n"))
        return MISUSE
    return FINE


def first_screen(commands: Mapping[str, tuple[str, str]], *, color: bool) -> str:
    """What relvars is, its commands, and lines to try."""

    def heading(text: str) -> str:
        return paint(BOLD, text, color=color)

    def rows(pairs: Sequence[tuple[str, str]]) -> list[str]:
        width = max(len(name) for name, _ in pairs)
        return [
            f"  {paint(CYAN, name.ljust(width), color=color)}  {about}" for name, about in pairs
        ]

    lines = [
        f"{heading('relvars')} {__version__}: {_TITLE}",
        "",
        f"{heading('Usage:')} relvars COMMAND [OPTIONS]",
        "",
        heading("Commands"),
        *rows([(name, about) for name, (_, about) in commands.items()]),
        "",
        heading("Options"),
        *rows(_OPTIONS),
        "",
        heading("Try it"),
        *(f"  {paint(DIM, '$', color=color)} {line}" for line in _EXAMPLES),
        "",
        "relvars COMMAND --help tells more about a command.",
    ]
    return "\n".join(lines) + "\n"
