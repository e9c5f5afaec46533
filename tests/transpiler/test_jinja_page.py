"""`docs/jinja.md` is what translating gives today."""

from tests.transpiler.jinja_page import PAGE, page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.transpiler.jinja_page"
