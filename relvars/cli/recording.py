"""How `relvars record` comes from its arguments to files."""

import os
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from relvars.cli.arguments import usage_error
from relvars.cli.files import read_template, shown
from relvars.cli.progress import progress
from relvars.cli.setting import Setting, setting
from relvars.cli.terminal import note
from relvars.config import database_for
from relvars.errors import ConfigError
from relvars.resolver import needs
from relvars.schema import Schema
from relvars.sources import Source, open_source
from relvars.sources.api.token import read_token
from relvars.sources.connection import Connection
from relvars.sources.recording.collecting import record as collect
from relvars.sources.recording.masking import Masking, mask_id, masked
from relvars.sources.recording.writing import work_tree, write_recording
from relvars.sources.source import LinkedSource
from relvars.syntax.ast import Template
from relvars.syntax.parser import parse
from relvars.values import Key, Recipient, parse_recipient

MASK_KEY = "RELVARS_MASK_KEY"
_NOBODY = Recipient("", "")

# What the platform's API knows; all else lies in the project's data already.
_PLATFORM = ("lead", "subscription", "relation")


class Recorded(NamedTuple):
    """What was written, and the recipients that have another id now."""

    files: list[str]
    renamed: list[tuple[str, str]]


def record(args: Namespace) -> Recorded:
    """Fetch and write as the arguments say.

    Raises:
        ConfigError: for arguments that do not go together, or data that git would keep.
    """
    if not args.templates:
        raise _misuse("TEMPLATE is missing")
    under = setting(args.templates[0], [])
    folder, base = _folder(args, under)
    _check(args, folder)
    url = args.source or (under.project.source_url if under.project else "")
    if not url:
        raise _misuse("there is nothing to record from: add --source URL")
    source = _linked(_open(url, args, under))
    connection = under.project.connection if under.project else Connection()
    recipients = list(_recipients(args, source, under))
    schema = under.project.schema if under.project else Schema()
    keys = _keys(args, url, source)
    with progress(args.screen, "recipients", len(recipients)) as done:
        kept = collect(
            source, recipients, keys, schema=schema, at_once=connection.parallel, done=done
        )
    if not args.mask:
        return Recorded(write_recording(kept, folder, base, schema), [])
    key = mask_key(args, url, connection)
    files = write_recording(masked(kept, key, ids=not args.keep_ids), folder, base, schema)
    return Recorded(files, [] if args.keep_ids else [_renamed(one, key) for one in recipients])


def _check(args: Namespace, folder: Path) -> None:
    if args.mask and args.unmasked:
        raise _misuse("--mask and --unmasked do not go together")
    if args.keep_ids and not args.mask:
        raise _misuse("--keep-ids goes with --mask")
    if not args.to:
        raise _misuse("--to is missing: add --to DATABASE:PROFILE_ID, or DATABASE:* for all")
    tree = work_tree(folder)
    if tree and not args.mask and not args.unmasked:
        raise ConfigError(
            f"nothing was fetched: {folder} is in the git work tree {tree}, where personal data"
            " would be kept for good\n  add --mask, or --unmasked if it may be"
        )


def _folder(args: Namespace, under: Setting) -> tuple[Path, Path]:
    """The folder to write, and what its name is told from."""
    if args.into:
        return Path(args.into), Path()
    if under.project is None:
        return Path("data"), Path()
    scheme, _, place = under.project.source_url.partition(":")
    return under.project.base / (place if scheme == "files" else "data"), under.project.base


def _open(url: str, args: Namespace, under: Setting) -> Source:
    project = under.project
    return open_source(
        url,
        schema=project.schema if project else Schema(),
        assumptions=under.assumptions,
        base=project.base if project and not args.source else Path(),
        connection=project.connection if project else None,
    )


def _linked(source: Source) -> LinkedSource:
    if hasattr(source, "linked"):
        found: LinkedSource = source  # type: ignore[assignment]  # it has what was asked for
        return found
    raise ConfigError(f"{source.url} cannot be recorded from: it does not know single links")


def _recipients(args: Namespace, source: Source, under: Setting) -> Iterator[Recipient]:
    database = database_for(under.project, args.templates[0]) if under.project else ""
    for written in dict.fromkeys(args.to):
        recipient = parse_recipient(written if ":" in written else f"{database}:{written}")
        if recipient is None:
            raise _misuse(f"--to takes DATABASE:PROFILE_ID, as in agents:5d63dbdb, not {written!r}")
        if recipient.profile_id == "*":
            yield from source.recipients(recipient.database)
        else:
            yield recipient


def _keys(args: Namespace, url: str, source: Source) -> set[Key]:
    """What all templates need, and the fragments they print."""
    keys: set[Key] = set()
    for name in args.templates:
        under = setting(name, [])
        template = parse(read_template(name), shown(name), language=under.language)
        keys |= _with_fragments(template, source, under)
    distant = url.startswith(("https:", "http:"))
    return {key for key in keys if not distant or key[0] in _PLATFORM}


def _with_fragments(template: Template, source: Source, under: Setting) -> set[Key]:
    keys, asked = set(needs(template).keys), set[Key]()
    while new := {key for key in keys if key[0] == "fragment"} - asked:
        asked |= new
        for text in source.fetch(_NOBODY, sorted(new)).values.get("fragment", {}).values():
            keys.update(needs(text, language=under.language).keys)
    return keys


def mask_key(args: Namespace, url: str, connection: Connection) -> bytes:
    """The key of the pseudonyms: from the environment, else from the token; never written."""
    from hashlib import sha256

    given = os.environ.get(MASK_KEY, "")
    if not given and url.startswith(("https:", "http:")):
        given = f"relvars mask\0{read_token(connection.token_env).value}"
    if given:
        return sha256(given.encode("utf-8", "surrogateescape")).digest()
    note(args.screen, "hint", f"set {MASK_KEY} to a secret to get the same pseudonyms every time")
    return os.urandom(32)


def _renamed(recipient: Recipient, key: bytes) -> tuple[str, str]:
    now = recipient._replace(profile_id=mask_id(Masking(key), recipient.profile_id))
    return str(recipient), str(now)


def _misuse(message: str) -> Exception:
    return usage_error("relvars record", message)
