"""An account to check templates against, and how its findings are told."""

from relvars.schema import Database, Property, Relation, Schema
from relvars.semantics.analysis import Analysis

AGENTS = Database(
    1,
    "agents",
    {"city": "string", "age": "integer", "tags": "tags", "pets": "objects", "home": "object"},
)
CUSTOMERS = Database(2, "customers", {"plan": "string", "spent": "float"})
OTHERS = Database(3, "others", {"x": "boolean", "born": "date"})
BARE = Database(4, "bare")

PROFIT = Property("profit", "float", sum=True, top="highest")
VISITS = Property("visits", "integer")
VIP = Property("vip", "boolean")

SCHEMA = Schema(
    (AGENTS, CUSTOMERS, OTHERS, BARE),
    (
        Relation(3, "Loyal to", "loyal", 1, 2, (PROFIT, VISITS, VIP)),
        Relation(4, "Without agents", "elsewhere", 3, 2, (PROFIT,)),
        Relation(5, "Among agents", "team", 1, 1, (PROFIT,)),
        Relation(6, "Nothing said", "vague", 1, 9, ()),
        Relation(7, "Far away", "distant", 8, 9, (PROFIT,)),
    ),
)
TOP = "relation.loyal.reverse.profit.top"


def told(analysis: Analysis) -> list[str]:
    """Each finding as its slug and the text it marks."""
    text = analysis.template.document.text
    return [
        f"{one.slug}: {text[one.start.offset : one.end.offset]}" for one in analysis.diagnostics
    ]


def mended(analysis: Analysis) -> str:
    """The text with the edits of every fix made."""
    text = analysis.template.document.text
    edits = [edit for one in analysis.diagnostics if one.fix for edit in one.fix.edits]
    for edit in sorted(edits, key=lambda one: one.start.offset, reverse=True):
        text = text[: edit.start.offset] + edit.text + text[edit.end.offset :]
    return text
