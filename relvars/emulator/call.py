"""What a call is: where it is, what it takes, who answers it; and how one is refused."""

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from relvars.emulator.assumed import Assumed
from relvars.emulator.template_shelf import Shelf
from relvars.schema import Schema
from relvars.store import Store
from relvars.values import Value

Kind = Literal["string", "integer", "boolean", "object", "list", "scalar", "document"]


class World(NamedTuple):
    """What the calls work on."""

    store: Store
    schema: Schema
    templates: Shelf
    assumed: Assumed


class Asked(NamedTuple):
    """A request: the parameters it gave, read as their kinds; `xml` means numbers came as text."""

    values: Mapping[str, Value]
    xml: bool


class Parameter(NamedTuple):
    """A parameter of a call; a `document` is an object, which XML writes as JSON text."""

    name: str
    kind: Kind
    about: str
    required: bool = False


class Call(NamedTuple):
    """A call below /api/v1.1/; `handle` gives the answer's own keys, `success` is its text."""

    path: str
    about: str
    parameters: tuple[Parameter, ...]
    handle: Callable[[World, Asked], dict[str, Value]]
    example: Mapping[str, Value]
    success: str = "Successful operation"


class CallError(Exception):
    """A call is refused: the envelope's code and text; `status` is that of HTTP, 0 as is usual."""

    def __init__(self, code: int, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.status = status


def refused(world: World, detail: str) -> CallError:
    """The answer to a request that is wrong in itself."""
    return CallError(world.assumed.refused_code, f"{world.assumed.refused_text}: {detail}")
