"""The public names."""

import ast
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import relvars

STUB = Path(relvars.__file__).with_suffix(".pyi")


def test_the_list_of_names_is_sorted_and_each_is_there() -> None:
    assert relvars.__all__ == sorted(relvars.__all__)
    for name in relvars.__all__:
        assert getattr(relvars, name) is not None
    assert dir(relvars) == relvars.__all__


def test_type_checkers_are_told_of_the_same_names() -> None:
    told = {
        alias.asname
        for node in ast.walk(ast.parse(STUB.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert told | {"__version__"} == set(relvars.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        relvars.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_errors_are_one_family_and_pickle() -> None:
    for kind in (relvars.TemplateError, relvars.ConfigError, relvars.SourceError):
        assert issubclass(kind, relvars.RelvarsError)
    assert issubclass(relvars.DataError, relvars.SourceError)
    error = relvars.TemplateError(relvars.parse("{end}").diagnostics)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.diagnostics) == (str(error), error.diagnostics)


def test_results_pickle_and_stay_equal() -> None:
    template = relvars.parse("Hi {lead._fname}{if}")
    project = relvars.load_project(Path(__file__).parents[1] / "fixtures" / "projects" / "example")
    whole = relvars.parse("{for $i $x = json.a}{$x.b}{end}", name="welcome.sms.txt")
    for result in (
        template,
        template.diagnostics,
        project,
        relvars.needs(whole),
        relvars.analyse(whole, project.schema, "agents"),
        relvars.trace(whole, {"json": {"a": [{"b": 1}]}}),
    ):
        assert pickle.loads(pickle.dumps(result)) == result


LIGHT = """
import sys
import relvars
relvars.render("{if lead.a equal 'x'}{end}".replace("'", chr(34)), {"lead": {}})
print(sorted({"lark", "jinja2", "pydantic", "jsonpath_ng", "asyncio"} & set(sys.modules)))
"""


def test_common_templates_load_no_heavy_module() -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
