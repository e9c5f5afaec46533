"""How `relvars record --walk` comes from its arguments to a full store."""

from argparse import Namespace
from pathlib import Path

from relvars.cli.arguments import usage_error
from relvars.cli.data_store import Place, opened, place_of
from relvars.cli.progress import progress
from relvars.cli.recording import mask_key
from relvars.cli.setting import setting
from relvars.cli.terminal import say
from relvars.errors import ConfigError
from relvars.schema import Relation, Schema, relation_named
from relvars.sources import open_source
from relvars.sources.api.fetching import ApiSource
from relvars.sources.connection import Connection
from relvars.sources.recording.masking import Masking
from relvars.sources.recording.walking import Way, begin, go_on, requests_left
from relvars.sources.recording.writing import work_tree
from relvars.spelling import did_you_mean
from relvars.store import PROJECT_STORE


def walk(args: Namespace) -> None:
    """Walk a relation into a store, or on from where it was left.

    Raises:
        ConfigError: for arguments that do not go together, or data that git would keep.
    """
    place = place_of(args)
    relation = _relation(args.walk, place)
    _check(args, place)
    under = setting("-")
    connection = under.project.connection if under.project else Connection()
    url = args.source or (under.project.source_url if under.project else "")
    source = open_source(
        url,
        schema=place.schema or Schema(),
        assumptions=place.assumptions,
        base=place.base,
        connection=connection,
    )
    if not isinstance(source, ApiSource):
        raise _misuse("--walk goes through the platform's API: add --source https://HOST")
    masking = Masking(mask_key(args, url, connection)) if args.mask else None
    saved = place.file.with_name(f"{place.file.name}.{relation.short_name}.walk")
    with opened(place, create=True) as store:
        way = Way(source, relation, store, saved, masking)
        held = begin(way)
        if held.profiles and not args.screen.quiet:
            say(f"going on after {held.profiles:,} profiles")
        with progress(args.screen, "requests", requests_left(held)) as done:
            ended = go_on(way, held, done)
    if not args.screen.quiet:
        done_of = _counted(ended.profiles, "profile")
        say(f"{place.label}: {_counted(ended.links, 'link')} of {done_of}")


def _relation(name: str, place: Place) -> Relation:
    known = place.schema.relations if place.schema else ()
    found = relation_named(place.schema, name) if place.schema else None
    if found is None:
        near = did_you_mean(name, [one.short_name for one in known])
        raise ConfigError(f"no [[relation]] in relvars.toml is called {name!r}{near}")
    return found


def _check(args: Namespace, place: Place) -> None:
    if args.templates or args.to or args.into or args.keep_ids:
        raise _misuse("--walk takes a whole relation: leave out templates, --to and the like")
    own = place.root and Path(place.file).resolve() == (place.root / PROJECT_STORE).resolve()
    tree = work_tree(Path(place.file).parent)
    if tree and not own and not args.mask and not args.unmasked:
        raise ConfigError(
            f"nothing was fetched: {place.label} is in the git work tree {tree}, where personal"
            " data would be kept for good\n  add --mask, or --unmasked if it may be"
        )


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _misuse(message: str) -> Exception:
    return usage_error("relvars record", message)
