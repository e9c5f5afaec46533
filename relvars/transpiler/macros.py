"""The macros at the head of a translation: the meaning of values, in Jinja2's own words."""

from collections.abc import Iterable

from relvars.catalog import Assumptions
from relvars.transpiler.spelling import Delimiters, string, with_delimiters

# A macro gives text: what is to be true prints something, what is false prints nothing. Nothing
# but text is ever printed, so that an environment's `finalize` meets no other values.

_JSON = """\
{%- macro json_of(value) -%}
  {%- if value is mapping -%}
    {{ "{" }}
    {%- for key, one in value|items -%}
      {{ ("" if loop.first else ",") ~ json_of(key) ~ ":" ~ json_of(one) }}
    {%- endfor -%}
    {{ "}" }}
  {%- elif value is string -%}
    {{ '"' }}
    {%- for c in value -%}
      {{ (c|tojson)[1:-1] if c < " " or c == '"' or c == "\\\\" else c }}
    {%- endfor -%}
    {{ '"' }}
  {%- elif value is none -%}
    {{ "null" }}
  {%- elif value is number -%}
    {{ text_of(value) }}
  {%- else -%}
    {{ "[" }}
    {%- for one in value -%}
      {{ ("" if loop.first else ",") ~ json_of(one) }}
    {%- endfor -%}
    {{ "]" }}
  {%- endif -%}
{%- endmacro %}"""

_DIFFERS = """\
{%- macro differs(a, b) -%}
  {%- if a is mapping and b is mapping -%}
    {{ "" if a|length == b|length else "yes" }}
    {%- for key, one in a|items -%}
      {{ differs(one, b[key]) if key in b else "yes" }}
    {%- endfor -%}
  {%- elif a is mapping or b is mapping -%}
    {{ "yes" }}
  {%- elif a is none or b is none or a is boolean or b is boolean -%}
    {{ "" if a is none and b is none or a is boolean and b is boolean and a == b else "yes" }}
  {%- elif a is string and b is string or a is number and b is number -%}
    {{ "" if a == b else "yes" }}
  {%- elif a is string -%}
    {{ "" if b is number and SAME_A else "yes" }}
  {%- elif b is string -%}
    {{ "" if a is number and SAME_B else "yes" }}
  {%- elif a is number or b is number -%}
    {{ "yes" }}
  {%- elif a|length != b|length -%}
    {{ "yes" }}
  {%- else -%}
    {%- for one in a -%}
      {{ differs(one, b[loop.index0]) }}
    {%- endfor -%}
  {%- endif -%}
{%- endmacro %}"""

_HOLDS = """\
{%- macro holds(whole, part) -%}
  {%- if whole is string or whole is mapping -%}
    {%- if part is string or part is number -%}
      {{ "yes" if (part if part is string else text_of(part)) in whole else "" }}
    {%- endif -%}
  {%- elif whole is sequence -%}
    {%- for one in whole -%}
      {{ "" if differs(one, part) else "yes" }}
    {%- endfor -%}
  {%- endif -%}
{%- endmacro %}"""

_KNOWN = """\
{%- macro known(key) -%}
  {{ key if key in functions else functions[key]() }}
{%- endmacro %}"""

_ORDERED = """\
{%- macro ordered(a, b) -%}
  {%- if a is boolean or b is boolean -%}
  {%- elif a is string and b is string or a is number and b is number -%}
    {{ "yes" }}
  {%- endif -%}
{%- endmacro %}"""

_TEXT = """\
{%- macro NAME(value) -%}
  {%- if value is string -%}
    {{ value }}
  {%- elif value is boolean -%}
    {{ "true" if value else "false" }}
  {%- elif value is integer -%}
    {{ value|string }}
  {%- elif value is float -%}
    {{ (WHOLE if value > -1e21 and value < 1e21 and value == value|int else value)|string }}
  {%- elif value is none -%}
    {{ MISSING }}
  {%- elif value is mapping -%}
    {{ OBJECT }}
  {%- elif value is sequence -%}
    {%- LIST -%}
  {%- endif -%}
{%- endmacro %}"""

_COMMA = """for one in value -%}
      {{ ("" if loop.first else ", ") ~ NAME(one) }}
    {%- endfor"""

_ESCAPED = """\
{%- macro text_of(value) -%}
  {{ plain(value)|replace("&", "&amp;")|replace("<", "&lt;")|replace(">", "&gt;")\
|replace('"', "&quot;")|replace("'", "&#x27;") }}
{%- endmacro %}"""

_NEEDS = {
    "text_of": ("json_of",),
    "json_of": ("text_of",),
    "differs": ("text_of",),
    "holds": ("text_of", "differs"),
    "ordered": (),
    "known": (),
}
MACROS = (*_NEEDS, "plain")


def macros(used: Iterable[str], assumptions: Assumptions, delimiters: Delimiters) -> list[str]:
    """The sources of the macros named and of those they call, each once."""
    wanted = set(used)
    while more := {need for name in wanted for need in _NEEDS[name]} - wanted:
        wanted |= more
    named = [with_delimiters(_source(name, assumptions), delimiters)
             for name in _NEEDS if name in wanted]  # fmt: skip
    # What the settings say is text, whatever it looks like.
    return [one.replace("MISSING", string(assumptions.missing)) for one in named]


def _source(name: str, assumptions: Assumptions) -> str:
    match name:
        case "text_of":
            return _text(assumptions)
        case "json_of":
            return _JSON
        case "differs":
            return _differs(assumptions)
        case "holds":
            return _HOLDS
        case "known":
            return _KNOWN
        case _:
            return _ORDERED


def _differs(assumptions: Assumptions) -> str:
    coerced = assumptions.coerce == "text"
    source = _DIFFERS.replace("SAME_A", "text_of(b) == a" if coerced else "false")
    return source.replace("SAME_B", "text_of(a) == b" if coerced else "false")


def _text(assumptions: Assumptions) -> str:
    """The macro `text_of`; when values are escaped, it goes by `plain`, which does not escape."""
    is_plain = assumptions.escape == "none"
    # A list's own texts are put together before anything is escaped.
    shortest = assumptions.number_text == "shortest"
    as_json = "if true -%}\n      {{ json_of(value) }}\n    {%- endif"
    source = (
        _TEXT.replace("LIST", _COMMA if assumptions.list_text == "comma" else as_json)
        .replace("NAME", "text_of" if is_plain else "plain")
        .replace("WHOLE", "value|int" if shortest else '(value|int ~ ".0")')
        .replace("OBJECT", "json_of(value)" if assumptions.object_text == "json" else '""')
    )
    return source if is_plain else f"{source}\n{_ESCAPED}"
