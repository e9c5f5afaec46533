"""`POST /api/render`: a message with what each part of it came from."""

from itertools import pairwise
from typing import Any

import pytest

from relvars.errors import DataError
from relvars.preview.rendering import shown
from tests.preview.conftest import TOKEN, Site, write


def test_all_parts_of_a_message_come_in_one_answer(site: Site) -> None:
    answer = site.post("/api/render", message="templates/welcome")
    assert [one["kind"] for one in answer["parts"]] == ["subject", "html", "text", "sms", "push"]
    assert answer["to"] == "agents:a1"
    assert answer["trouble"] == ""
    outputs = {one["kind"]: one["output"] for one in answer["parts"]}
    assert outputs["subject"] == "Hello, Ann"
    assert outputs["push"] == "Hi Ann\nCome and see Tea"
    assert "<li>Ольга: 25.5</li>\n<li>Bob: 10</li>" in outputs["html"]


def test_segments_cover_the_output_and_say_where_from(site: Site) -> None:
    part = site.part("html")
    ends = [(one["start"], one["end"]) for one in part["segments"]]
    assert ends[0][0] == 0
    assert ends[-1][1] == len(part["output"])
    assert all(one[1] == other[0] for one, other in pairwise(ends))
    name = next(one for one in part["segments"] if one["path"] == "lead._fname")
    assert part["output"][name["start"] : name["end"]] == "Ann"
    assert part["template"][slice(*name["span"])] == "{lead._fname}"
    assert (name["place"], name["origin"]) == ("lead._fname", "data/profiles/agents.jsonl")
    assert name["value"] == {"type": "text", "text": "Ann"}
    top = next(one for one in part["segments"] if one["path"] == "$item.value")
    assert top["place"] == "relation.loyal.reverse.profit.top[0].value"
    assert top["assumption"]["name"] == "number_text"


def test_branches_say_what_was_taken_and_what_each_holds(site: Site) -> None:
    part = site.part("html")
    taken = {
        (one["kind"], part["template"][slice(*one["head"])][:4]): one for one in part["branches"]
    }
    assert [taken[kind, "{if "]["times"] for kind in ("then", "else")] == [1, 0]
    assert [taken[kind, "{for"]["times"] for kind in ("body", "else")] == [2, 0]
    assert part["template"][slice(*taken["else", "{if "]["body"])] == "<p>Away</p>"
    assert part["template"][slice(*taken["then", "{if "]["body"])].startswith("<a href")


def test_a_branch_that_is_not_written_has_no_place(site: Site) -> None:
    write(site.root, "templates/welcome.sms.txt", "{if lead.nothing}x{end}")
    branches = site.part("sms")["branches"]
    assert [(one["kind"], one["body"]) for one in branches] == [
        ("then", [17, 18]),
        ("else", [18, 18]),
    ]


def test_tags_say_what_they_printed(site: Site) -> None:
    part = site.part("html")
    kinds = [one["kind"] for one in part["tags"]]
    assert kinds.count("else") == kinds.count("end") == 2
    item = next(
        one for one in part["tags"] if part["template"][slice(*one["span"])] == "{$item.value}"
    )
    printed = [part["segments"][number] for number in item["printed"]]
    assert [part["output"][one["start"] : one["end"]] for one in printed] == ["25.5", "10"]


def test_what_is_empty_is_listed(site: Site) -> None:
    answer = site.post("/api/render", message="templates/welcome", to="agents:a3")
    assert answer["empty"] == ["lead._fname", "lead.points"]
    assert "missing" in [one["name"] for one in answer["assumptions"]]


def test_what_if(site: Site) -> None:
    part = site.part("html", set={"lead.city": "Oslo", "lead._fname": "Zoë"})
    assert "<p>Away</p>" in part["output"]
    name = next(one for one in part["segments"] if one["path"] == "lead._fname")
    assert name["origin"] == "what if"
    path = {"relation.loyal.reverse.profit.top.0.lead._fname": "Eve"}
    assert "<li>Eve: 25.5</li>" in site.part("html", set=path)["output"]


def test_documents_can_be_pasted_and_all_values_given(site: Site) -> None:
    pasted = site.part("push", roots={"json": {"offer": {"name": "Coffee"}}})
    assert pasted["output"].endswith("Coffee")
    assert pasted["segments"][-1]["origin"] == "pasted"
    given = site.post("/api/render", message="templates/welcome", as_json={"lead": {"_fname": "X"}})
    assert given["parts"][0]["output"] == "Hello, X"


def test_the_command_gives_the_same(site: Site) -> None:
    change: dict[str, Any] = {"set": {"lead._fname": "O'Neil", "lead.points": 4}, "to": "agents:a2"}
    assert site.part("sms", **change)["command"] == (
        "relvars render templates/welcome.sms.txt --to agents:a2"
        """ --set 'lead._fname=O'"'"'Neil' --set-json lead.points=4"""
    )
    given = site.part("sms", as_json={"lead": {"_fname": "A B"}})["command"]
    assert given == (
        """printf %s '{"lead": {"_fname": "A B"}}' | """
        "relvars render templates/welcome.sms.txt --values -"
    )


