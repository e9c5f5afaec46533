"""The other calls: the tree, comparing, saving, sending, exports."""

import os
import shutil
import subprocess
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from relvars import renderer
from relvars.cases import load_cases, run_case
from relvars.config.surroundings import surroundings
from relvars.errors import RelvarsError
from relvars.preview import filling
from relvars.preview.checking import check
from relvars.preview.committed import committed
from relvars.preview.comparing import changes
from relvars.preview.world import open_world
from tests.preview.conftest import TOKEN, Site, write
from tests.preview.mailbox import Mailbox


def test_the_tree(site: Site) -> None:
    answer = site.get("/api/project")
    assert [one["id"] for one in answer["messages"]] == [
        "templates/more/broken",
        "templates/welcome",
    ]
    assert [one["kind"] for one in answer["messages"][1]["parts"]] == [
        "subject", "html", "text", "sms", "push"
    ]  # fmt: skip
    assert answer["messages"][1]["to"] == "agents:a1"
    assert answer["messages"][1]["database"] == "agents"
    assert (answer["name"], answer["databases"], answer["default_to"]) == (
        "shop", ["agents"], "agents:a1"
    )  # fmt: skip
    assert (answer["smtp"], answer["trouble"], answer["source"]) == (False, None, "files:data")


def test_languages_are_messages_of_their_own(root: Path, make_site: Callable[..., Site]) -> None:
    write(root, "templates/welcome.ru.html", "Привет")
    names = [one["id"] for one in make_site(root).get("/api/project")["messages"]]
    assert names[1:] == ["templates/welcome", "templates/welcome.ru"]


def test_a_project_without_templates_is_empty(root: Path, make_site: Callable[..., Site]) -> None:
    shutil.rmtree(root / "templates")
    assert make_site(root).get("/api/project")["messages"] == []


def test_a_page_that_was_not_told_which_message_gets_the_first(site: Site) -> None:
    first = site.get("/api/project")["messages"][0]["id"]
    assert site.post("/api/render")["message"] == first


def test_templates_that_have_changed_are_let_go(site: Site) -> None:
    for number in range(40):
        write(site.root, "templates/welcome.sms.txt", f"{number} {{lead._fname}}")
        assert site.part("sms")["output"] == f"{number} Ann"
    assert len(site.state.fetched) == 1
    assert filling._parsed.cache_info().currsize <= 16
    filling.let_go()
    assert renderer._recording.cache_info().currsize == 0


def test_form(site: Site) -> None:
    form = {
        one["path"]: one for one in site.post("/api/render", message="templates/welcome")["form"]
    }
    assert form["lead._fname"] == {
        "path": "lead._fname", "type": "string", "value": "Ann", "large": False, "missing": False,
        "origin": "data/profiles/agents.jsonl",
    }  # fmt: skip
    assert form["lead.city"]["choices"] == ["Riga"]
    assert form["lead.points"]["type"] == "integer"
    assert form["relation.loyal.reverse.profit.top"]["type"] == "json"
    assert form["json.offer.name"]["value"] == "Tea"


def test_form_of_what_is_missing_and_of_what_no_schema_knows(site: Site) -> None:
    write(
        site.root,
        "templates/welcome.txt",
        "{lead.on}{lead.rate}{lead.tags}{json.offer}{relation.loyal.reverse.profit.count}{lead.x.y}"
        "{relation.loyal.reverse.profit.total}{lead.n}{relation.loyal.reverse.profit.odd}",
    )
    row = '{"_id": "a1", "on": true, "rate": 0.5, "tags": ["a"], "n": 4}\n'
    write(site.root, "data/profiles/agents.jsonl", row)
    form = site.post("/api/render", message="templates/welcome")["form"]
    types = {one["path"]: one["type"] for one in form}
    assert types["lead.on"] == "boolean"
    assert types["lead.rate"] == "float"
    assert types["lead.n"] == "integer"
    assert types["lead.tags"] == types["json.offer"] == "json"
    assert types["lead.x.y"] == "string"
    assert types["relation.loyal.reverse.profit.count"] == "integer"
    assert types["relation.loyal.reverse.profit.total"] == "float"
    assert types["relation.loyal.reverse.profit.odd"] == "json"
    assert "json.offer.name" not in types


