"""`grammar/catalog.toml`, the language's facts, as typed records; and the files beside it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from relvars.errors import ConfigError
from relvars.spelling import did_you_mean

Status = Literal["documented", "inferred", "assumed"]
Operator = Literal["eq", "ne", "lt", "le", "gt", "ge", "contains", "not-contains", "in", "not-in"]
Shape = Literal["object", "relation", "loyalty", "fragment"]
Channel = Literal["amp", "html", "subject", "sms", "push", "text"]
Setting = str | int | tuple[str, ...]

OPERATORS: tuple[Operator, ...] = get_args(Operator)


# The facts share four columns: the name, what it is about, how sure that is, and its source.


class Root(NamedTuple):
    """The first word of a path; `shape` says what may follow it."""

    name: str
    about: str
    status: Status
    source: str
    shape: Shape


class Field(NamedTuple):
    """A system field of `lead` or `subscription`; `type` as in relvars.toml."""

    name: str
    about: str
    status: Status
    source: str
    type: str


class Variable(NamedTuple):
    """A bare variable; `placeholder` is what it prints when the values say nothing."""

    name: str
    about: str
    status: Status
    source: str
    placeholder: str


class Parameter(NamedTuple):
    """One argument of a function. `type` is path, string or integer; `choices` empty for any."""

    name: str
    type: Literal["path", "string", "integer"]
    required: bool
    choices: tuple[str, ...] = ()


class Signature(NamedTuple):
    """What a function takes and gives; `returns` is scalar, list or object."""

    name: str
    about: str
    status: Status
    source: str
    parameters: tuple[Parameter, ...]
    returns: Literal["scalar", "list", "object"]


class Word(NamedTuple):
    """A word between operands; `means` is an operator, or the logical word itself."""

    name: str
    about: str
    status: Status
    source: str
    means: str


class Assumption(NamedTuple):
    """A question the documentation leaves open.

    `choices` is empty when any text will do. `probe` is a template whose result on a real account
    settles the question; `answers` maps that result to a choice's place in `choices`.
    """

    name: str
    question: str
    default: Setting
    choices: tuple[Setting, ...]
    why: str
    probe: str
    answers: tuple[str, ...]


class Catalog(NamedTuple):
    """Every fact, by name, in the order of the file."""

    roots: Mapping[str, Root]
    fields: Mapping[str, Mapping[str, Field]]
    variables: Mapping[str, Variable]
    functions: Mapping[str, Signature]
    words: Mapping[str, Word]
    channels: Mapping[str, str]
    limits: Mapping[str, int]
    assumptions: Mapping[str, Assumption]


class Assumptions(NamedTuple):
    """The setting of every assumption; made by `assume`, which knows defaults and choices."""

    delimiters: tuple[str, ...]
    unknown_tag: str
    trim: str
    missing: str
    escape: str
    zero: str
    coerce: str
    number_text: str
    list_text: str
    object_text: str
    index_base: int
    comparison_precedence: str
    or_not: str
    jsonpath_dialect: str
    stat_off: str
    sms_angle_text: str
    subscription_priority: str
    fragment_nesting: str


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The names and rules that reading a template hangs on; a project may add to them.

    Compared by identity, since every tag asks for it: equal settings have one object.
    """

    roots: tuple[tuple[str, Shape], ...]
    variables: tuple[str, ...]
    functions: tuple[str, ...]
    operators: tuple[tuple[str, Operator], ...]
    delimiters: tuple[str, ...]
    comparison_precedence: str
    or_not: str
    nesting: int

    def __reduce__(self) -> tuple[Any, ...]:
        """What is unpickled is the one object of its settings again."""
        return _of_settings, (_settings(self),)


def _settings(known: Language) -> tuple[Any, ...]:
    return tuple(getattr(known, one.name) for one in fields(known))


@cache
def _of_settings(settings: tuple[Any, ...]) -> Language:
    return Language(*settings)


