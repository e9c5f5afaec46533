"""A rule's docstring is taken apart as its author meant it."""

import pytest

from relvars.linter.listed import Listed
from relvars.linter.page import Example, page_of, read_page
from relvars.linter.rules import LISTED

FULL = """\
What it is.

More of it,
on two lines.

Why: because
    of that.

Fix: safe.

Bad (account, a.sms.txt):
    {x}

      {y}

Good: do this
    {z}
Values:
    {"a":
      1}

One more:

Bad:
    {w}
"""


def test_a_page_has_its_parts() -> None:
    page = read_page(FULL)
    assert page[:4] == ("What it is.", ("More of it, on two lines.",), "because of that.", "safe")
    assert page.examples == (
        Example(False, ("account", "a.sms.txt"), "", "", "{x}\n\n  {y}"),
        Example(True, (), "do this", "", "{z}", '{"a":\n  1}'),
        Example(False, (), "", "One more:", "{w}"),
    )


def test_a_short_page() -> None:
    page = read_page("What.\n\nWhy: so.\n\nBad:\n    a\n\nGood:\n    b\n")
    assert (page.more, page.fix) == ((), "")
    assert [one.template for one in page.examples] == ["a", "b"]


@pytest.mark.parametrize("listed", LISTED, ids=[one.slug for one in LISTED])
def test_every_page_says_what_and_why_and_shows_both(listed: Listed) -> None:
    page = page_of(listed)
    assert page.summary.endswith((".", ":"))
    assert page.why.endswith((".", ")"))
    assert {one.right for one in page.examples} == {True, False}