def test_a_long_list_is_not_for_editing(site: Site) -> None:
    write(site.root, "data/json.json", f'{{"items": {[*range(51)]}}}')
    write(site.root, "templates/welcome.txt", "{for $i $x = json.items}{$x}{end}")
    form = {
        one["path"]: one for one in site.post("/api/render", message="templates/welcome")["form"]
    }
    assert (form["json.items"]["large"], form["json.items"]["value"]) == (True, None)


def test_bare_messages_have_plain_addresses(site: Site) -> None:
    answer = site.page.get("/render/templates/welcome.sms.txt?to=agents:a2&set.lead._fname=Zoë")
    assert (answer.text, answer.headers["content-type"]) == ("Hi Zoë!", "text/plain; charset=utf-8")
    assert site.page.get("/render/templates/welcome").text.startswith("<!doctype html>")
    broken = site.page.get("/render/templates/more/broken.html")
    assert (broken.status_code, "unclosed-block" in broken.text) == (400, True)
    assert site.page.get("/render/templates/welcome.txt?to=agents:no").status_code == 422
    assert site.page.get("/render/templates/welcome.txt?set.lead..x=1").status_code == 400


def test_exports(site: Site) -> None:
    html = site.page.get("/export/templates/welcome.html")
    assert html.headers["content-disposition"] == "attachment; filename*=UTF-8''welcome.html"
    assert html.headers["content-security-policy"].startswith("sandbox;")
    assert site.page.get("/export/templates/welcome.txt").text == "Dear Ann, you have 3 points."
    for path in ("templates/welcome.pdf", "templates/welcome", "templates/more/broken.txt"):
        assert site.page.get(f"/export/{path}").status_code == 404


def test_export_as_a_mail(site: Site) -> None:
    answer = site.page.get("/export/templates/welcome.eml?to=agents:a4")
    mail: Any = message_from_bytes(answer.content, policy=default)
    assert mail["Subject"] == "Hello, Ольга"
    assert mail["To"] == "olga@example.com"
    kinds = [one.get_content_type() for one in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    body = mail.get_body(("html",))
    assert "Dear Ольга," in body.get_content()


def test_a_mail_is_sent(site: Site, mailbox: Mailbox) -> None:
    answer = site.post("/api/send", message="templates/welcome", address=mailbox.place)
    assert answer["sentence"] == f"Sent to {mailbox.place}."
    assert (mailbox.last()["Subject"], mailbox.last()["To"]) == ("Hello, Ann", "ann@example.com")


def test_the_server_of_the_command_line_is_the_one(
    root: Path, make_site: Callable[..., Site], mailbox: Mailbox
) -> None:
    site = make_site(root, smtp=mailbox.place)
    assert site.get("/api/project")["smtp"] is True
    site.post(
        "/api/send", message="templates/welcome", as_json={"lead": {"email": "e@example.com"}}
    )
    assert mailbox.last()["To"] == "e@example.com"


@pytest.mark.parametrize(
    ("name", "subject"),
    [("A\r\nBcc: all@example.com", "Hello, A Bcc: all@example.com"), ("\tx\x00y", "Hello, x y")],
)
def test_a_header_has_one_line_whatever_a_profile_holds(
    site: Site, mailbox: Mailbox, name: str, subject: str
) -> None:
    changed = {"lead._fname": name}
    site.post("/api/send", message="templates/welcome", set=changed, address=mailbox.place)
    assert mailbox.last()["Subject"] == subject
    assert mailbox.last()["Bcc"] is None


@pytest.mark.parametrize(
    "address", ["x", "a@b\r\nBcc: c@d", "ол@example.com", "", 4, None, "a@b, c@d", "<a@b>"]
)
def test_an_address_that_is_none_is_replaced(site: Site, mailbox: Mailbox, address: object) -> None:
    changed = {"lead.email": address}
    site.post("/api/send", message="templates/welcome", set=changed, address=mailbox.place)
    assert mailbox.last()["To"] == "recipient@localhost"


def test_a_mail_goes_to_whoever_is_written(site: Site, mailbox: Mailbox) -> None:
    asked = {"message": "templates/welcome", "address": mailbox.place}
    site.post("/api/send", recipient=" kim@example.com ", **asked)
    assert mailbox.last()["To"] == "kim@example.com"
    status, sentence = site.refused("/api/send", recipient="kim at home", **asked)
    assert (status, "no e-mail address" in sentence) == (400, True)


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("mail.example.com:25", 400, "--allow-remote-smtp"),
        ("10.0.0.1:25", 400, "--allow-remote-smtp"),
        ("127.0.0.1", 400, "is no HOST:PORT"),
        ("127.0.0.1:0", 400, "is no HOST:PORT"),
        ("127.0.0.1:99999", 400, "is no HOST:PORT"),
        ("127.0.0.1:²", 400, "is no HOST:PORT"),
        ("127.0.0.1:1", 422, "did not take it"),
    ],
)
def test_mail_goes_to_this_computer_alone(site: Site, address: str, status: int, said: str) -> None:
    got, sentence = site.refused("/api/send", message="templates/welcome", address=address)
    assert (got, said in sentence) == (status, True)


