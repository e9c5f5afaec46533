"""How to reach a source that is not on this machine."""

from typing import Literal, NamedTuple

TokenPlace = Literal["header", "body"]


class Connection(NamedTuple):
    """Settings of `[source]`; the token itself is only in the environment variable named here.

    `authorization` is where in a request the token goes. `per_second` is how many requests may
    leave in a second, 0 for as many as can; `parallel` is how many recipients are resolved side by
    side.
    """

    token_env: str = "ALTCRAFT_TOKEN"  # noqa: S105 - the name of a variable
    authorization: TokenPlace = "header"
    per_second: float = 5
    parallel: int = 8
