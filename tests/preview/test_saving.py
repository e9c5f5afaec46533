"""Cases that are saved: none is lost, and no file is made worse."""

import tomllib
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.preview.conftest import TOKEN, Site, write


def test_cases_saved_at_once_are_all_kept(site: Site) -> None:
    def save(number: int) -> int:
        body = {"message": "templates/welcome", "name": f"case {number}"}
        answer = site.page.post("/api/case", json=body, headers={"X-Relvars-Token": TOKEN})
        return answer.status_code

    with ThreadPoolExecutor(8) as pool:
        assert {*pool.map(save, range(24))} == {200}
    text = (site.root / "tests/welcome.case.toml").read_text(encoding="utf-8")
    names = {one["name"] for one in tomllib.loads(text)["case"]}
    assert names == {f"case {number}" for number in range(24)}


@pytest.mark.parametrize(
    "written",
    ["case = [{ name = 'a', template = 'templates/welcome.txt', renders = 'x', values = {} }]\n",
     "case = [\n  { name = 'a', template = 'templates/welcome.txt', renders = 'x' },\n]\n"],
)  # fmt: skip
def test_a_file_that_another_table_would_break_is_left_alone(site: Site, written: str) -> None:
    file = write(site.root, "tests/welcome.case.toml", written)
    status, sentence = site.refused("/api/case", message="templates/welcome", name="b")
    assert (status, "add the case by hand" in sentence) == (400, True)
    assert file.read_text(encoding="utf-8") == written
    assert not (site.root / "tests/__snapshots__").exists()
