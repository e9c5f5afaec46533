"""Parsers of arguments: shared options, and errors that name what was probably meant."""

import os
import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from relvars.spelling import did_you_mean

_CHOICE = re.compile(r"(\S+): invalid choice: '(.*?)' \(choose from (.*)\)", re.DOTALL)
_NUMBER = re.compile(r"(\S+): invalid int value: ('.*')", re.DOTALL)
_DIGITS = 9
_SHOWN = 40
_REQUIRED = "the following arguments are required: "


class _Formatter(RawDescriptionHelpFormatter):
    """argparse's, which folds prose to the width there is; tables and examples stay as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        paragraphs = text.strip().split("\n\n")
        return "\n\n".join(one if "  " in one else _fold(one, width) for one in paragraphs)


def _fold(paragraph: str, width: int) -> str:
    from textwrap import fill

    return fill(paragraph, width, break_long_words=False, break_on_hyphens=False)


def _formatter(prog: str) -> RawDescriptionHelpFormatter:
    return _Formatter(prog, max_help_position=27, width=_width())


def _width() -> int:
    """The columns of a help text; left to itself argparse loads shutil for it, help or not."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns) - 2
    with suppress(OSError):  # no terminal
        return (os.get_terminal_size().columns or 80) - 2
    return 78


class Parser(ArgumentParser):
    """argparse's parser, which reports by exception and never guesses from abbreviations."""

    def __init__(
        self, prog: str, about: str = "", examples: Sequence[str] = (), *, add_help: bool = True
    ) -> None:
        """`examples` are command lines shown at the end of the help."""
        shown = "\n".join(f"  {line}" for line in examples)
        super().__init__(
            prog=prog,
            description=about or None,
            epilog=f"examples:\n{shown}" if examples else None,
            formatter_class=_formatter,
            add_help=add_help,
            allow_abbrev=False,
        )

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing; argparse calls this for what it refuses."""
        raise usage_error(self.prog, _said(message))


def count(written: str) -> int:
    """An argument's type: how many, at least one."""
    is_long = len(written) > _DIGITS
    number = int(written) if written.isdecimal() and not is_long else 0
    if number < 1:
        limit = f" to {10**_DIGITS - 1}" if is_long else ""
        raise ArgumentTypeError(f"a whole number from 1{limit}, not {_short(written)!r}")
    return number


def _short(written: str) -> str:
    return written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…"


def _said(message: str) -> str:
    """What argparse says, in the words of this command."""
    said = message.removeprefix("argument ").replace(": expected one argument", " needs a value")
    if choice := _CHOICE.fullmatch(said):
        option, given, listed = choice.groups()
        known = re.findall(r"[\w-]+", listed)
        there = " or ".join([", ".join(known[:-1]), known[-1]][len(known) == 1 :])
        return f"{option} must be {there}, not {given!r}{did_you_mean(given, known)}"
    if number := _NUMBER.fullmatch(said):
        return f"{number[1]} must be a whole number, not {number[2]}"
    if said.startswith(_REQUIRED):
        return f"{said.removeprefix(_REQUIRED)} is missing"
    return said


def usage_error(prog: str, message: str) -> Exception:
    """A misuse of the command line, a ConfigError with the way to the help."""
    from relvars.errors import ConfigError

    return ConfigError(f"{message}\n  {prog} --help shows how it is used")


def add_shared(parser: ArgumentParser) -> None:
    """The options that stand before or after any command."""
    group = parser.add_argument_group("options of every command")
    group.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", metavar="WHEN",
        help="auto (a terminal without NO_COLOR), always, never",
    )  # fmt: skip
    group.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")
    group.add_argument("-v", "--verbose", action="store_true", help="say what is read from where")


def parse(parser: ArgumentParser, arguments: Sequence[str]) -> Namespace:
    """Read arguments.

    Raises:
        ConfigError: for what the parser does not know, with the nearest option it does.
    """
    read, unknown = parser.parse_known_args(arguments)
    if unknown:
        options = [name for action in parser._actions for name in action.option_strings]
        word = unknown[0].partition("=")[0]
        known = did_you_mean(word, [one for one in options if one.startswith("--")])
        what = "no option is called" if word.startswith("-") else "one argument too many:"
        raise usage_error(parser.prog, f"{what} {word!r}{known if word[0] == '-' else ''}")
    return read
