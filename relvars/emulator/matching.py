"""Which profile a request means: the matching block."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from relvars.emulator.assumed import RELATION_MATCHING
from relvars.emulator.call import CallError, Parameter, World, refused
from relvars.emulator.parameters import WrongParameterError, read_parameters
from relvars.store import MATCHING, find_profile
from relvars.values import Value

CRITERIA = (
    Parameter("email", "string", "e-mail address to match"),
    Parameter("phone", "string", "phone number to match"),
    Parameter("profile_id", "string", "profile id to match"),
    Parameter("field_name", "string", "name of the custom field to match"),
    Parameter("field_value", "scalar", "value of the custom field to match"),
    Parameter("provider", "string", "push provider to match"),
    Parameter("subscription_id", "string", "push subscription to match"),
)
MODE = Parameter("matching", "string", "how the profile is found; email when not said")
RESOURCE = Parameter("resource_id", "integer", "narrows a match by e-mail or phone to a resource")
BLOCK = (MODE, *CRITERIA, RESOURCE)
RELATION_BLOCK = (MODE, *CRITERIA[:5], RESOURCE)

_CRITERIA = tuple(one.name for one in (*CRITERIA, RESOURCE))


class Match(NamedTuple):
    """A way of matching, with what a request gives for it."""

    mode: str
    criteria: dict[str, Value]


def match_of(
    world: World, block: Mapping[str, Value], modes: Collection[str] = tuple(MATCHING)
) -> Match:
    """The match that a block asks for; the store checks that it is complete.

    Raises:
        CallError: for an unknown mode.
    """
    criteria = {name: block[name] for name in _CRITERIA if name in block}
    mode: str = block.get("matching") or _unsaid(world, criteria)
    if mode not in modes:
        raise refused(world, f"matching must be one of {', '.join(modes)}")
    return Match(mode, criteria)


def _unsaid(world: World, criteria: Mapping[str, Value]) -> str:
    bare = world.assumed.bare_profile_id and "profile_id" in criteria and "email" not in criteria
    return "profile_id" if bare else "email"


def matched(world: World, database_id: int, match: Match) -> dict[str, Value]:
    """The profile of that database.

    Raises:
        CallError: if there is none.
    """
    found = find_profile(world.store, database_id, match.mode, **match.criteria)
    if found is None:
        settings = world.assumed
        raise CallError(settings.profile_missing_code, settings.profile_missing_text)
    return found


def relation_modes(world: World) -> tuple[str, ...]:
    """The ways of matching that calls on relations take."""
    return RELATION_MATCHING if world.assumed.relation_matching == "documented" else (*MATCHING,)


def side(world: World, name: str, values: Mapping[str, Value], *, xml: bool) -> Match:
    """The match of one side of a link: its object says it, or else the request's top level.

    Raises:
        CallError: as `match_of` does, and for what is wrong in the object.
    """
    try:
        own = read_parameters(BLOCK, values[name], xml=xml)
    except WrongParameterError as error:
        raise refused(world, f"{name}: {error}") from None
    modes = relation_modes(world)
    if not any(one in own for one in _CRITERIA):
        return match_of(world, {**values, **own}, modes)
    shared = values.get("matching")
    if "matching" not in own and shared and all(one in own for one in MATCHING.get(shared, ())):
        own["matching"] = shared
    return match_of(world, own, modes)
