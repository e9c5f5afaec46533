"""What `relvars transpile` is told about an environment and about values, and who proves it."""

from argparse import ArgumentParser, Namespace
from typing import Any

_DELIMITERS = ("block-start", "block-end", "variable-start", "variable-end",
               "comment-start", "comment-end")  # fmt: skip
_PREFIX = "line-comment-prefix"


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
