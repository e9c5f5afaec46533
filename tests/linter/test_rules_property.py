"""For any text: no rule raises, every finding lies in the text, and edits can be made."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from relvars.linter.rule import Found
from relvars.linter.rules import LISTED, load
from tests.linter.rule_cases import Case, files_of
from tests.linter.rule_cases import cases as case_files

PIECES = sorted({text for case in case_files() for text in case.texts.values() if len(text) < 300})
TAGS = [
    "{", "}", "{{", "}}", "<", ">", "{end}", "{else}", "<end>", "{if lead.a}", "{if $x equal",
    "{for $i $x = json.a}", "{$x.lead._fname}", "{lead._fname}", "&nbsp;", "\u00a0", "“", "<b>",
    "</b>", "<!--", "-->", "$in.x", "{fragment.a}", "<script>", "%7B", "&#123;", "\n", '"a"', ",",
    "{relation.managers_loyal.reverse.profit.top}", " and ",
    "{for $n $link = relation.managers_loyal.reverse.profit.top}",
]  # fmt: skip
ANY = st.lists(st.one_of(st.sampled_from(TAGS), st.sampled_from(PIECES), st.text(max_size=5)))
NAMES = ["a.html", "a.amp.html", "a.txt", "a.sms.txt", "a.push.txt", "a.subject.txt", "a.css"]


@given(ANY, st.sampled_from(NAMES), st.booleans())
def test_no_rule_raises_and_every_edit_fits(pieces: list[str], name: str, known: bool) -> None:
    text = "".join(pieces)
    given_here = {"text": text, "file": name, "account": known, "fragments": {"a": text}}
    (file,) = files_of(Case("", "", 0, given_here))
    for rule in map(load, LISTED):
        for found in rule.check(file) if rule.check else ():
            assert fits(found, text), rule.slug


def fits(found: Found, text: str) -> bool:
    edits = sorted(found.edits)
    apart = all(one[1] <= other[0] for one, other in pairwise(edits))
    inside = all(0 <= start <= end <= len(text) for start, end, _ in edits)
    start, end = found.span
    return (
        apart and inside and 0 <= start <= end <= len(text) and found.message.endswith((".", "?"))
    )
