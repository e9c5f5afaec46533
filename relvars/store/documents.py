"""What a message reads beside profiles and links: json, apicontent, loyalty, market, fragments."""

import json

from relvars.store.store import Store, reading, writing
from relvars.values import Value


def put_document(store: Store, name: str, value: Value) -> None:
    """Keep a value under a name, as in `json`, `market/orders`, `fragment/footer`."""
    with writing(store) as connection:
        connection.execute(
            "insert or replace into documents values (?, ?)", (name, json.dumps(value))
        )


def document(store: Store, name: str) -> tuple[Value] | None:
    """The value of that name alone in a tuple, None if there is none: a value may be None too."""
    with reading(store) as connection:
        found = connection.execute("select body from documents where name = ?", (name,)).fetchone()
    return (json.loads(found[0]),) if found else None


def document_names(store: Store) -> list[str]:
    """The names there are, in their order."""
    with reading(store) as connection:
        return [name for (name,) in connection.execute("select name from documents order by name")]
