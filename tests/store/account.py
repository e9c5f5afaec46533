"""An account and a store to try things with."""

from collections.abc import Callable
from pathlib import Path

from relvars.schema import Database, Property, Relation, Schema
from relvars.store import Store, open_store

AGENTS = Database(1, "agents", {"_fname": "string", "office": "string"})
CUSTOMERS = Database(
    2, "customers", {"age": "integer", "score": "float", "vip": "boolean", "labels": "tags",
                     "address": "object", "orders": "objects", "born": "date"},
)  # fmt: skip
LOYAL = Relation(
    3,
    "Loyal to the manager",
    "loyal",
    1,
    2,
    (
        Property("profit", "float", sum=True, top="highest", limit=2),
        Property("visits", "integer", sum=True, top="lowest", limit=20),
        Property("plain", "integer"),
        Property("fan", "boolean"),
    ),
)
FRIENDS = Relation(4, "Friends", "friends", 1, 1, (Property("years", "integer", sum=True),))
BARE = Relation(5, "Knows", "knows", 1, 2)
SCHEMA = Schema((AGENTS, CUSTOMERS), (LOYAL, FRIENDS, BARE))

Opened = Callable[..., Store]


def new_store(folder: Path, schema: Schema = SCHEMA) -> Store:
    """A store in a folder; whoever asks closes it."""
    return open_store(folder / "store.sqlite", schema)
