"""What a JSONPath is read into."""

from typing import Literal, NamedTuple


class Step(NamedTuple):
    """One step of a path.

    `name` and `index` have a `value`; `other` is anything but a single name, index or `*` among
    the children. `query` is the step as the library reads it. `compared` holds the paths from the
    document's top that its filter looks at.
    """

    kind: Literal["name", "index", "each", "other"]
    query: str
    value: str | int = ""
    deep: bool = False
    compared: tuple[tuple["Step", ...], ...] = ()
