"""What `relvars transpile` is told about an environment and about values, and who proves it."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from relvars.cli.files import STDIN, write_file
from relvars.cli.terminal import write

_DELIMITERS = ("block-start", "block-end", "variable-start", "variable-end",
               "comment-start", "comment-end")  # fmt: skip
_PREFIX = "line-comment-prefix"
STDOUT = "-"


def add_delimiters(parser: ArgumentParser) -> None:
    """The arguments that say how an environment's tags begin and end."""
    for name in _DELIMITERS:
        parser.add_argument(f"--{name}", metavar="TEXT", help="another delimiter than Jinja2's own")
    parser.add_argument(f"--{_PREFIX}", metavar="TEXT", help="the environment's, if it is not ##")


def known_schema(template: str, under: Any) -> dict[str, Any]:
    """The schema of a setting's project and the database the template goes to, if there are any."""
    from relvars.config import database_for
    from relvars.schema import Schema

    if under.project is None or under.project.schema == Schema():
        return {}
    return {"schema": under.project.schema, "database": database_for(under.project, template)}


def prover() -> tuple[Any, Any]:
    """What prints a certificate and what makes one; only a proof needs Jinja2 itself."""
    try:
        from relvars.transpiler.proof import printed, prove
    except ImportError:
        from relvars.errors import ConfigError

        raise ConfigError("--prove needs the extra `proof`: pip install 'relvars[proof]'") from None
    return printed, prove


def delimiters(args: Namespace) -> dict[str, str]:
    """Those given, by the names that Jinja2 has for them."""
    named = {f"{name.replace('-', '_')}_string": getattr(args, name.replace("-", "_"))
             for name in _DELIMITERS}  # fmt: skip
    named[_PREFIX.replace("-", "_")] = args.line_comment_prefix
    return {name: word for name, word in named.items() if word is not None}


def check_outputs(args: Namespace) -> None:
    """Refuse outputs that would replace the template or each other, or cannot be.

    Raises:
        ConfigError: that names the one in the way.
    """
    from relvars.errors import ConfigError

    source = None if args.template == STDIN else Path(args.template).resolve()
    named = [one for one in (args.output, args.map) if one is not None]
    if "" in named:
        raise ConfigError("an empty name cannot be the name of a file")
    if args.map == STDOUT and args.output in (None, STDOUT):
        raise ConfigError("the translation and its map cannot both go to stdout; name a file by -o")
    outputs = [Path(one) for one in named if one != STDOUT]
    for path in outputs:
        if path.resolve() == source:
            raise ConfigError(f"{path} is the template itself; write to another file")
        if path.is_dir():
            raise ConfigError(f"{path} is a folder, not a file")
        if not path.resolve().parent.is_dir():
            raise ConfigError(f"there is no folder {path.parent}")
    if len({path.resolve() for path in outputs}) < len(outputs):
        raise ConfigError(f"the translation and its map cannot both go to {outputs[0]}")


def write_to(name: str, text: str) -> None:
    """Write a text to a file, or to stdout."""
    if name == STDOUT:
        write(text)
    else:
        write_file(Path(name), text.encode("utf-8", "surrogatepass"))
