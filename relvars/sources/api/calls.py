"""The platform's calls that relvars makes, each with the words of the vendor's pages."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from relvars.errors import SourceError
from relvars.sources.api.client import ADDS, SAME, Again, Client, call
from relvars.sources.api.shapes import (
    Counter,
    CounterAnswer,
    LinksAnswer,
    ProfileAnswer,
    ProfilesAnswer,
    WriteAnswer,
)
from relvars.values import Value

Profile = dict[str, Value]

# How many profiles a list gives at once if nothing is said.
PAGE = 1000


class Page(NamedTuple):
    """Profiles of a list, and what to ask for the next ones with; "" after the last."""

    profiles: Sequence[Profile]
    following: str


class LinkFound(NamedTuple):
    """A link to a profile in B and what it carries."""

    profile_id: str
    values: Mapping[str, Value]


def get_profile(client: Client, database: int, profile_id: str) -> Profile:
    """A profile with all its fields and subscriptions; its id is in `_id`."""
    body = {"db_id": database, **_by_id(profile_id)}
    return _with_id(call(client, "profiles/get", body, ProfileAnswer).data)


def list_profiles(  # noqa: PLR0913 - what the call takes, by name
    client: Client,
    database: int,
    *,
    ids: Collection[str] = (),
    fields: Collection[str] = (),
    after: str = "",
    limit: int = PAGE,
) -> Page:
    """Profiles of a database, those with the ids if any are given; no fields means all."""
    body: dict[str, Value] = {"db_id": database, "from_id": after, "limit": limit}
    if ids:
        body["query"] = {"_id": {"$in": sorted(ids)}}
    if fields:
        body["fields"] = sorted({"_id", *fields})
    answer = call(client, "profiles/list", body, ProfilesAnswer)
    found = [_with_id(one) for one in answer.data or ()]
    following = str(answer.next_from_id or "") if found else ""
    if following and following == after:
        raise SourceError(f"{client.host}: profiles/list: the next page is this one again")
    return Page(found, following)


def get_counters(client: Client, relation: int, profile_id: str) -> Mapping[str, Counter]:
    """What the links of a profile in A add up to, by property."""
    body = {"rel_id": relation, **_by_id(profile_id)}
    answer = call(client, "relations/get_counter", body, CounterAnswer)
    return (answer.data.props if answer.data else None) or {}


def get_links(client: Client, relation: int, profile_id: str) -> list[LinkFound]:
    """All links of a profile in A.

    Raises:
        SourceError: if the platform says there are more than it gave.
    """
    body = {"rel_id": relation, **_by_id(profile_id)}
    answer = call(client, "relations/get", body, LinksAnswer)
    rows = answer.data or []
    if answer.total_count is not None and answer.total_count > len(rows):
        raise SourceError(
            f"{client.host}: relations/get: {answer.total_count} links are there, but only"
            f" {len(rows)} came; the call has no way to ask for the others"
        )
    return [
        LinkFound(
            row.profile_id_b,
            {name: one.value for name, one in (row.props or {}).items() if one.value is not None},
        )
        for row in rows
    ]


def strengthen(client: Client, relation: int, a: str, b: str, weights: Mapping[str, Value]) -> None:
    """Add to what a link carries, making it if there is none; never sent twice."""
    _write(client, "relations/strengthen", _pair(relation, a, b, weights), ADDS)


def attach(
    client: Client, relation: int, a: str, b: str, weights: Mapping[str, Value] | None = None
) -> None:
    """Make a link; never sent twice."""
    _write(client, "relations/attach", _pair(relation, a, b, weights), ADDS)


def edit(client: Client, relation: int, a: str, b: str, weights: Mapping[str, Value]) -> None:
    """Replace what a link carries, making it if there is none."""
    _write(client, "relations/edit", _pair(relation, a, b, weights), SAME)


def detach(client: Client, relation: int, a: str, b: str) -> None:
    """Take a link away."""
    _write(client, "relations/detach", _pair(relation, a, b, None), SAME)


def _write(client: Client, path: str, body: Mapping[str, Value], again: Again) -> None:
    call(client, path, body, WriteAnswer, again=again)


def _pair(relation: int, a: str, b: str, weights: Mapping[str, Value] | None) -> dict[str, Value]:
    body: dict[str, Value] = {
        "rel_id": relation,
        "profile_a": _by_id(a),
        "profile_b": _by_id(b),
    }
    return body if weights is None else {**body, "weights": dict(weights)}


def _by_id(profile_id: str) -> dict[str, Value]:
    """How a profile is named; the default of `matching` is by e-mail, so it is always said."""
    return {"matching": "profile_id", "profile_id": profile_id}


def _with_id(profile: Profile) -> Profile:
    """The profile as templates know it: answers call the id `id`, templates `_id`."""
    named = {name: value for name, value in profile.items() if name not in ("id", "db_id")}
    return {"_id": profile["id"], **named} if "id" in profile else named
