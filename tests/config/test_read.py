"""relvars.toml: what it says, and every mistake in it with its line."""

import pickle
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

import relvars
from relvars.catalog import assume, language
from relvars.config import database_for, load_project
from relvars.config.models import TABLES, Settings, fits
from relvars.config.project import Lint
from relvars.config.shape import misfits
from relvars.errors import ConfigError, SourceError
from relvars.schema import Database, Property, Relation, Schema
from relvars.values import Recipient

WHOLE = """\
[project]
templates = "mails"
data = "files:stuff"
database = "agents"
recipient = "agents:5d63dbdb439e7306b596c5d0"

[template."mails/customers/*"]
database = "customers"

[[database]]
id = 1
name = "agents"
[database.fields]
_fname = "string"
city = "string"

[[database]]
id = 2
name = "customers"

[[relation]]
id = 3
name = "Loyal to the manager"
short_name = "managers_loyal"
database_a = 1
database_b = 2
[[relation.property]]
short_name = "profit"
type = "float"
sum = true
top = "highest"
limit = 7
[[relation.property]]
short_name = "friend"
type = "boolean"

[assumptions]
index_base = 1
[lint]
select = ["top-outside-loop"]
ignore = ["unverified-operator"]
[lint.per-file]
"mails/legacy/*" = ["list-printed"]
[source]
token_env = "TOKEN"
[catalog]
roots = ["utm"]
variables = ["webversion"]
functions = ["now"]
operators = { gte = "ge" }
[limits]
output = 1000
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "relvars.toml"
    file.write_bytes(text.encode())
    return file


def mistakes(folder: Path, text: str) -> list[str]:
    """What is said of a file, each mistake from its line number on."""
    file = write(folder, text)
    with pytest.raises(ConfigError) as caught:
        load_project(folder)
    said = str(caught.value).splitlines()
    assert all(line.startswith(f"{file}:") for line in said)
    return [line.removeprefix(f"{file}:") for line in said]


def test_a_whole_file(tmp_path: Path) -> None:
    write(tmp_path, WHOLE)
    project = load_project(tmp_path)
    assert project.root == project.base == tmp_path
    assert project.templates == tmp_path / "mails"
    assert (project.source_url, project.connection.token_env) == ("files:stuff", "TOKEN")
    assert project.database == "agents"
    assert project.recipient == Recipient("agents", "5d63dbdb439e7306b596c5d0")
    assert project.schema == Schema(
        (
            Database(1, "agents", {"_fname": "string", "city": "string"}),
            Database(2, "customers", {}),
        ),
        (
            Relation(
                3,
                "Loyal to the manager",
                "managers_loyal",
                1,
                2,
                (
                    Property("profit", "float", sum=True, top="highest", limit=7),
                    Property("friend", "boolean"),
                ),
            ),
        ),
        database="agents",
    )
    assert project.assumptions == assume({"index_base": 1})
    assert project.settled == ("index_base",)
    assert project.language == language(
        project.assumptions,
        roots=("utm",),
        variables=("webversion",),
        functions=("now",),
        operators={"gte": "ge"},
    )
    assert project.lint == Lint(
        ("top-outside-loop",), ("unverified-operator",), (("mails/legacy/*", ("list-printed",)),)
    )
    assert project.output_limit == 1000
    assert project.settings == tomllib.loads(WHOLE)
    again = pickle.loads(pickle.dumps(project))
    assert again._replace(language=project.language) == project


def test_an_empty_file_has_defaults(tmp_path: Path) -> None:
    write(tmp_path, "")
    project = load_project(tmp_path)
    assert project.templates == tmp_path / "templates"
    assert (project.source_url, project.connection.token_env) == ("files:data", "ALTCRAFT_TOKEN")
    assert (project.database, project.recipient, project.rules) == ("", None, ())
    assert (project.schema, project.lint, project.output_limit) == (Schema(), Lint(), None)
    assert (project.assumptions, project.settled) == (assume(), ())


def test_assumptions_of_a_run_go_before_those_of_the_file(tmp_path: Path) -> None:
    write(tmp_path, "[assumptions]\nindex_base = 1\nzero = 'true'\ndelimiters = ['brace']\n")
    project = load_project(tmp_path, assumptions={"index_base": "0", "delimiters": "angle"})
    assert project.assumptions == assume({"zero": "true", "delimiters": ("angle",)})
    assert project.language.delimiters == ("angle",)


def test_a_byte_order_mark_and_windows_lines_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path, "\ufeff[project]\r\ndatabase = ''\r\n")
    assert load_project(tmp_path).database == ""
    assert mistakes(tmp_path, "\ufeff[project]\r\n\r\ndata = 1\r\n") == [
        "3: data must be a text in quotes, not 1"
    ]


DATABASES = '[[database]]\nid = 1\nname = "agents"\n[[database]]\nid = 2\nname = "customers"\n'
RELATION = '[[relation]]\nid = 3\nshort_name = "loyal"\ndatabase_a = 1\ndatabase_b = 2\n'
PROPERTY = '[[relation.property]]\nshort_name = "profit"\ntype = "float"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # keys and types
        ("[project]\ndatabse = ''",
         "2: unknown key 'databse' in [project]: did you mean 'database'?"),
        ("[projct]", "1: unknown key 'projct' in relvars.toml: did you mean 'project'?"),
        ("[source]\nqqq = 1",
         "2: unknown key 'qqq' in [source]; known are token_env, authorization, per_second,"
         " parallel"),
        ("[template.'a b']\nrecipent = ''",
         "2: unknown key 'recipent' in [template.\"a b\"]: did you mean 'recipient'?"),
        ("[lint]\nper_file = {}", "2: unknown key 'per_file' in [lint]: did you mean 'per-file'?"),
        ("[lint]\nselect = 'a'", '2: select must be a list, not "a"'),
        ("[lint]\nselect = ['a',\n1]", "3: select must be a text in quotes, not 1"),
        ("[lint.per-file]\n'a' = [1]", "2: a must be a text in quotes, not 1"),
        ("project = 1", "1: project must be a table, not 1"),
        ("[project]\ndata = {}", "2: data must be a text in quotes, not a table"),
        ("[project]\ndata = ['" + "x" * 99 + "']",
         '2: data must be a text in quotes, not ["' + "x" * 58 + "…"),
        ("[database]\nid = 1", "1: there may be several: write [[database]] with double brackets"),
        (RELATION[:-1] + "\n[relation.property]\n" + DATABASES,
         "6: there may be several: write [[relation.property]] with double brackets"),
        ("[[database]]\nname = 'a'", "1: [[database]] needs id"),
        ("[[database]]\nid = true\nname = 'a'", "2: id must be a whole number, not true"),
        ("[[database]]\nid = 1.0\nname = 'a'", "2: id must be a whole number, not 1.0"),
        ("[[database]]\nid = 1\nname = 'a'\nfields = { city = 'sting' }",
         "4: city must be 'string', 'integer', 'float', 'boolean', 'date', 'tags', 'object' or "
         "'objects', not \"sting\": did you mean 'string'?"),
        (DATABASES + RELATION + PROPERTY + "sum = 1", "15: sum must be true or false, not 1"),
        (DATABASES + RELATION + PROPERTY + "top = 'hihgest'",
         "15: top must be 'highest', 'lowest' or 'off', not \"hihgest\": did you mean 'highest'?"),
        ("[catalog.operators]\ngte = 'gte'",
         "2: gte must be 'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'contains', 'not-contains', 'in' or "
         "'not-in', not \"gte\": did you mean 'gt'?"),
        # the account
        (DATABASES + "[[database]]\nid = 1\nname = 'x'",
         "8: two databases have the id 1; the other is on line 2"),
        (DATABASES + "[[database]]\nid = 3\nname = 'agents'",
         "9: two databases have the name 'agents'; the other is on line 3"),
        ("[[database]]\nid = 1\nname = 'a:b'", "3: 'a:b' cannot be the name of a database"),
        ("[[database]]\nid = 1\nname = '../a'", "3: '../a' cannot be the name of a database"),
        ("[[database]]\nid = 1\nname = 'a'\n[database.fields]\n'a-b' = 'string'",
         "5: 'a-b' cannot be the name of a field: it takes letters, digits and _"),
        (DATABASES + RELATION + RELATION.replace("3", "4"),
         "14: two relations have the short_name 'loyal'; the other is on line 9"),
        (DATABASES + RELATION + RELATION.replace("loyal", "other"),
         "13: two relations have the id 3; the other is on line 8"),
        (DATABASES + RELATION.replace("loyal", "not loyal"),
         "9: 'not loyal' cannot be the name of a relation: it takes letters, digits and _"),
        (DATABASES + RELATION + PROPERTY * 2,
         "16: two properties of one relation have the short_name 'profit'; "
         "the other is on line 13"),
        (DATABASES + RELATION + PROPERTY.replace("profit", "pro-fit"),
         "13: 'pro-fit' cannot be the name of a property: it takes letters, digits and _"),
        (DATABASES + RELATION + PROPERTY + "limit = 0", "15: limit must be from 1 to 20, not 0"),
        (DATABASES + RELATION + PROPERTY + "limit = 21", "15: limit must be from 1 to 20, not 21"),
        (DATABASES + RELATION + PROPERTY.replace("float", "boolean") + "sum = true",
         "15: sum cannot be true for 'profit': a boolean property keeps no statistics"),
        (DATABASES + RELATION + PROPERTY.replace("float", "boolean") + "top = 'lowest'",
         "15: top cannot be 'lowest' for 'profit': a boolean property keeps no statistics"),
        (DATABASES + RELATION + "".join(PROPERTY.replace("profit", f"p{n}") for n in range(12)),
         "45: 'loyal' has 12 properties; 11 is the most"),
        # whose messages
        (DATABASES + "[project]\ndatabase = 'agnts'",
         "8: no database is called 'agnts': did you mean 'agents'?"),
        (DATABASES + "[project]\nrecipient = 'agents'",
         '8: recipient must be "DATABASE:PROFILE_ID", as in "agents:5d63dbdb", not \'agents\''),
        (DATABASES + "[project]\nrecipient = 'agent:1'",
         "8: no database is called 'agent': did you mean 'agents'?"),
        # the rest
        ("[assumptions]\nindx_base = 1",
         "2: no assumption is called 'indx_base': did you mean 'index_base'?"),
        ("[assumptions]\nq = 1", "2: no assumption is called 'q'; relvars assumptions lists them"),
        ("[assumptions]\nindex_base = 2", "2: assumption index_base must be '0' or '1', not 2"),
        ("[limits]\noutput = 0", "2: output must be 1 or more, not 0"),
        ("[catalog]\nroots = ['a-b']",
         "2: 'a-b' cannot be the name of a root: it takes letters, digits and _"),
        ("[catalog]\nvariables = [\n'ok',\n'if']",
         "4: 'if' cannot be a variable: the language has it already"),
        ("[catalog]\nfunctions = ['2x']",
         "2: '2x' cannot be the name of a function: it takes letters, digits and _"),
        ("[catalog.operators]\nand = 'ge'",
         "2: 'and' cannot be an operator: the language has it already"),
        # too much
        ("a = " + "[" * 5000, "1: it nests too deeply to be read"),
        ("a = " + "1" * 5000,
         "1: this cannot be read: Exceeds the limit (4300 digits) for integer string conversion: "
         "value has 5000 digits; use sys.set_int_max_str_digits() to increase the limit"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    assert mistakes(tmp_path, text) == [said]


@pytest.mark.parametrize(
    ("text", "line"), [("[project\n", 1), ("a = 1\nb = [1,\n", 3), ("a = 1\na = 2\n", 2)]
)
def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    [said] = mistakes(tmp_path, text)
    assert said.startswith(f"{line}: this is not TOML: ")
    assert "(at " not in said


def test_every_mistake_of_a_file_is_told_at_once_in_order(tmp_path: Path) -> None:
    text = DATABASES + "[project]\ndatabase = 'agens'\ndta = ''\n" + RELATION.replace("3", "'3'")
    assert [line.partition(":")[0] for line in mistakes(tmp_path, text)] == ["8", "9", "11"]


def test_a_wrong_token_is_never_repeated(tmp_path: Path) -> None:
    said = mistakes(tmp_path, "[source]\ntoken = 'secret'")
    assert said == ["2: unknown key 'token' in [source]: did you mean 'token_env'?"]


def test_bytes_that_are_no_text_are_told_with_line_and_byte(tmp_path: Path) -> None:
    (tmp_path / "relvars.toml").write_bytes(b"# x\na = '\xff'")
    with pytest.raises(ConfigError, match=r"relvars\.toml:2: byte 9 is not UTF-8"):
        load_project(tmp_path)


def test_a_file_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"other\.toml cannot be read: No such file"):
        load_project(tmp_path / "other.toml")
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(ConfigError, match=r"folder\.toml cannot be read: Is a directory"):
        load_project(tmp_path / "folder.toml")


def test_a_file_the_world_keeps_from_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(SourceError, match=r"relvars\.toml cannot be read: Permission denied"):
        load_project(tmp_path)


# Whatever TOML holds in place of a good file's values.
scalars = st.sampled_from(["x", "float", "", 0, 1, 21, True, 1.5])
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner),
)


@st.composite
def broken_files(draw: st.DrawFn) -> dict[str, Any]:
    """A good file with one value, somewhere, replaced, left out or added."""
    data = tomllib.loads(WHOLE)
    holder: Any = data
    while True:
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            return data
        key = draw(st.sampled_from(keys))
        if not isinstance(holder[key], dict | list) or draw(st.integers(0, 3)) == 0:
            break
        holder = holder[key]
    match draw(st.sampled_from(["replace", "remove", "add"])):
        case "replace":
            holder[key] = draw(anything)
        case "remove":
            del holder[key]
        case _ if isinstance(holder, dict):
            holder[draw(st.sampled_from(["extra", "name", "id"]))] = draw(anything)
        case _:
            holder.append(draw(anything))
    return data


@given(broken_files())
def test_the_short_way_lets_through_exactly_what_pydantic_does(data: dict[str, Any]) -> None:
    assert fits(data, Settings) == (misfits(data) == [])


def test_pydantic_and_the_models_agree_on_the_whole_file() -> None:
    data = tomllib.loads(WHOLE)
    assert misfits(data) == []
    assert fits(data, Settings)
    assert TypeAdapter(Settings).validate_python(data) == data
    with pytest.raises(ValidationError):
        TypeAdapter(TABLES[("limits",)]).validate_python({"output": "1"})


def test_databases_need_not_be_described(tmp_path: Path) -> None:
    """The sample of a settings file describes one database and names two."""
    settings = tmp_path / "relvars.toml"
    settings.write_text(
        """
[project]
database = "agents"
recipient = "agents:5d63dbdb439e7306b596c5d0"
[template."templates/customers/*"]
database = "customers"
[[database]]
id = 1
name = "agents"
[[relation]]
id = 3
name = "Loyal to the manager"
short_name = "managers_loyal"
database_a = 1
database_b = 2
""",
        encoding="utf-8",
    )
    project = load_project(tmp_path)
    assert [one.name for one in project.schema.databases] == ["agents"]
    assert project.schema.relations[0].database_b == 2
    assert database_for(project, tmp_path / "templates/customers/a.html") == "customers"


def test_a_project_s_source_knows_the_project() -> None:
    """`relvars.resolve(template, project.source, recipient)` needs nothing else."""
    project = load_project(Path(__file__).parents[2] / "fixtures/projects/example")
    text = "{lead._fname}: {relation.managers_loyal.reverse.profit.count}"
    values = relvars.resolve(text, project.source, str(project.recipient))
    assert relvars.render(text, values) == "Ann: 6"
    assert project.source.url == "files:data"
    assert len(list(project.source.recipients("agents"))) == 3
