from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from relvars.catalog import assume
from relvars.coverage import Measured, Share, measured, merged, reach, share, total
from relvars.coverage.exchange import cobertura, lcov
from relvars.coverage.measured import lines, missing, never, percent_text
from relvars.coverage.pages import pages
from relvars.coverage.table import table
from relvars.syntax.parser import parse
from relvars.values import Values

TEXT = """\
<p>Hi {lead.a}</p>
{if lead.vip}
<p>VIP</p>
<p>{lead.b}</p>
{end}
{for $i $x = json.l}{$x}{else}none{end}
"""


def covered(text: str, *values: Values, name: str = "templates/a.html") -> Measured:
    template = parse(text, name)
    return measured(name, template, merged(reach(template, one).hits for one in values))


@pytest.mark.parametrize(
    ("text", "values", "gaps"),
    [
        (TEXT, [{}], ["3-4", "6->body"]),
        (TEXT, [{"lead": {"vip": 1}, "json": {"l": [1]}}], ["2->past", "6->else"]),
        (TEXT, [], ["1-6"]),
        ("x", [], ["1"]),
        ("{if lead.a}\nx\n{else}\ny\n{end}", [{}], ["2"]),
        ("{if lead.a}x{else}\ny\n{end}", [{}], ["1->then"]),
        ("{if lead.a}\nx\n{else} y\n{end}", [{"lead": {"a": 1}}], ["1->else"]),
        ("{if lead.a}{if lead.b}x{end}{end}", [{}], ["1->then"]),
        ("{if lead.a}{if lead.b}x{end}{end}", [{"lead": {"a": 1}}], ["1->then", "1->past"]),
        ("{if lead.a}{end}", [{}], ["1->then"]),
        (TEXT, [{}, {"lead": {"vip": 1}, "json": {"l": [1]}}], []),
    ],
)
def test_missing_is_told_like_coverage_py(text: str, values: list[Values], gaps: list[str]) -> None:
    assert missing(covered(text, *values)) == gaps


def test_the_percentage_is_of_branches() -> None:
    half = covered(TEXT, {})
    assert share(half, half.branches) == Share(2, 4)
    plain = covered("x {lead.a}", {})
    assert share(plain, plain.branches) == Share(1, 1)
    assert share(plain, plain.outputs) == Share(1, 2)
    assert total([half, plain]) == Share(3, 5)
    assert total([]).percent == 100


@pytest.mark.parametrize(
    ("reached", "of", "text"),
    [(0, 9, "0%"), (1, 1000, "1%"), (999, 1000, "99%"), (1000, 1000, "100%"), (1, 2, "50%")],
)
def test_a_percentage_never_says_all_or_nothing_falsely(reached: int, of: int, text: str) -> None:
    assert percent_text(Share(reached, of)) == text


def test_a_value_that_its_own_condition_guards_cannot_be_empty() -> None:
    guarded = covered("{if lead.a}{lead.a}{end}", {})
    assert [one.kind for one in guarded.outputs] == ["printed"]


def test_the_table() -> None:
    assert table([covered(TEXT, {}), covered("x", name="b.txt")]) == [
        "Template          Branches  Cover  Values  Missing",
        "-------------------------------------------------------",
        "templates/a.html       2/4    50%     1/6  3-4, 6->body",
        "b.txt                  0/1     0%     0/0  1",
        "-------------------------------------------------------",
        "TOTAL                  2/5    40%     1/6",
    ]
    assert len(table([covered("x")])) == 3
    assert "\x1b" not in "".join(table([covered("x", name="\x1b[31m.txt")]))


def test_lcov() -> None:
    rows = lcov([covered(TEXT, {})]).splitlines()
    start, loop = TEXT.index("{if"), TEXT.index("{for")
    assert rows == [
        "TN:", "SF:templates/a.html",
        f"BRDA:2,{start},0,0", f"BRDA:2,{start},1,1", f"BRDA:6,{loop},2,0", f"BRDA:6,{loop},1,1",
        "BRF:4", "BRH:2", "DA:1,1", "DA:2,1", "DA:3,0", "DA:4,0", "DA:6,1", "LF:5", "LH:3",
        "end_of_record",
    ]  # fmt: skip
    assert "BRDA:2,19,0,-" in lcov([covered(TEXT)])
    assert "SF:a_b.html" in lcov([covered("x", name="a\nb.html")])