def grammar_file(name: str) -> Path:
    """A file of the grammar folder: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "grammar" / name
    return inside if inside.exists() else package.parent / "grammar" / name


@cache
def catalog() -> Catalog:
    """The catalog, read once."""
    data = tomllib.loads(grammar_file("catalog.toml").read_text(encoding="utf-8"))
    return Catalog(
        roots=_named(data["root"], Root),
        fields={root: _named(rows, Field) for root, rows in data["field"].items()},
        variables=_named(data["variable"], Variable),
        functions={row["name"]: _signature(row) for row in data["function"]},
        words=_named(data["word"], Word),
        channels=data["channels"],
        limits=data["limits"],
        assumptions={row["name"]: _assumption(row) for row in data["assumption"]},
    )


def _named(rows: list[dict[str, Any]], kind: type[Any]) -> dict[str, Any]:
    return {row["name"]: kind(**row) for row in rows}


def _signature(row: dict[str, Any]) -> Signature:
    parameters = tuple(
        Parameter(one["name"], one["type"], one["required"], tuple(one.get("choices", ())))
        for one in row["parameters"]
    )
    return Signature(**{**row, "parameters": parameters})


def _assumption(row: dict[str, Any]) -> Assumption:
    return Assumption(
        **{
            **row,
            "default": _setting(row["default"]),
            "choices": tuple(_setting(choice) for choice in row["choices"]),
            "answers": tuple(row["answers"]),
        }
    )


def _setting(value: Any) -> Setting:
    return tuple(value) if isinstance(value, list) else value


def assume(settings: Mapping[str, Any] | None = None) -> Assumptions:
    """The assumptions with some of them set, as by a project or `--assume`.

    A setting may be given as text: `"1"` for 1, `"brace,angle"` for both.

    Raises:
        ConfigError: for a name or a choice that does not exist, with the ones that do.
    """
    known = catalog().assumptions
    chosen: dict[str, Any] = {name: one.default for name, one in known.items()}
    for name, value in (settings or {}).items():
        if name not in known:
            there = did_you_mean(name, [*known]) or f"; there are {', '.join(known)}"
            raise ConfigError(f"no assumption is called {name!r}{there}")
        chosen[name] = _choice(known[name], value)
    return Assumptions(**chosen)


def _choice(one: Assumption, value: Any) -> Setting:
    if not one.choices and isinstance(value, str):
        return value
    for choice in one.choices if not isinstance(value, bool) else ():
        if value == choice or value == spelled(choice) or _setting(value) == choice:
            return choice
    allowed = " or ".join(repr(spelled(choice)) for choice in one.choices) or "a text"
    raise ConfigError(f"assumption {one.name} must be {allowed}, not {value!r}")


def spelled(setting: Setting) -> str:
    """A setting as it is written on the command line."""
    return ",".join(setting) if isinstance(setting, tuple) else str(setting)


def language(
    assumptions: Assumptions | None = None,
    *,
    roots: tuple[str, ...] = (),
    variables: tuple[str, ...] = (),
    functions: tuple[str, ...] = (),
    operators: Mapping[str, Operator] | None = None,
) -> Language:
    """What reading a template hangs on; the keyword arguments are what a project adds."""
    return _language(
        assumptions or assume(), roots, variables, functions, tuple((operators or {}).items())
    )


@cache
def _language(
    assumptions: Assumptions,
    roots: tuple[str, ...],
    variables: tuple[str, ...],
    functions: tuple[str, ...],
    operators: tuple[tuple[str, Operator], ...],
) -> Language:
    facts = catalog()
    own: dict[str, Any] = {w.name: w.means for w in facts.words.values() if w.means in OPERATORS}
    known = Language(
        roots=(
            *((root.name, root.shape) for root in facts.roots.values()),
            *((root, "object") for root in roots),
        ),
        variables=(*facts.variables, *variables),
        functions=(*facts.functions, *functions),
        operators=tuple({**own, **dict(operators)}.items()),
        delimiters=assumptions.delimiters,
        comparison_precedence=assumptions.comparison_precedence,
        or_not=assumptions.or_not,
        nesting=facts.limits["nesting"],
    )
    return _of_settings(_settings(known))


@cache
def language_under(known: Language, assumptions: Assumptions) -> Language:
    """The same names, read under other assumptions."""
    changed = replace(
        known,
        delimiters=assumptions.delimiters,
        comparison_precedence=assumptions.comparison_precedence,
        or_not=assumptions.or_not,
    )
    return _of_settings(_settings(changed))


def channel_of(name: str) -> str:
    """The channel of a template by its file's name; "" when the name says nothing."""
    lowered = name.lower()
    return next((ch for ending, ch in catalog().channels.items() if lowered.endswith(ending)), "")
