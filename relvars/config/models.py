"""The shape of relvars.toml: which keys each table has, of which type, and which may be left out.

pydantic reads these to say what is wrong with a file. It takes 80 ms to load, more than all the
rest of a rendering, so a file that plainly fits is let through by `fits` without it.
"""

import sys
from typing import Any, NotRequired, get_args, get_origin, get_type_hints

from relvars.catalog import Channel, Operator
from relvars.linter.settings import LintSettings
from relvars.schema import FieldType, PropertyType, Top
from relvars.sources.connection import TokenPlace

if sys.version_info >= (3, 12):
    from typing import TypedDict
else:  # pydantic takes no other there, and brings it
    from typing_extensions import TypedDict


class ProjectTable(TypedDict):
    """`[project]`."""

    templates: NotRequired[str]
    data: NotRequired[str]
    database: NotRequired[str]
    recipient: NotRequired[str]


class TemplateTable(TypedDict):
    """`[template."glob"]`: what is different for some templates."""

    database: NotRequired[str]
    recipient: NotRequired[str]
    channel: NotRequired[Channel]


class DatabaseTable(TypedDict):
    """`[[database]]`."""

    id: int
    name: str
    fields: NotRequired[dict[str, FieldType]]


class PropertyTable(TypedDict):
    """`[[relation.property]]`."""

    short_name: str
    type: PropertyType
    sum: NotRequired[bool]
    top: NotRequired[Top]
    limit: NotRequired[int]


class RelationTable(TypedDict):
    """`[[relation]]`."""

    id: int
    name: NotRequired[str]
    short_name: str
    database_a: int
    database_b: int
    property: NotRequired[list[PropertyTable]]


# `[lint]`; in the functional form because of names with hyphens, and since the limits of the rules
# are listed where the rules are.
LintTable = TypedDict(
    "LintTable",
    {
        "select": NotRequired[list[str]],
        "ignore": NotRequired[list[str]],
        "per-file": NotRequired[dict[str, list[str]]],
        "exclude": NotRequired[list[str]],
        **{  # type: ignore[misc]  # mypy reads no names that are not written out
            name.replace("_", "-"): NotRequired[kind]
            for name, kind in get_type_hints(LintSettings).items()
        },
    },
)


class SourceTable(TypedDict):
    """`[source]`: how to reach the API; the variable that holds the token, never the token."""

    token_env: NotRequired[str]
    authorization: NotRequired[TokenPlace]
    per_second: NotRequired[int]
    parallel: NotRequired[int]


class CatalogTable(TypedDict):
    """`[catalog]`: words the account knows beyond those of grammar/catalog.toml."""

    roots: NotRequired[list[str]]
    variables: NotRequired[list[str]]
    functions: NotRequired[list[str]]
    operators: NotRequired[dict[str, Operator]]


class LimitsTable(TypedDict):
    """`[limits]`: `output` is how many characters a rendered message may have."""

    output: NotRequired[int]


class Settings(TypedDict):
    """The whole file."""

    project: NotRequired[ProjectTable]
    template: NotRequired[dict[str, TemplateTable]]
    database: NotRequired[list[DatabaseTable]]
    relation: NotRequired[list[RelationTable]]
    assumptions: NotRequired[dict[str, Any]]
    lint: NotRequired[LintTable]
    source: NotRequired[SourceTable]
    catalog: NotRequired[CatalogTable]
    limits: NotRequired[LimitsTable]


# The model of each table, by its place without numbers and without the globs of [template].
TABLES: dict[tuple[str, ...], type] = {
    (): Settings,
    ("project",): ProjectTable,
    ("template",): TemplateTable,
    ("database",): DatabaseTable,
    ("relation",): RelationTable,
    ("relation", "property"): PropertyTable,
    ("lint",): LintTable,
    ("source",): SourceTable,
    ("catalog",): CatalogTable,
    ("limits",): LimitsTable,
}


def fits(value: Any, shape: Any) -> bool:
    """Whether a value is of a shape: a table above, a plain type, a list, a dict, a literal."""
    match get_origin(shape):
        case None:
            return shape is Any or type(value) is shape or _fits_table(value, shape)
        case builtin if builtin is list:
            return type(value) is list and all(fits(one, get_args(shape)[0]) for one in value)
        case builtin if builtin is dict:
            return type(value) is dict and all(
                fits(one, get_args(shape)[1]) for one in value.values()
            )
        case _:
            return type(value) is str and value in get_args(shape)


def _fits_table(value: Any, shape: Any) -> bool:
    required = getattr(shape, "__required_keys__", None)
    if required is None or type(value) is not dict or not required <= value.keys():
        return False
    hints = get_type_hints(shape)
    return all(name in hints and fits(one, hints[name]) for name, one in value.items())
