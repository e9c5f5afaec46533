"""docs/rules.md from the rules' docstrings; `python -m tests.linter.rules_page` writes it.

What relvars prints of an example is made here by running it, so a page shows what happens.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from relvars.linter.listed import Group, Listed
from relvars.linter.page import Example, Page, page_of
from relvars.linter.rules import LISTED
from tests.test_docs import blocks_of, examples_of, printed

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
HEAD = Path(__file__).with_name("rules_head.md")
TITLES = {one: one.title() for one in Group}


def markdown() -> str:
    """The whole page."""
    rules = sorted(LISTED, key=lambda one: ([*Group].index(one.group), one.slug))
    parts = [HEAD.read_text(encoding="utf-8").rstrip("\n")]
    for group, listed in groupby(rules, key=lambda one: one.group):
        parts += [f"# {TITLES[group]}", *map(section, listed)]
    return "\n\n".join(parts) + "\n"


def section(listed: Listed) -> str:
    page = page_of(listed)
    parts = [f"## {listed.slug}", _what(listed, page), *page.more, f"*Why:* {page.why}", _fix(page)]
    words = [f"rule={listed.slug}"] if _is_ruled(listed, page) else []
    for example in _merged(listed, page.examples):
        parts += [_intro(example), *_blocks(example, words)]
    return "\n\n".join(part for part in parts if part)


def _merged(listed: Listed, examples: tuple[Example, ...]) -> Iterator[Example]:
    """The examples of a rule over files: neighbours of a kind are one message."""
    if not listed.over_files:
        yield from examples
        return
    for right, files in groupby(examples, key=lambda one: one.right):
        texts = [f"=== {one.words[0]}\n{one.template}" for one in files]
        yield Example(right, (), "", "", "\n".join(texts))


def _what(listed: Listed, page: Page) -> str:
    off = "" if listed.default else " Off by default."
    return f"**{listed.severity.title()}.**{off} {page.summary}"


def _fix(page: Page) -> str:
    asks = {"safe": "`--fix`", "unsafe": "`--fix --unsafe-fixes`"}
    both = "`--fix`, sometimes only with `--unsafe-fixes`"
    return f"*Fix:* `relvars lint` with {asks.get(page.fix, both)}." if page.fix else ""


def _intro(example: Example) -> str:
    if not example.right:
        return example.before
    return f"*Instead*, {example.note}:" if example.note else "*Instead*"


def _is_ruled(listed: Listed, page: Page) -> bool:
    """Is it lint alone that finds it, and not parser, analysis or rendering?"""
    rendered = any(one.values for one in page.examples if not one.right)
    return listed.group is Group.SUPPRESSION or not (listed.reported or rendered)


def _blocks(example: Example, words: list[str]) -> list[str]:
    """The template, its values, and what relvars prints of them."""
    info = ["relvars", *([] if example.right else ["error"]), *words, *example.words]
    blocks = [_fence(" ".join(info), example.template)]
    if example.values:
        blocks.append(_fence("json", example.values))
    (shown,) = examples_of(blocks_of(PAGE.name, "\n\n".join(blocks)))
    return [*blocks, _fence("text", printed(shown))]


def _fence(info: str, text: str) -> str:
    return f"```{info}\n{text}\n```"


if __name__ == "__main__":
    PAGE.write_text(markdown(), encoding="utf-8")