def test_mail_may_go_further_when_that_was_said(root: Path, make_site: Callable[..., Site]) -> None:
    site = make_site(root, remote_smtp=True)
    status, _ = site.refused(
        "/api/send",
        message="templates/welcome",
        address="mail.invalid:25",
        recipient="kim@example.com",
    )
    assert status == 422


def test_what_is_no_mail_is_not_sent(site: Site) -> None:
    write(site.root, "templates/note.sms.txt", "x")
    site.state.world = open_world(site.root)
    status, sentence = site.refused("/api/send", message="templates/note")
    assert (status, sentence) == (
        400, "templates/note is no e-mail: it has neither HTML nor text."
    )  # fmt: skip


def test_mails_of_one_part_and_of_amp(site: Site) -> None:
    write(site.root, "templates/note.html", "<p>x</p>")
    write(site.root, "templates/more/all.html", "<p>x</p>")
    write(site.root, "templates/more/all.txt", "x")
    write(site.root, "templates/more/all.amp.html", "<p>x</p>")
    write(site.root, "templates/text.txt", "x")
    site.state.world = open_world(site.root)

    def kinds(name: str) -> list[str]:
        answer = site.page.get(f"/export/templates/{name}.eml")
        mail = message_from_bytes(answer.content)
        return [one.get_content_type() for one in mail.walk()]

    assert kinds("note") == ["text/html"]
    assert kinds("text") == ["text/plain"]
    assert kinds("more/all") == [
        "multipart/alternative", "text/plain", "text/x-amp-html", "text/html"
    ]  # fmt: skip


def test_two_recipients_side_by_side(site: Site) -> None:
    path = "templates/welcome.txt"
    query = {"message": "templates/welcome", "part": path, "to": "agents:a1", "with": "agents:a2"}
    answer = site.get("/api/compare", **query)
    left, right = answer["left"]["output"], answer["right"]["output"]
    assert (left, right) == ("Dear Ann, you have 3 points.", "Dear Bob, you have  points.")
    shown = [(left[slice(*one["left"])], right[slice(*one["right"])]) for one in answer["changes"]]
    assert shown == [("Ann", "Bob"), (" 3 ", "  ")]
    assert (answer["left_title"], answer["right_title"]) == ("agents:a1", "agents:a2")
    again = site.post("/api/compare", **{**query, "set": {"lead.points": 1}})
    assert "you have 1 points" in again["right"]["output"]


def test_somebody_must_be_compared_with(site: Site) -> None:
    status, sentence = site.refused("/api/compare", message="templates/welcome")
    assert (status, "with=DATABASE:PROFILE_ID" in sentence) == (400, True)
    answer = site.get("/api/compare", message="templates/welcome", **{"with": "agents:no"})
    assert "no profile" in answer["right"]["error"]["sentence"]


def git(folder: Path, *words: str) -> None:
    """Git, without anybody's settings."""
    settings = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "core.autocrlf=false")
    subprocess.run(
        ["git", *settings, *words],
        cwd=folder,
        check=True,
        capture_output=True,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"},
    )


