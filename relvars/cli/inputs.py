"""Where the values of a message come from: a file, stdin, a data source; and what is put over."""

from argparse import Namespace
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from relvars.cli.arguments import usage_error
from relvars.cli.files import STDIN, read_bytes, shown
from relvars.cli.setting import Setting
from relvars.cli.terminal import detail, note
from relvars.config import Project, database_for, open_project_source, recipient_for
from relvars.errors import DataError
from relvars.resolver import needs, resolve_with_origins
from relvars.schema import Schema
from relvars.sources import Fetched, Source, open_source
from relvars.sources.overrides import overridden
from relvars.sources.values import check_values
from relvars.syntax.ast import Template
from relvars.values import Key, NotAValueError, Recipient, Value, load_json, parse_recipient

# For sources that have the values of one message only.
NOBODY = Recipient("", "")
_NO_VALUES = (
    "no values were given, so all that the template reads is missing"
    "\n      give --values FILE.json, or --source URL --to DATABASE:PROFILE_ID"
)


@dataclass(frozen=True, slots=True)
class Given:
    """Values that are there already, as a source; `url` says where they are from."""

    url: str
    values: dict[str, Value]

    def fetch(self, recipient: Recipient, keys: Collection[Key]) -> Fetched:
        """All of them."""
        return Fetched(self.values, {(root,): self.url for root in self.values})

    def recipients(self, database: str) -> Iterator[Recipient]:
        """None are known."""
        return iter(())


def fetch(args: Namespace, template: Template, under: Setting) -> Fetched:
    """The values a message needs, as the arguments of `relvars render` say.

    Raises:
        ConfigError: for arguments that do not go together.
        SourceError: when the values cannot be got; DataError when they are wrong.
    """
    source, recipient = _source(args, under)
    if recipient != NOBODY:
        detail(args.screen, f"values of {recipient} from {source.url}")
    elif not source.url and needs(template).keys and not args.overrides:
        note(args.screen, "hint", _NO_VALUES)
    fetched = resolve_with_origins(
        template,
        source,
        recipient,
        schema=under.project.schema if under.project else Schema(),
        assumptions=under.assumptions,
        language=under.language,
    )
    for override in args.overrides:
        fetched = overridden(fetched, override, _words(under))
    return fetched


def _source(args: Namespace, under: Setting) -> tuple[Source, Recipient]:
    """The source that the arguments or the project name, and for whom."""
    if args.values is not None:
        if args.source or args.to:
            raise _misuse("--values has the values already: leave out --source and --to")
        if args.values == args.template == STDIN:
            raise _misuse("stdin cannot be both the template and the values")
        return Given(shown(args.values), _read_values(args.values, under)), NOBODY
    project = under.project
    recipient = _recipient(args, project)
    if args.source:
        if recipient is None and not args.source.startswith("values:"):
            raise _misuse("--source needs to know for whom: add --to DATABASE:PROFILE_ID")
        return _open(args.source, Path(), under), recipient or NOBODY
    if args.to and project is None:
        raise _misuse("--to needs a data source: add --source URL, or a relvars.toml with one")
    if project is None or recipient is None:
        return Given("", {}), NOBODY
    return open_project_source(project, under.assumptions), recipient


def _recipient(args: Namespace, project: Project | None) -> Recipient | None:
    """Who gets the message; a profile's id alone is one of the template's database."""
    if not args.to:
        return recipient_for(project, args.template) if project else None
    database = database_for(project, args.template) if project else ""
    written = args.to if ":" in args.to else f"{database}:{args.to}"
    recipient = parse_recipient(written)
    if recipient is None:
        raise _misuse(f"--to takes DATABASE:PROFILE_ID, as in agents:5d63dbdb, not {args.to!r}")
    return recipient


def _open(url: str, base: Path, under: Setting) -> Source:
    schema = under.project.schema if under.project else Schema()
    return open_source(
        url,
        schema=schema,
        assumptions=under.assumptions,
        base=base,
        connection=under.project.connection if under.project else None,
    )


def _read_values(name: str, under: Setting) -> dict[str, Value]:
    raw = read_bytes(name)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise DataError(f"{shown(name)}: byte {error.start} is not UTF-8") from None
    try:
        values = load_json(text)
    except NotAValueError as error:
        raise DataError(f"{shown(name)} is not JSON: {error}") from None
    return check_values(values, shown(name), roots=_words(under))


def _words(under: Setting) -> list[str]:
    """The keys that values may have by the project's own catalog."""
    return [*(root for root, _ in under.language.roots), *under.language.variables]


def _misuse(message: str) -> Exception:
    return usage_error("relvars render", message)
