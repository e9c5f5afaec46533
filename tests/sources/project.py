"""Data folders and a schema to try sources with."""

import json
from pathlib import Path

from relvars.catalog import assume
from relvars.schema import Database, Property, Relation, Schema
from relvars.sources import Source, open_source
from relvars.values import Key, Recipient, Value

AGENTS = Database(1, "agents", {"_fname": "string", "city": "string"})
CUSTOMERS = Database(
    2,
    "customers",
    {"age": "integer", "score": "float", "vip": "boolean", "labels": "tags", "address": "object",
     "orders": "objects", "born": "date"},
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
SCHEMA = Schema((AGENTS, CUSTOMERS), (LOYAL, FRIENDS))
ANN = Recipient("agents", "a1")


def write(base: Path, name: str, content: str | bytes | list[Value]) -> Path:
    """A file below the data folder: text, bytes, or JSON lines."""
    path = base / "data" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, list):
        content = "".join(json.dumps(one) + "\n" for one in content)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def opened(base: Path, *, schema: Schema = SCHEMA, **assumptions: str) -> Source:
    (base / "data").mkdir(exist_ok=True)
    return open_source("files:data", schema=schema, assumptions=assume(assumptions), base=base)


def key(path: str) -> Key:
    """`json.tasks[].title` as a key."""
    return tuple(path.replace("[]", ".[]").split("."))


def fetch(
    base: Path,
    *paths: str,
    recipient: Recipient = ANN,
    schema: Schema = SCHEMA,
    **assumptions: str,
) -> dict[str, Value]:
    source = opened(base, schema=schema, **assumptions)
    return source.fetch(recipient, [key(path) for path in paths]).values
