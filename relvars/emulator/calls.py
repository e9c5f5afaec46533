"""All calls, by the path below /api/v1.1/."""

from relvars.emulator import databases, profiles, relations, templates
from relvars.emulator.call import Call, Parameter

PREFIX = "/api/v1.1/"

# Every call takes these; the relations' pages do not list `format`.
SHARED = (
    Parameter("token", "string", "any, unless ALTCRAFT_TOKEN is set; or Authorization: Bearer"),
    Parameter("format", "string", "of the answer: json or xml"),
)

CALLS: dict[str, Call] = {
    call.path: call
    for call in (*relations.CALLS, *profiles.CALLS, *databases.CALLS, *templates.CALLS)
}
