"""The actions of `relvars data`."""

import json
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

from relvars.cli.arguments import usage_error
from relvars.cli.data_store import (
    Place,
    opened,
    place_of,
    read_weight,
    relation_called,
    require_profile,
)
from relvars.cli.progress import counting
from relvars.cli.terminal import FINDINGS, FINE, complain, detail, say, table, write, write_lines
from relvars.diagnostics import printable
from relvars.errors import ConfigError
from relvars.schema import Direction, database_named, relation_named, seen_from
from relvars.sources.importing import Loaded, import_folder
from relvars.store import (
    Store,
    check,
    count_links,
    count_profiles,
    detach,
    document_names,
    edit,
    linked,
    links,
    profile,
    profiles,
    statistics,
    strengthen,
)

_PAGE = 1000


def _import(args: Namespace) -> int:
    place = place_of(args)
    folder = _folder(place, _words(args, 0, 1))
    with opened(place, create=True) as store, counting(args.screen) as watch:
        if not any(store.schema):
            raise ConfigError(
                f"{place.label} knows no databases: import where there is a relvars.toml that"
                " describes them"
            )
        done = list(import_folder(store, folder, place.base, place.assumptions, watch))
    if not args.screen.quiet:
        for line in _told(done):
            say(printable(line))
    if not done:
        complain(args.screen, f"{folder} holds nothing to import; see relvars data --help")
    return FINE if done else FINDINGS


def _folder(place: Place, words: list[str]) -> Path:
    folder = Path(words[0]) if words else (place.root or Path()) / "data"
    if not folder.is_dir():
        raise ConfigError(f"there is no folder {folder} to import from")
    return folder


def _told(done: list[Loaded]) -> Iterator[str]:
    rows = [(one.label, f"{one.number:,}", one.what) for one in done]
    yield from table(rows) if rows else ()


def _link(args: Namespace) -> int:
    name, a, b, *rest = _words(args, 3, None)
    with opened(place_of(args), create=True) as store:
        relation = relation_called(store, name)
        weights = dict(read_weight(relation, word) for word in rest)
        require_profile(store, relation.database_a, a)
        require_profile(store, relation.database_b, b)
        (strengthen if args.add else edit)(store, relation.id, a, b, weights)
    return FINE


def _unlink(args: Namespace) -> int:
    name, a, b = _words(args, 3, 3)
    with opened(place_of(args)) as store:
        if detach(store, relation_called(store, name).id, a, b):
            return FINE
    complain(args.screen, f"{a!r} and {b!r} are not linked by {name}")
    return FINDINGS


def _check(args: Namespace) -> int:
    _words(args, 0, 0)
    with opened(place_of(args)) as store:
        found = check(store)
    for sentence in found:
        complain(args.screen, sentence)
    if not found:
        detail(args.screen, "all statistics are those of the links")
    return FINDINGS if found else FINE


def _show(args: Namespace) -> int:
    words = _words(args, 0, 1)
    with opened(place_of(args), read_only=True) as store:
        if not words:
            write_lines(_overview(store))
        elif ":" in words[0]:
            write(json.dumps(_card(store, words[0]), ensure_ascii=False, indent=2) + "\n")
        else:
            for page in _listed(store, words[0]):
                write_lines(json.dumps(one, ensure_ascii=False) for one in page)
    return FINE


def _overview(store: Store) -> list[str]:
    schema = store.schema
    rows = [
        (one.name, f"{count_profiles(store, one.id):,}", "profiles") for one in schema.databases
    ]
    rows += [
        (one.short_name, f"{count_links(store, one.id):,}", "links") for one in schema.relations
    ]
    rows += [(name, "1", "document") for name in document_names(store)]
    return table(rows) if rows else []


def _card(store: Store, word: str) -> dict[str, object]:
    """A profile, and what is kept of its links by relation and direction."""
    name, _, profile_id = word.partition(":")
    database = database_named(store.schema, name)
    if database is None:
        raise ConfigError(f"no database is called {name!r}")
    require_profile(store, database.id, profile_id)
    seen: dict[str, dict[str, object]] = {}
    directions: tuple[Direction, ...] = ("direct", "reverse")
    for one in store.schema.relations:
        for direction in [each for each in directions if seen_from(one, each) == database.id]:
            kept = statistics(store, one.id, profile_id, direction)
            seen.setdefault(one.short_name, {})[direction] = {
                "links": linked(store, one.id, profile_id, direction),
                **{
                    each: {"count": held.count, "total": held.sum, "top": held.top}
                    for each, held in kept.items()
                },
            }
    return {"profile": profile(store, database.id, profile_id), "relations": seen}


def _listed(store: Store, word: str) -> Iterator[list[object]]:
    """The profiles of a database or the links of a relation, a page at a time."""
    database, relation = database_named(store.schema, word), relation_named(store.schema, word)
    if database:
        after = ""
        while found := profiles(store, database.id, after=after, limit=_PAGE):
            yield list(found)
            after = str(found[-1]["_id"])
    elif relation:
        end = ("", "")
        while page := links(store, relation.id, after=end, limit=_PAGE):
            yield [{"a": one.a, "b": one.b, **one.values} for one in page]
            end = page[-1][:2]
    else:
        raise ConfigError(f"no database and no relation is called {word!r}")


def _words(args: Namespace, least: int, most: int | None) -> list[str]:
    words: list[str] = args.words
    if len(words) < least:
        raise usage_error("relvars data", f"{args.action} needs {least} words: RELATION A B")
    if most is not None and len(words) > most:
        raise usage_error("relvars data", f"one argument too many: {words[most]!r}")
    return words


ACTIONS: dict[str, Callable[[Namespace], int]] = {
    "import": _import,
    "link": _link,
    "unlink": _unlink,
    "show": _show,
    "check": _check,
}