def test_a_broken_template_shows_the_last_good_one_for_any_recipient(site: Site) -> None:
    assert site.part("sms")["ok"]
    write(site.root, "templates/welcome.sms.txt", "Hi {lead._fname!")
    part = site.part("sms", to="agents:a2")
    assert (part["ok"], part["last_good"], part["output"]) == (False, True, "Hi Bob!")
    assert part["template"] == "Hi {lead._fname!"
    assert part["good_template"] == "Hi {lead._fname}!"
    assert "templates/welcome.sms.txt:1:4" in part["error"]["frame"]
    assert part["error"]["diagnostics"][0]["slug"] == "unclosed-tag"
    write(site.root, "templates/welcome.sms.txt", "Ho {lead._fname}")
    assert site.part("sms")["output"] == "Ho Ann"


def test_a_template_that_never_was_good_shows_its_error_alone(site: Site) -> None:
    part = site.part("html", "templates/more/broken")
    assert (part["ok"], part["last_good"], part["output"]) == (False, False, "")
    assert part["error"]["sentence"] == "The template has errors."


def test_trouble_with_the_data_is_told_of_every_part(site: Site) -> None:
    answer = site.post("/api/render", message="templates/welcome", to="agents:a9")
    assert "no profile of the database agents has the id 'a9'" in answer["trouble"]
    assert {one["ok"] for one in answer["parts"]} == {False}


def test_trouble_while_rendering_is_told_of_the_part(site: Site) -> None:
    answer = site.post("/api/render", message="templates/welcome", set={"lead.points": 10**4000})
    assert all(one["ok"] for one in answer["parts"])
    site.state.world = site.state.world._replace(
        project=site.state.world.project._replace(output_limit=5)
    )
    part = site.part("text")
    assert part["error"]["sentence"] == "The template cannot be rendered."
    assert part["error"]["diagnostics"][0]["slug"] == "output-limit"


def test_a_part_that_cannot_be_read_spoils_no_other(site: Site) -> None:
    (site.root / "templates/welcome.txt").write_bytes(b"\xff")
    answer = site.post("/api/render", message="templates/welcome")
    by_kind = {one["kind"]: one for one in answer["parts"]}
    assert "is not UTF-8" in by_kind["text"]["error"]["sentence"]
    assert by_kind["sms"]["ok"]


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"message": "templates/none"}, 404, "There is no message 'templates/none'."),
        ({"message": 3}, 400, "'message' must be a text."),
        ({"message": "templates/welcome", "to": "nobody"}, 400, "write DATABASE:PROFILE_ID"),
        ({"message": "templates/welcome", "set": []}, 400, "'set' must be an object."),
        ({"message": "templates/welcome", "set": {"led.x": 1}}, 200, "did you mean 'lead'?"),
        ({"message": "templates/welcome", "set": {"lead..x": 1}}, 400, "what if takes a path"),
        ({"message": "templates/welcome", "as_json": {"x": 1}}, 422, "no values are called 'x'"),
        ({"message": "templates/welcome", "at": "HEAD"}, 400, "compare shows commits"),
    ],
)
def test_what_is_asked_wrongly_is_said(
    site: Site, body: dict[str, object], status: int, said: str
) -> None:
    answer = site.page.post("/api/render", json=body, headers={"X-Relvars-Token": TOKEN})
    assert (answer.status_code, said in answer.text) == (status, True)


def test_half_of_a_surrogate_pair_is_no_harm(site: Site) -> None:
    answer = site.page.post(
        "/api/render",
        content=b'{"message": "templates/welcome", "set": {"lead._fname": "\\ud800"}}',
        headers={"X-Relvars-Token": TOKEN, "Content-Type": "application/json"},
    )
    assert answer.json()["parts"][0]["output"] == "Hello, \ud800"


def test_values_are_kept_until_data_change_or_are_asked_for_afresh(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site.part("sms")["ok"]

    def gone(*_: object, **__: object) -> None:
        raise DataError("asked again")

    monkeypatch.setattr("relvars.preview.filling.resolve_with_origins", gone)
    assert site.part("sms")["ok"]
    fresh = site.post("/api/render", message="templates/welcome", fresh=True)
    assert fresh["trouble"] == "asked again"


def test_values_are_shown_by_their_kind() -> None:
    assert shown(None, "") == {"type": "missing", "text": ""}
    assert shown(True, "true") == {"type": "boolean", "text": "true"}
    assert shown([1], "[1]") == {"type": "list", "text": "[1]"}
    assert shown({"a": 1}, "{}")["type"] == "object"
    assert len(shown("", "x" * 10**6)["text"]) == 201


def test_a_number_is_shown_as_the_message_prints_it(site: Site) -> None:
    part = site.part("text", set={"lead.points": 310.0})
    (points,) = (one["value"] for one in part["segments"] if one["path"] == "lead.points")
    assert points == {"type": "number", "text": "310"}


def test_values_can_be_edited_as_a_whole_unless_they_are_many(site: Site) -> None:
    answer = site.post("/api/render", message="templates/welcome")
    assert answer["values"]["lead"] == {"_fname": "Ann", "city": "Riga", "points": 3}
    large = site.post(
        "/api/render", message="templates/welcome", set={"lead._fname": "x" * 200_000}
    )
    assert large["values"] is None