def test_the_last_commit_beside_what_is_now(root: Path, make_site: Callable[..., Site]) -> None:
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    write(root, "templates/welcome.sms.txt", "Hello {lead._fname}!")
    site = make_site(root)
    assert (
        "templates/welcome.sms.txt" in site.get("/api/commit", message="templates/welcome")["parts"]
    )
    query = {"message": "templates/welcome", "part": "templates/welcome.sms.txt", "commit": "HEAD"}
    answer = site.get("/api/compare", **query)
    assert [answer[side]["output"] for side in ("left", "right")] == ["Hi Ann!", "Hello Ann!"]
    assert answer["template_changes"] == [{"left": [0, 2], "right": [0, 5]}]
    write(root, "templates/welcome.push.txt", "{if lead.city}")
    assert site.part("push")["last_good"] is False
    for commit, said in (
        ("nothing", "There is no commit nothing yet"), ("--help", "no name of a commit"),
        ("HEAD:./relvars.toml #", "no name of a commit"), ("HEAD~5", "There is no commit"),
    ):  # fmt: skip
        status, sentence = site.refused("/api/compare", **{**query, "commit": commit})
        assert (status, said in sentence) == (400, True), sentence
    write(root, "templates/new.txt", "x")
    site.state.world = open_world(root)
    known = site.get("/api/commit", message="templates/new")
    assert (known["parts"], known["sentence"]) == ([], None)
    new = {"message": "templates/new", "part": "templates/new.txt", "commit": "HEAD"}
    assert site.refused("/api/compare", **new) == (
        400,
        "templates/new.txt is not in the commit HEAD.",
    )


def test_what_a_partial_clone_lacks_is_not_fetched(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    write(whole, "a.html", "<p>x</p>")
    git(whole, "init", "-q")
    git(whole, "config", "uploadpack.allowFilter", "true")
    git(whole, "add", ".")
    git(whole, "commit", "-qm", "first")
    clone = ("clone", "-q", "--filter=blob:none", "--no-checkout", whole.as_uri(), "part")
    git(tmp_path, *clone)
    with pytest.raises(RelvarsError):
        committed(tmp_path / "part", "a.html", "HEAD")
    git(tmp_path / "part", "checkout", "-q", "HEAD")
    assert committed(tmp_path / "part", "a.html", "HEAD") == "<p>x</p>"


def test_no_repository_no_git(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = {"message": "templates/welcome", "commit": "HEAD"}
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    status, sentence = site.refused("/api/compare", **asked)
    assert (status, "in no git repository" in sentence) == (400, True)
    assert site.get("/api/commit", message="templates/welcome")["sentence"] == sentence
    monkeypatch.setenv("PATH", str(tmp_path))
    assert site.refused("/api/compare", **asked)[1].startswith("git is not installed")


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("", "", []),
        ("a b c", "a x c", [("b", "x")]),
        ("1\n2\n3\n", "1\n3\n", [("2\n", "")]),
        ("x", "", [("x", "")]),
        ("same\nold words\n", "same\nnew words\n", [("old", "new")]),
    ],
)
def test_differences(left: str, right: str, expected: list[tuple[str, str]]) -> None:
    found = changes(left, right)
    assert [(left[slice(*one["left"])], right[slice(*one["right"])]) for one in found] == expected


def test_long_stretches_are_compared_as_a_whole() -> None:
    left, right = "a " * 5000, "b " * 5000
    assert changes(left, right) == [{"left": [0, 10_000], "right": [0, 10_000]}]


def passes(file: Path) -> bool:
    """Whether all cases of a file pass."""
    outcomes = [run_case(one, surroundings(one)) for one in load_cases(file).cases]
    return not any(one.failures for one in outcomes)


def test_a_case_is_saved(site: Site) -> None:
    path = "templates/welcome.sms.txt"
    asked = {"message": "templates/welcome", "part": path, "to": "agents:a2"}
    first = site.post("/api/case", **asked, name="Bob", set={"lead._fname": "Rob"})
    assert (first["file"], first["line"]) == ("tests/welcome.case.toml", 1)
    second = site.post("/api/case", **asked, name="Bob")
    assert second["line"] == 8
    file = site.root / "tests/welcome.case.toml"
    assert file.read_text() == (
        '[[case]]\nname = "Bob"\ntemplate = "templates/welcome.sms.txt"\nto = "agents:a2"\n'
        'set = { "lead._fname" = "Rob" }\nrenders = "Hi Rob!"\n\n'
        '[[case]]\nname = "Bob 2"\ntemplate = "templates/welcome.sms.txt"\nto = "agents:a2"\n'
        'renders = "Hi Bob!"\n'
    )
    assert passes(file)


def test_a_case_of_given_values(site: Site) -> None:
    saved = site.post(
        "/api/case",
        message="templates/welcome",
        part="templates/welcome.txt",
        as_json={"lead": {"_fname": "X", "points": None}},
    )
    assert saved["text"].splitlines()[3] == 'values = { lead = { _fname = "X" } }'
    assert passes(site.root / "tests/welcome.case.toml")