def test_cobertura() -> None:
    root = ElementTree.fromstring(cobertura([covered(TEXT, {}, name='a"<.html')], source="a&b"))
    assert root.get("branch-rate") == "0.5000"
    assert (root.get("lines-covered"), root.get("lines-valid")) == ("3", "5")
    assert root.findtext("sources/source") == "a&b"
    [one] = root.iter("class")
    assert one.get("filename") == 'a"<.html'
    found = {line.get("number"): line.attrib for line in one.iter("line")}
    assert found["2"]["condition-coverage"] == "50% (1/2)"
    assert found["3"] == {"number": "3", "hits": "0", "branch": "false"}


def test_a_line_counts_the_most_of_what_is_on_it() -> None:
    counted = {line.number: line.hits for line in lines(covered(TEXT, {}, {"lead": {"vip": 1}}))}
    assert counted == {1: 2, 2: 2, 3: 1, 4: 1, 6: 2}


class Marks(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.tags: set[str] = set()
        self.now: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        if tag == "mark":
            self.now = [given.get("class") or "hit", given.get("title") or "", ""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark" and self.now:
            self.found.append((self.now[0], self.now[2], self.now[1]))
            self.now = None

    def handle_data(self, data: str) -> None:
        if self.now:
            self.now[2] += data


def test_a_page_is_coloured() -> None:
    marks = Marks(pages([covered(TEXT, {})])["templates_a.html.html"]).found[3:]
    assert marks == [
        ("part", "{lead.a}", "never prints anything"),
        ("part", "{if lead.vip}", "never true"),
        ("miss", "<p>VIP</p>", ""), ("miss", "<p>", ""), ("miss", "{lead.b}", "never reached"),
        ("miss", "</p>", ""), ("part", "{end}", ""),
        ("part", "{for $i $x = json.l}", "never runs"), ("miss", "{$x}", "never reached"),
        ("part", "{else}", ""), ("part", "{end}", ""),
    ]  # fmt: skip


def test_a_page_says_why_a_branch_cannot_be_reached() -> None:
    text = "{if lead.a}{if lead.a}x{else}y{end}{end}{for $i $x = json.l}{$x}{end}"
    page = pages([covered(text, {"lead": {"a": 1}, "json": {"l": [1]}})])["templates_a.html.html"]
    titles = [title for _, _, title in Marks(page).found[3:] if title]
    assert titles[1].startswith("never false: it would need `lead.a` true")
    assert titles[2:] == ["never without items", "never empty"]


def test_nothing_of_a_template_gets_into_a_page_as_markup() -> None:
    text = "<script>alert(1)</script>{if lead.a}\"'<img src=x>{end}{lead.b"
    name = "<script>x\"'.html"
    template = parse(text, name)
    made = pages([measured(name, template, {})])
    assert len(made) == 2
    for page in made.values():
        assert not Marks(page).tags & {"script", "img"}
        assert "alert(1)</script>" not in page


def test_pages_have_names_of_their_own_and_an_index() -> None:
    made = pages([covered("x", name=one) for one in ("a/b.html", "a_b.html", "A/B.html", "…")])
    names = ["a_b.html.html", "a_b.html-2.html", "A_B.html-3.html", "template.html"]
    assert [*made] == ["index.html", *names]
    assert all(f'href="{name}"' in made["index.html"] for name in names)
    assert "prefers-color-scheme: dark" in made["index.html"]


def test_a_template_with_errors_says_so_and_where() -> None:
    broken = covered("x\n  {if lead.a}")
    gap = "cannot be read at line 2, column 3: "
    assert [one.startswith(gap) for one in missing(broken)] == [True]
    assert gap in table([broken])[2]
    made = pages([broken])
    assert gap in made["index.html"]
    assert gap in made["templates_a.html.html"]


@pytest.mark.parametrize(
    ("text", "settings", "impossible"),
    [
        ("{if 0}x{end}", {}, ["then"]),
        ("{if 0}x{end}", {"zero": "true"}, ["else"]),
        ('{if 1 equal "1"}x{end}', {}, ["else"]),
        ('{if 1 equal "1"}x{end}', {"coerce": "strict"}, ["then"]),
        ('{if lead.a equal 0}{if lead.a equal "0"}{end}{end}', {"coerce": "strict"}, ["then"]),
    ],
)
def test_why_a_branch_cannot_be_reached_hangs_on_assumptions(
    text: str, settings: dict[str, str], impossible: list[str]
) -> None:
    told = never(measured("a", parse(text), {}, assume(settings)))
    assert [point.kind for point in told] == impossible
