"""The profiles on the other side of links: in one call for all of them, if it can be had."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from relvars.sources.api.answers import AnswerError, NotFoundError
from relvars.sources.api.calls import PAGE, get_profile, list_profiles
from relvars.sources.api.client import Client
from relvars.sources.profiles import Profile
from relvars.values import Key, Value

# With these no other call will fare better: the token lacks the right to profiles.
_NO_RIGHT = (401, 403)


@dataclass
class Wanted:
    """Ids in a database and the fields that are read of them; `whole` is all fields."""

    ids: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    whole: bool = False


def want(wanted: Wanted, ids: Collection[str], paths: Collection[Key]) -> None:
    """Add profiles and the paths in them; those that read the id only need no call."""
    names = {path[0] for path in paths if path}
    if () in paths or names - {"_id"}:
        wanted.ids.update(ids)
        wanted.fields |= names
        wanted.whole |= () in paths


def get_related(client: Client, wanted: Mapping[int, Wanted]) -> dict[int, dict[str, Profile]]:
    """The profiles by database and id; those that are gone are left out."""
    return {
        database: {
            profile_id: profile
            for ids in _portions(sorted(one.ids))
            for profile_id, profile in _get(client, database, ids, one).items()
        }
        for database, one in wanted.items()
    }


def _portions(ids: Collection[str]) -> Iterator[list[str]]:
    rest = iter(ids)
    while portion := list(islice(rest, PAGE)):
        yield portion


def _get(client: Client, database: int, ids: list[str], wanted: Wanted) -> dict[str, Profile]:
    """As a list; one by one what the list lacks, or all if the platform refuses to list."""
    fields: Collection[str] = () if wanted.whole else wanted.fields
    try:
        page = list_profiles(client, database, ids=ids, fields=fields, limit=len(ids))
        found = {_id(one): one for one in page.profiles}
    except AnswerError as error:
        if error.status in _NO_RIGHT or error.code in _NO_RIGHT or not _refusal(error):
            raise
        found = {}
    for profile_id in ids:
        if profile_id not in found:
            try:
                found[profile_id] = get_profile(client, database, profile_id)
            except NotFoundError:
                continue
    return found


def _refusal(error: AnswerError) -> bool:
    """Whether the platform understood and said no, rather than being out of order."""
    return 400 <= (error.code or error.status) < 500 and error.code != 429


def _id(profile: Profile) -> str:
    held: Value = profile.get("_id")
    return held if type(held) is str else str(held)
