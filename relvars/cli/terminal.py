"""What is written where: data to stdout, words for people to stderr, and how a run ends."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple, TextIO

# Exit codes; an internal error counts as the outside world failing, since none is set aside for it
# and neither the template nor its user is to blame.
FINE, FINDINGS, MISUSE, WORLD, INTERRUPTED = 0, 1, 2, 3, 130
RED, YELLOW, CYAN, BOLD, DIM = "1;31", "1;33", "36", "1", "2"


class Terminal(NamedTuple):
    """How to speak to the person at the other end."""

    color: bool = False
    quiet: bool = False
    verbose: bool = False


def terminal(color: str = "auto", *, quiet: bool = False, verbose: bool = False) -> Terminal:
    """Settings of a run; `color` is auto, always or never."""
    return Terminal(colorful(color, sys.stderr), quiet, verbose)


def colorful(color: str, stream: TextIO | None) -> bool:
    """Whether to write to a stream in colors: auto means on a terminal, unless NO_COLOR is set."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return color == "always" or (color == "auto" and _is_terminal(stream) and not plain)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def paint(code: str, text: str, *, color: bool) -> str:
    """The text in a color (an SGR code), or as it is."""
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


def write(text: str) -> None:
    """Write data to stdout as UTF-8, newlines untouched.

    Raises:
        DataError: when the text holds half of a surrogate pair, which UTF-8 cannot write.
    """
    try:
        raw = text.encode()
    except UnicodeEncodeError as error:
        from relvars.errors import DataError

        half = f"U+{ord(text[error.start]):04X}"
        raise DataError(
            f"the values hold {half}, half of a surrogate pair: it is no character by itself"
        ) from None
    if sys.stdout is None:
        raise OSError(0, "it is closed", "standard output")
    try:
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, "standard output") from None


def say(text: str) -> None:
    """Write a line for people."""
    if sys.stderr is not None:
        with suppress(OSError):  # nobody is left to tell
            print(text, file=sys.stderr, flush=True)


def note(screen: Terminal, kind: str, text: str) -> None:
    """A `hint` or a `warning`; not when the run is quiet."""
    if not screen.quiet:
        tone = YELLOW if kind == "warning" else CYAN
        say(paint(tone, f"{kind}:", color=screen.color) + f" {text}")


def detail(screen: Terminal, text: str) -> None:
    """A line that only --verbose shows."""
    if screen.verbose:
        say(paint(DIM, text, color=screen.color))


def complain(screen: Terminal, text: str) -> None:
    """An error; indented lines of the text go on with the line above them."""
    from relvars.diagnostics import printable

    for line in text.splitlines():
        lead = "" if line.startswith("  ") else paint(RED, "error:", color=screen.color) + " "
        say(lead + printable(line))


def fail(screen: Terminal, error: BaseException) -> int:
    """Say how a run failed; gives its exit code."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, BrokenPipeError):
        _discard_stdout()
        return FINE
    text, code = _verdict(error)
    complain(screen, text)
    return code


def _verdict(error: BaseException) -> tuple[str, int]:
    from relvars.errors import ConfigError, DataError, RelvarsError, TemplateError

    match error:
        case TemplateError() | DataError():
            return str(error), FINDINGS
        case ConfigError():
            return str(error), MISUSE
        case RelvarsError():
            return str(error), WORLD
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            return f"{where}{error.strerror or error}", WORLD
        case _:
            return internal(error), WORLD


def _discard_stdout() -> None:
    """Whoever reads has gone; what is still buffered must not raise when the process ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def internal(error: BaseException) -> str:
    """The words for a mistake of our own; the details are written to a file."""
    kind = type(error).__name__
    try:
        where = _write_details(error)
    except OSError:
        return f"relvars itself failed ({kind}) and could not write the details; please report it"
    return f"relvars itself failed ({kind}); please report it with the details in {where}"


def _write_details(error: BaseException) -> str:
    """Keep a traceback, without the values of its variables, where only this user can read it."""
    import platform
    import tempfile
    import traceback

    from relvars import __version__

    lines = traceback.format_exception(error)
    number, path = tempfile.mkstemp(prefix="relvars-", suffix=".txt")  # mode 0600
    with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"relvars {__version__}, Python {platform.python_version()}, {sys.platform}\n")
        file.writelines(lines)
    return path


def table(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Rows with their columns aligned; no blanks at the ends of lines."""
    kept = list(rows)
    widths = [max(map(len, column)) for column in zip(*kept, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in kept
    ]


def write_lines(lines: Iterable[str]) -> None:
    """Write lines as data; see `write`."""
    write("".join(f"{line}\n" for line in lines))