def test_a_case_of_a_changed_item_has_all_values(site: Site) -> None:
    changed = {"relation.loyal.reverse.profit.top.0.value": 99}
    saved = site.post(
        "/api/case", message="templates/welcome", part="templates/welcome.html", set=changed
    )
    assert "value = 99" in saved["text"]
    assert "snapshot = true" in saved["text"]
    shelf = site.root / "tests/__snapshots__/welcome.case"
    assert [one.name for one in shelf.iterdir()] == ["html-as-previewed.html"]


def test_a_case_is_added_to_a_file_that_is_there(site: Site) -> None:
    before = (
        'template = "../templates/welcome.txt"\n# kept\n[[case]]\nname = "a"\ncontains = ["D"]\n'
    )
    file = write(site.root, "tests/more/broken.case.toml", before)
    write(site.root, "templates/more/broken.html", "<p>{lead.city}</p>")
    saved = site.post("/api/case", message="templates/more/broken", name="b")
    assert saved["file"] == "tests/more/broken.case.toml"
    assert file.read_text().startswith(before)
    assert [one.name for one in load_cases(file).cases] == ["a", "b"]


def test_nothing_is_added_to_a_file_that_is_wrong(site: Site) -> None:
    file = write(site.root, "tests/welcome.case.toml", "[[case]\n")
    status, sentence = site.refused("/api/case", message="templates/welcome", name="x")
    assert (status, "this is not TOML" in sentence) == (400, True)
    assert file.read_text() == "[[case]\n"


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"as_json": {"json": [None]}}, 400, "a list in them has a null"),
        ({"part": "templates/none.txt"}, 404, "has no part"),
        ({"name": "\u202e"}, 400, "can be printed"),
        ({"to": "agents:no"}, 422, "no profile"),
    ],
)
def test_what_cannot_be_a_case(site: Site, body: dict[str, object], status: int, said: str) -> None:
    write(site.root, "templates/welcome.subject.txt", "{lead._fname}{json}")
    got, sentence = site.refused("/api/case", message="templates/welcome", **{"name": "x", **body})
    assert (got, said in sentence) == (status, True), sentence
    assert not (site.root / "tests").exists()


def test_a_broken_template_is_no_case(site: Site) -> None:
    assert site.refused("/api/case", message="templates/more/broken", name="x")[0] == 400


def test_a_folder_that_cannot_be_written_is_told(site: Site) -> None:
    write(site.root, "tests", "a file")
    status, sentence = site.refused("/api/case", message="templates/welcome", name="x")
    assert (status, "the case file" in sentence) == (422, True)


def test_findings_come_once_somebody_has_looked(site: Site) -> None:
    asked = site.get("/api/diagnostics", message="templates/more/broken")
    assert (asked["ready"], asked["parts"]) == (False, [])
    check(site.state.checks, site.state.world, "templates/more/broken")
    found = site.get("/api/diagnostics", message="templates/more/broken")
    assert found["parts"][0]["diagnostics"][0]["slug"] == "unclosed-block"
    marked = site.get("/api/project")["messages"][0]
    assert (marked["errors"], marked["checked"]) == (1, True)
    assert marked["parts"][0]["errors"] == 1
    part = site.part("html", "templates/more/broken")
    slugs = [one["slug"] for one in part["diagnostics"]]
    assert (part["linted"], slugs.count("unclosed-block")) == (True, 1)
    assert check(site.state.checks, site.state.world, "templates/none") == []


def test_an_internal_error_is_told_without_its_details(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("relvars.preview.answers.render_message", lambda *_: 1 / 0)
    assert site.refused("/api/render", message="templates/welcome") == (
        500, "Internal error (ZeroDivisionError)."
    )  # fmt: skip
    assert "ZeroDivisionError) in /api/render" in capsys.readouterr().err


def test_what_nests_too_deeply_is_told(site: Site) -> None:
    deep = b'{"a":' * 900 + b"1" + b"}" * 900
    answer = site.page.post(
        "/api/render",
        content=b'{"message": "templates/welcome", "set": {"json": ' + deep + b"}}",
        headers={"X-Relvars-Token": TOKEN, "Content-Type": "application/json"},
    )
    assert answer.status_code in (200, 400)
