"""Names and values made to break out: whatever they hold, it is data."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from relvars.cases import load_cases, run_case
from relvars.config.surroundings import surroundings
from tests.preview.conftest import Site, write

VALUES = (
    "<script>alert(1)</script>", "</iframe></script><img src=x onerror=alert(1)>",
    "javascript:alert(1)", "\"><svg onload=alert(1)>", "{lead.email}", "{if", "<!--", "]]>",
    "__TOKEN__", "\u202e\u0000\ud83d", "../../etc/passwd", "x" * 1_000_000, "\r\n\r\n<html>",
)  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_values_are_data_everywhere(root: Path, make_site: Callable[..., Site], value: str) -> None:
    profile = {"_id": "a1", "_fname": value, "email": value, "city": value}
    write(root, "data/profiles/agents.jsonl", json.dumps(profile) + "\n")
    site = make_site(root)
    answer = site.post("/api/render", message="templates/welcome")
    assert answer["parts"][0]["output"] == f"Hello, {value}"
    assert max(len(one["value"]["text"]) for one in answer["parts"][0]["segments"][1:]) <= 201
    shown = site.page.get("/render/templates/welcome.html")
    assert shown.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none';")
    assert site.page.get("/export/templates/welcome.eml").status_code == 200
    (item,) = site.get("/api/recipients")["items"]
    assert len(item["name"]) <= 60
    assert "\n" not in item["name"] + item["detail"]
    compared = site.get("/api/compare", message="templates/welcome", **{"with": "agents:a1"})
    assert compared["changes"] == []


def test_a_saved_case_of_hostile_values_says_the_same(site: Site) -> None:
    value = "\"\"\"\n'''\\ \x7f\t]] [[case]] # {if}"
    saved = site.post(
        "/api/case",
        message="templates/welcome",
        part="templates/welcome.sms.txt",
        set={"lead._fname": value},
        name="[[case]]\nrenders = 'x'",
    )
    assert saved["line"] == 1
    file = site.root / saved["file"]
    (case,) = load_cases(file).cases
    assert case.name == "[[case]] renders = 'x'"
    assert case.renders == f"Hi {value}!"
    assert run_case(case, surroundings(case)).failures == ()


@pytest.mark.parametrize(
    "name", ["a b", "x#y?z=1&w", "100%", "it's", 'say "hi"', "<b>", "Письмо", "a+b;c", "e\u0301"]
)
def test_templates_may_have_any_name(root: Path, make_site: Callable[..., Site], name: str) -> None:
    write(root, f"templates/{name}/{name}.html", "<p>{lead._fname}</p>")
    site = make_site(root)
    known = f"templates/{name}/{name}"
    assert site.part("html", known)["output"] == "<p>Ann</p>"
    assert site.page.get(f"/render/{quote(known)}.html").text == "<p>Ann</p>"
    assert site.page.get(f"/export/{quote(known)}.html").text == "<p>Ann</p>"
    assert site.post("/api/case", message=known, name="x")["file"].endswith(f"{name}.case.toml")


def test_the_page_is_not_touched_by_the_projects_name(
    tmp_path: Path, make_site: Callable[..., Site]
) -> None:
    write(tmp_path, "<script>__TOKEN__/relvars.toml", "")
    page = make_site(tmp_path / "<script>__TOKEN__").page.get("/")
    assert "<script>__" not in page.text
