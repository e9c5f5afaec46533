"""The documented shapes of answers, strict in what is used and blind to all else."""

from pydantic import BaseModel, ConfigDict

from relvars.values import Value

Number = int | float | bool


class Shape(BaseModel):
    """Unknown keys are left out, known ones are never bent into another type."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class Envelope(Shape):
    """What every answer has; `error` 0 means that it went well, whatever the text says."""

    error: int
    error_text: str | None = ""


class ProfileAnswer(Shape):
    """`profiles/get`."""

    data: dict[str, Value]


class ProfilesAnswer(Shape):
    """`profiles/list`; the name of the next page's pointer is inferred from other lists."""

    data: list[dict[str, Value]] | None = None
    next_from_id: str | int | None = None


class TopItem(Shape):
    """A related profile in a property's top."""

    profile_id: str
    value: Number


class Counter(Shape):
    """What a property's links add up to: here `total` is the count, and `sum` the sum.

    None means that the platform does not keep the statistic.
    """

    total: int | None = None
    sum: int | float | None = None
    top: list[TopItem] | None = None


class CounterData(Shape):
    """`total`, how many links the profile has, is not in every version's answer."""

    profile_id: str | None = None
    total: int | None = None
    props: dict[str, Counter] | None = None


class CounterAnswer(Shape):
    """`relations/get_counter`."""

    data: CounterData | None = None


class LinkValue(Shape):
    """A property of a link."""

    value: Number | None = None


class LinkRow(Shape):
    """A link, from the profile in A that was asked for to one in B."""

    profile_id_b: str
    props: dict[str, LinkValue] | None = None


class LinksAnswer(Shape):
    """`relations/get`."""

    data: list[LinkRow] | None = None
    total_count: int | None = None


class WriteAnswer(Shape):
    """What all calls that change a link answer."""

    profile_a: str | None = None
    profile_b: str | None = None
    relation_id: int | None = None
