"""The cache knows a family again only while nothing that its findings hang on has changed."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relvars.catalog import assume, language
from relvars.linter.cache import FOLDER, Kept, cache_file, context, digest, load, recall, save, tool
from relvars.linter.runner import Plan, Source, lint_family
from relvars.linter.settings import LintSettings
from relvars.schema import Database, Schema

PLAN = Plan(None, language())
SLUGS = frozenset({"unclosed-tag", "no-filters"})
ONE = Source("a.html", "a.html", "{lead.x | b}\n{lead.y", SLUGS)
TWO = Source("a.txt", "a.txt", "b", SLUGS)


def key(plan: Plan = PLAN, *sources: Source, of: str = "this tool") -> str:
    return digest(context(plan, of), sources or (ONE, TWO))


@pytest.mark.parametrize(
    "other",
    [
        lambda: key(of="another tool"),
        lambda: key(PLAN._replace(schema=Schema())),
        lambda: key(PLAN._replace(schema=Schema((Database(1, "a", {"x": "string"}),)))),
        lambda: key(PLAN._replace(language=language(roots=("own",)))),
        lambda: key(PLAN._replace(language=language(assume({"delimiters": "brace"})))),
        lambda: key(PLAN._replace(settings=LintSettings(sms_parts=7))),
        lambda: key(PLAN._replace(fragments={})),
        lambda: key(PLAN._replace(fragments={"a": "text"})),
        lambda: key(PLAN._replace(fragments={"a": "other"})),
        lambda: key(PLAN, ONE),
        lambda: key(PLAN, TWO, ONE),
        lambda: key(PLAN, ONE._replace(text="{lead.x | c}\n{lead.y"), TWO),
        lambda: key(PLAN, ONE, TWO._replace(text="c")),
        lambda: key(PLAN, ONE._replace(name="./a.html"), TWO),
        lambda: key(PLAN, ONE._replace(path="b/a.html"), TWO),
        lambda: key(PLAN, ONE._replace(slugs=frozenset({"unclosed-tag"})), TWO),
        lambda: key(PLAN, ONE._replace(database="agents"), TWO),
        lambda: key(PLAN, ONE._replace(channel="sms"), TWO),
    ],
)
def test_whatever_changes_makes_another_digest(other: Callable[[], str]) -> None:
    assert other() != key()
    assert other() == other()


def test_every_part_of_a_source_and_a_plan_is_in_the_test_above() -> None:
    assert Source._fields == ("name", "path", "text", "slugs", "database", "channel")
    assert Plan._fields == ("schema", "language", "settings", "fragments")


def test_texts_are_kept_apart() -> None:
    one, two = ONE._replace(text="ab"), TWO._replace(text="c")
    assert key(PLAN, one, two) != key(PLAN, one._replace(text="a"), two._replace(text="bc"))


def test_the_tool_is_its_version_and_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    before = tool()
    assert before == tool()
    monkeypatch.setattr("relvars.linter.cache.__version__", "0.0.0")
    version = tool()
    assert version != before
    real = os.stat
    monkeypatch.setattr(os, "stat", lambda path, **more: _Older(real(path, **more)))
    assert tool() != version


class _Older:
    def __init__(self, real: os.stat_result) -> None:
        self.st_size, self.st_mtime_ns, self.st_mode = real.st_size, 1, real.st_mode


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / FOLDER / "lint.json"


FOUND = lint_family(PLAN, [ONE, TWO]).findings


def test_what_was_found_is_found_again(file: Path) -> None:
    assert [one.slug for one in FOUND] == ["no-filters", "unclosed-tag"]
    assert load(file) == ({}, "")
    assert save(file, {}, {"a": Kept("1", FOUND)}) == ""
    families = load(file).families
    assert recall(families, "a", "1") == FOUND
    assert recall(families, "a", "2") is None
    assert recall(families, "b", "1") is None
    assert (file.parent / ".gitignore").read_text() == "*\n"
    assert [one.name for one in sorted(file.parent.iterdir())] == [".gitignore", "lint.json"]


def test_a_fix_is_kept(file: Path) -> None:
    found = lint_family(
        PLAN, [ONE._replace(text="{lead.“x”}", slugs=frozenset({"typographic-quotes"}))]
    )
    fixed = lint_family(PLAN, [ONE._replace(text='{if lead.x equal “b”}{end}',
                                            slugs=frozenset({"typographic-quotes"}))])  # fmt: skip
    assert fixed.findings[0].fix is not None
    save(file, {}, {"a": Kept("1", fixed.findings), "b": Kept("1", found.findings)})
    assert recall(load(file).families, "a", "1") == fixed.findings


def test_what_another_run_wrote_is_kept(file: Path) -> None:
    save(file, {}, {"a": Kept("1", ()), "b": Kept("1", ())})
    save(file, load(file).families, {"a": Kept("2", ()), "c": Kept("2", ())})
    families = load(file).families
    assert {name: one[0] for name, one in families.items()} == {"a": "2", "b": "1", "c": "2"}


def test_a_cache_does_not_grow_for_ever(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relvars.linter.cache._MOST", 2)
    save(file, {}, {"a": Kept("1", ()), "b": Kept("1", ())})
    save(file, load(file).families, {"c": Kept("1", ())})
    assert [*load(file).families] == ["b", "c"]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"families": []}', "[" * 100_000, "\xff"])
def test_a_damaged_cache_is_told_and_made_anew(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_bytes(text.encode("latin-1"))
    families, trouble = load(file)
    assert families == {}
    assert trouble == f"the cache {file} is damaged; it is made anew"


def test_a_cache_of_another_form_is_none(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('{"version": 0, "families": {"a": ["1", []]}}')
    assert load(file) == ({}, "")


def rows(change: Callable[[list[Any]], Any]) -> Any:
    row = ["x", "error", "M.", "a", [1, 1, 0], [1, 2, 1], None, "", "", None]
    return {"a": ["1", [change(row)]]}


@pytest.mark.parametrize(
    "families",
    [
        {"a": "1"},
        {"a": ["1"]},
        {"a": ["1", {}]},
        {"a": [1, []]},
        rows(lambda row: 1),
        rows(lambda row: row[:-1]),
        rows(lambda row: [1, *row[1:]]),
        rows(lambda row: ["x", "bad", *row[2:]]),
        rows(lambda row: [*row[:4], [1, 1], *row[5:]]),
        rows(lambda row: [*row[:4], [1, 1, "0"], *row[5:]]),
        rows(lambda row: [*row[:4], [1, 1, True], *row[5:]]),
        rows(lambda row: [*row[:-1], 1]),
        rows(lambda row: [*row[:-1], []]),
        rows(lambda row: [*row[:-1], [True, [1]]]),
    ],
)
def test_a_row_that_is_none_is_not_known(families: Any) -> None:
    assert recall(rows(lambda row: row), "a", "1") is not None
    assert recall(families, "a", "1") is None


def test_a_cache_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file")
    file = tmp_path / FOLDER / "lint.json"
    assert load(file).trouble.startswith(f"the cache {file} cannot be read: ")
    assert save(file, {}, {"a": Kept("1", ())}).startswith(f"the cache {file} cannot be written: ")


def test_nothing_half_written_is_left(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(file, {}, {"a": Kept("1", ())})
    before = file.read_bytes()

    def fail(*paths: str) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "replace", fail)
    assert save(file, {}, {"b": Kept("1", ())}).endswith("cannot be written: no space left")
    monkeypatch.undo()
    assert file.read_bytes() == before
    assert len([*file.parent.iterdir()]) == 2


def test_where_a_cache_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_file(tmp_path) == tmp_path / ".relvars_cache" / "lint.json"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    here = cache_file(None)
    assert here is not None
    assert here.parent == tmp_path / "relvars" / "lint"
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    assert cache_file(None) != here
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", _homeless)
    assert cache_file(None) is None


def _homeless() -> Path:
    raise RuntimeError("no home")


def test_a_file_is_json(file: Path) -> None:
    save(file, {}, {"a": Kept("1", FOUND)})
    assert json.loads(file.read_bytes())["version"] == 1
