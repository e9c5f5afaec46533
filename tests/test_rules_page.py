"""docs/rules.md has a heading for every finding there is, no other, and shows each at work."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from relvars.diagnostics import Severity
from relvars.linter.listed import Group
from relvars.linter.rules import LISTED
from relvars.syntax.explain import mistakes
from tests.linter.rules_page import markdown
from tests.test_docs import BLOCKS, ROOT, Block, Example, blocks_of, examples_of, findings_of

PAGE = "rules.md"
GROUPS = [one.title() for one in Group]
_HEADING = re.compile(r"^## (.*)$", re.MULTILINE)
_SEVERITY = re.compile(r"\*\*(\w+)\.\*\* ")


class Section(NamedTuple):
    """What the page says of a finding; `line` is where its heading stands."""

    slug: str
    line: int
    text: str


# --- The slugs of the sources ---------------------------------------------------------------------


def slugs_in(trees: list[ast.Module]) -> tuple[set[str], list[str]]:
    """The slugs that are passed as such, and calls that pass something else than a known one.

    A slug is an argument for a parameter (or a field of a record) of that name. One that is handed
    on, `slug` or `finding.slug`, has been counted where it came from.
    """
    takers = [slug_places(tree) for tree in trees]
    shared = {name: place for own in takers for name, place in own.items() if name[0] != "_"}
    shared = {name: place for name, place in shared.items() if place is not None}
    found, unclear = set[str](), list[str]()
    for tree, own in zip(trees, takers, strict=True):
        for call in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
            for argument in slug_arguments(call, {**shared, **own}):
                match argument:
                    case ast.Constant(value=str(slug)):
                        found.add(slug)
                    case ast.Name(id="slug") | ast.Attribute(attr="slug"):
                        pass
                    case _:
                        unclear.append(ast.unparse(call))
    return found, unclear


def slug_places(tree: ast.Module) -> dict[str, int | None]:
    """Where among its arguments a function or record of a module takes a slug; None: nowhere."""
    places: dict[str, int | None] = {}
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.FunctionDef):
            names = [one.arg for one in node.args.args if one.arg != "self"]
        elif isinstance(node, ast.ClassDef):
            fields = (one.target for one in node.body if isinstance(one, ast.AnnAssign))
            names = [one.id for one in fields if isinstance(one, ast.Name)]
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            places[node.name] = names.index("slug") if "slug" in names else None
    return places


def slug_arguments(call: ast.Call, places: Mapping[str, int | None]) -> Iterator[ast.expr]:
    yield from (one.value for one in call.keywords if one.arg == "slug")
    if isinstance(call.func, ast.Name | ast.Attribute):
        name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr
        place = places.get(name)
        if place is not None:
            yield from call.args[place : place + 1]


# The findings of a translation are explained on a page of their own, docs/jinja.md. The engine of
# lint hands findings on, and so do the surfaces.
ELSEWHERE = {"transpiler", "linter", "cli", "formatter", "preview", "cases"}


def is_source(path: Path) -> bool:
    rooms = path.relative_to(ROOT / "relvars").parts
    return rooms[0] not in ELSEWHERE


SOURCES = [
    ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(ROOT.glob("relvars/**/*.py"))
    if is_source(path)
]
SLUGS = slugs_in(SOURCES)[0] | {mistake.slug for mistake in mistakes()}


def test_a_slug_is_written_where_it_is_given() -> None:
    assert slugs_in(SOURCES)[1] == []


@pytest.mark.parametrize(
    ("source", "found", "unclear"),
    [
        ("def told(span, slug): ...\ntold(1, 'no-a')", {"no-a"}, []),
        ("def told(span, slug): ...\ntold(slug='no-a', span=1)", {"no-a"}, []),
        ("def told(span, slug): ...\ntold(1, slug); told(1, one.slug)", set(), []),
        ("def told(span, slug): ...\ntold(1, 'no-' + 'a')", set(), ["told(1, 'no-' + 'a')"]),
        ("class Told:\n  slug: str\nTold('no-a'); room.Told('no-b')", {"no-a", "no-b"}, []),
        ("class C:\n  def told(self, slug): ...\nc.told('no-a')", {"no-a"}, []),
        ("one._replace(slug='no-a')", {"no-a"}, []),
        ("def told(span): ...\ntold('no-a')", set(), []),
        ("def told(span, slug): ...\ntold(1, *rest)", set(), ["told(1, *rest)"]),
        ("def told(span, slug): ...\ntold(1)", set(), []),
    ],
)
def test_slugs_are_found_in_a_source(source: str, found: set[str], unclear: list[str]) -> None:
    assert slugs_in([ast.parse(source)]) == (found, unclear)


def test_a_module_means_its_own_function() -> None:
    public, private = "def told(slug): ...\n", "def _told(slug): ...\n"
    other = "told('no-a')\n_told('no-b')\n"
    assert slugs_in([ast.parse(public + private), ast.parse(other)]) == ({"no-a"}, [])
    shadowed = "def told(span): ...\n" + other
    assert slugs_in([ast.parse(public), ast.parse(shadowed)]) == (set(), [])


# --- The page -------------------------------------------------------------------------------------


def groups_of(markdown: str) -> dict[str, str]:
    """The text under each heading of the first level."""
    _, *parts = re.split(r"^# (.*)\n", outside_fences(markdown), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def outside_fences(markdown: str) -> str:
    return re.sub(r"^```.*?^```$", "", markdown, flags=re.MULTILINE | re.DOTALL)


def sections_of(markdown: str) -> list[Section]:
    headings = list(_HEADING.finditer(markdown))
    ends = [*(one.start() for one in headings[1:]), len(markdown)]
    return [
        Section(one[1], markdown.count("\n", 0, one.start()) + 1, markdown[one.end() : end])
        for one, end in zip(headings, ends, strict=True)
    ]


MARKDOWN = Path(ROOT, "docs", PAGE).read_text(encoding="utf-8")
SECTIONS = sections_of(MARKDOWN)
EXAMPLES = examples_of([block for block in BLOCKS if block.page == PAGE])


def named(section: Section) -> str:
    return section.slug


def examples_in(section: Section) -> list[Example]:
    lines = range(section.line, section.line + section.text.count("\n") + 1)
    return [one for one in EXAMPLES if one.template.line in lines]


def is_wrong(example: Example) -> bool:
    return "error" in example.template.words


def test_the_page_has_every_rule_once_and_no_other() -> None:
    assert sorted(section.slug for section in SECTIONS) == sorted(one.slug for one in LISTED)


def test_every_finding_is_a_rule() -> None:
    assert {one.slug for one in LISTED} >= SLUGS


def test_a_rule_that_others_report_is_reported() -> None:
    reported = (one for one in LISTED if one.reported and one.group is not Group.SUPPRESSION)
    assert {one.slug for one in reported} <= SLUGS


def test_the_page_is_made_from_the_docstrings() -> None:
    """It is written anew by `python -m tests.linter.rules_page`."""
    assert markdown() == MARKDOWN


def test_what_is_wrong_says_something_on_the_page() -> None:
    assert [one.template.line for one in EXAMPLES if not (one.expected or "").strip()] == []


def test_the_page_is_in_order() -> None:
    groups = groups_of(MARKDOWN)
    assert list(groups)[1:] == GROUPS
    for text in groups.values():
        assert _HEADING.findall(text) == sorted(_HEADING.findall(text))


@pytest.mark.parametrize("section", SECTIONS, ids=named)
def test_a_finding_is_shown_and_then_avoided(section: Section) -> None:
    first, second, *_ = examples = examples_in(section)
    assert (is_wrong(first), is_wrong(second)) == (True, False)
    for example in examples:
        slugs = {finding.slug for finding in findings_of(example)}
        assert (section.slug in slugs) is is_wrong(example)


@pytest.mark.parametrize("section", SECTIONS, ids=named)
def test_what_is_right_has_no_finding_at_all(section: Section) -> None:
    assert [findings_of(one) for one in examples_in(section) if not is_wrong(one)] == [()]


@pytest.mark.parametrize("section", SECTIONS, ids=named)
def test_a_finding_has_the_severity_that_the_page_tells(section: Section) -> None:
    told = _SEVERITY.match(section.text.lstrip())
    assert told is not None, "no severity"
    assert severities(section) == {Severity(told[1].lower())}


def severities(section: Section) -> set[Severity]:
    wrong = (one for one in examples_in(section) if is_wrong(one))
    findings = (finding for example in wrong for finding in findings_of(example))
    return {finding.severity for finding in findings if finding.slug == section.slug}


@pytest.mark.parametrize("section", SECTIONS, ids=named)
def test_a_finding_points_at_its_heading(section: Section) -> None:
    urls = {one.url for one in findings_of(examples_in(section)[0]) if one.slug == section.slug}
    assert urls == {f"docs/{PAGE}#{section.slug}"}


def test_sections_and_groups_are_told_apart() -> None:
    page = "# A\n\n# B\n\n## no-x\nx\n```toml\n# no heading\n```\n## no-y\n"
    x, y = sections_of(page)
    assert ((x.slug, x.line), (y.slug, y.line)) == (("no-x", 5), ("no-y", 10))
    assert list(groups_of(page)) == ["A", "B"]
    assert blocks_of(PAGE, page) == [Block(PAGE, 7, "toml", (), "# no heading\n")]
