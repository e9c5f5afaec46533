"""Every example of README.md and docs/*.md is run; what a page shows is what happens.

A page is Markdown; its fenced blocks are told apart by the words after the fence:

`relvars`   A template; the newline before the closing fence is not part of it. Further words:
            `error` (it is wrong), a file name (gives the channel; `message.html` when absent),
            `name=choice` (an assumption), `account` (it is checked against the page's account),
            `limit=N` (the most characters of the message), `repeat=N` (a character before `…`
            stands there N times), `rule=slug` (that rule of lint looks at it; several files stand
            below lines `=== name`), `fragments=name` (one that exists). The next block may be
            `json`, the values; then comes `text`: the exact output, or for `error` what is printed
            of it, a blank line between findings. A wrong template is rendered too, if it has
            values; what that finds is printed last.
`console`   Lines that begin with `$ relvars ` or `$ pytest ` are run in a copy of
            fixtures/projects/example, and `$ cd` changes the folder; what follows is the output,
            stderr included. A line `…` stands for any number of lines, a `…` at the end of a line
            for the rest of it.
`python`    Run there too, as a doctest when it begins with `>>> `.
`toml`, `json`, `yaml`  Must parse. `toml account` is the relvars.toml of the page's account.
`bash`, `sh`, `text`, `html` and no word at all are only shown. Any block with `file=NAME` is
written to that file when its turn comes.

The console and Python blocks of a page share one project and run in order.
"""

import contextlib
import doctest
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple

import pytest
import yaml

from relvars.catalog import Assumptions, assume, catalog, language, spelled
from relvars.cli.findings import show, unsaid
from relvars.cli.terminal import Terminal
from relvars.config import Project, load_project
from relvars.diagnostics import Diagnostic, Severity
from relvars.errors import TemplateError
from relvars.renderer import render, trace
from relvars.semantics.analysis import analyse
from relvars.syntax.ast import Template
from relvars.syntax.parser import parse
from relvars.text import Document
from tests.linter.page_examples import SILENT, Ruled, ruled

ROOT = Path(__file__).parents[1]
PAGES = sorted(path for path in (ROOT / "README.md", *ROOT.glob("docs/*.md")) if path.exists())
ACCOUNT = ("toml", "account")
DATA: dict[str, Callable[[str], Any]] = {
    "toml": tomllib.loads, "json": json.loads, "yaml": yaml.safe_load
}  # fmt: skip
RUN = {"console", "python"}
SHOWN = {"", "bash", "sh", "text", "html"}
_FENCE = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^ *(?P=fence) *$",
    re.MULTILINE | re.DOTALL,
)
_NO_ASSUMPTIONS = {"limit", "repeat", "rule", "fragments"}
_COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)


class Block(NamedTuple):
    """A fenced block; `kind` is its first word, `line` where its fence stands."""

    page: str
    line: int
    kind: str
    words: tuple[str, ...]
    text: str


class Example(NamedTuple):
    """A template block and the blocks that follow it; `values` is "" when there are none."""

    template: Block
    values: str
    expected: str | None


def blocks_of(page: str, markdown: str) -> list[Block]:
    found = []
    for match in _FENCE.finditer(markdown):
        kind, *words = match["info"].split() or [""]
        line = markdown.count("\n", 0, match.start()) + 1
        found.append(Block(page, line, kind, tuple(words), dedent(match["text"])))
    return found


def examples_of(blocks: list[Block]) -> list[Example]:
    found = []
    for place, block in enumerate(blocks):
        if block.kind == "relvars":
            values, result = "", blocks[place + 1 : place + 3]
            if result and result[0].kind == "json":
                values = result.pop(0).text
            shown = result[0].text if result and result[0].kind == "text" else None
            found.append(Example(block, values, shown))
    return found


BLOCKS = [block for page in PAGES for block in blocks_of(page.name, page.read_text("utf-8"))]


def file_of(block: Block) -> str:
    """The file that a block is written to; "" for most."""
    return next((word[5:] for word in block.words if word.startswith("file=")), "")


SESSIONS = {
    page: [one for one in BLOCKS if one.page == page and (one.kind in RUN or file_of(one))]
    for page in dict.fromkeys(block.page for block in BLOCKS)
}


def place(value: Any) -> str:
    block = value.template if isinstance(value, Example) else value
    return f"{block.page}:{block.line}"


@pytest.mark.parametrize("example", examples_of(BLOCKS), ids=place)
def test_a_template_prints_what_the_page_shows(example: Example) -> None:
    assert example.expected is not None, "no text block follows with what it prints"
    assert printed(example) == example.expected.removesuffix("\n")


def printed(example: Example) -> str:
    """The output of an example, or what relvars says of it."""
    if "rule" in settings_of(example.template):
        return printed_by_rule(example)
    template, findings = read(example), findings_of(example)
    if "error" in example.template.words:
        return "\n\n".join(said(template.document, one) for one in findings)
    assert [one for one in findings if one.severity is Severity.ERROR] == []
    return render(
        template, values_of(example), assumptions=assumptions_of(example), limit=limit_of(example)
    )


def printed_by_rule(example: Example) -> str:
    """What a rule says of an example; of one that is right, the message it makes."""
    found = ruled_in(example)
    if "error" in example.template.words:
        return "\n\n".join(said(found.documents[one.file], one) for one in found.findings)
    assert found.findings == ()
    if not example.values:
        return SILENT
    return render(read(example), values_of(example), assumptions=assumptions_of(example))


def ruled_in(example: Example) -> Ruled:
    """What the rule finds that an example names."""
    block = example.template
    account = account_of(block.page) if "account" in block.words else None
    schema, database = (account.schema, account.database) if account else (None, "")
    return ruled(block.words, block.text.removesuffix("\n"), schema, database)


def findings_of(example: Example) -> tuple[Diagnostic, ...]:
    """What is found in the template of an example, and in rendering it if that is wrong."""
    if "rule" in settings_of(example.template):
        return ruled_in(example).findings
    template = read(example)
    account = account_of(example.template.page) if "account" in example.template.words else None
    schema, database = (account.schema, account.database) if account else (None, "")
    found = analyse(template, schema, database).diagnostics
    if "error" in example.template.words and example.values and not template.diagnostics:
        return (*found, *unsaid(found_in_rendering(example), found))
    return found


def found_in_rendering(example: Example) -> tuple[Diagnostic, ...]:
    """What ends the rendering, or else what its trace tells."""
    template, values, settings = read(example), values_of(example), assumptions_of(example)
    try:
        render(template, values, assumptions=settings, limit=limit_of(example))
        return trace(template, values, assumptions=settings).diagnostics
    except TemplateError as error:
        return error.diagnostics


def said(document: Document, finding: Diagnostic) -> str:
    """What a terminal would show of a finding."""
    with contextlib.redirect_stderr(io.StringIO()) as screen:
        show(Terminal(verbose=True), document, [finding])
    return screen.getvalue().removesuffix("\n")


def read(example: Example) -> Template:
    block = example.template
    name = next((word for word in block.words if "." in word), "message.html")
    source = block.text.removesuffix("\n")
    times = settings_of(block).get("repeat")
    if times:
        source = re.sub("(.)…", lambda match: match[1] * int(times), source)
    return parse(source, name, language=language(assumptions_of(example)))


def settings_of(block: Block) -> dict[str, str]:
    return dict(word.split("=", 1) for word in block.words if "=" in word)


def assumptions_of(example: Example) -> Assumptions:
    settings = settings_of(example.template).items()
    return assume({name: choice for name, choice in settings if name not in _NO_ASSUMPTIONS})


def limit_of(example: Example) -> int | None:
    limit = settings_of(example.template).get("limit")
    return int(limit) if limit else None


def values_of(example: Example) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(example.values or "{}")
    return values


@cache
def account_of(page: str) -> Project:
    """The account that a page describes."""
    (block,) = (one for one in BLOCKS if (one.page, one.kind, *one.words) == (page, *ACCOUNT))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "relvars.toml")
        file.write_text(block.text, encoding="utf-8")
        return load_project(file)


@pytest.mark.parametrize("page", SESSIONS)
def test_a_session_goes_as_the_page_shows(page: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "fixtures/projects/example", tmp_path, dirs_exist_ok=True)
    folder, names = tmp_path, dict[str, Any]()
    for block in SESSIONS[page]:
        if file_of(block):
            file = folder / file_of(block)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
            continue
        if block.kind == "python":
            with contextlib.chdir(folder):
                run_python(block, names)
            continue
        for command, shown in commands_of(block):
            if command.startswith("cd "):
                folder /= command.removeprefix("cd ")
                continue
            output = run_command(command, folder).rstrip("\n")
            assert re.fullmatch(as_pattern(shown), output), (
                f"{place(block)}: $ {command}\n--- shown\n{shown}\n--- printed\n{output}"
            )


def commands_of(block: Block) -> list[tuple[str, str]]:
    """Each command of a console block with the output shown under it."""
    before, *parts = _COMMAND.split(block.text)
    assert not before.strip(), f"{place(block)} shows output before any command"
    return [
        (command, shown.strip("\n")) for command, shown in zip(parts[::2], parts[1::2], strict=True)
    ]


def as_pattern(shown: str) -> str:
    """What the output must match: itself, with any lines in the place of a line `…`."""
    return "\n".join(map(line_pattern, shown.split("\n")))


def line_pattern(line: str) -> str:
    if line == "…":
        return r"(?:.*\n)*.*"
    return re.escape(line.removesuffix("…")) + ".*" * line.endswith("…")


def run_command(command: str, project: Path) -> str:
    """What a terminal would show; a process of its own, as a reader's would be."""
    program, *arguments = shlex.split(command)
    assert program in {"relvars", "pytest"}, f"only relvars and pytest are run, not {program}"
    done = subprocess.run(
        [sys.executable, "-u", "-m", program, *arguments],
        cwd=project,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "NO_COLOR": "1",
            "COLUMNS": "80",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # the suite may run without being installed
            "PYTEST_PLUGINS": "syrupy,relvars.pytest_plugin",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        encoding="utf-8",
    )
    return done.stdout


def run_python(block: Block, names: dict[str, Any]) -> None:
    """Run a block with the names that earlier blocks of its page left."""
    if not block.text.startswith(">>> "):
        exec(compile(block.text, place(block), "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(block.text, names, block.page, None, block.line)
    report: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(test, out=report.append, clear_globs=False)
    names.update(test.globs)
    assert not report, "".join(report)


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.kind in DATA], ids=place)
def test_data_on_a_page_parses(block: Block) -> None:
    assert DATA[block.kind](block.text) is not None


def test_every_block_is_of_a_kind_that_is_run_or_only_shown() -> None:
    known = {*SHOWN, *DATA, "relvars", "console", "python"}
    assert [place(block) for block in BLOCKS if block.kind not in known] == []


def test_the_language_page_has_every_fact_of_the_catalog() -> None:
    page = (ROOT / "docs/language.md").read_text(encoding="utf-8")
    facts = catalog()
    for one in facts.assumptions.values():
        default = f"`{spelled(one.default)}`" if one.default != "" else "nothing"
        rest = ", ".join(f"`{spelled(c)}`" for c in one.choices if c != one.default) or "any text"
        assert f"| `{one.name}` | {one.question} | {default} | {rest} |" in page
    names = [*facts.roots, *facts.fields["lead"], *facts.fields["subscription"], *facts.variables]
    assert [name for name in names if f"`{name}`" not in page] == []
    assert [name for name in facts.functions if f"`{name}(" not in page] == []
    assert [word for word in facts.words if f"{word} " not in page] == []
    assert [ending for ending in facts.channels if f"`welcome{ending}`" not in page] == []


# --- The reader of pages itself: a check that ran nothing would pass on every page ----------------

PAGE = """\
A list:

  ```relvars error x.txt trim=lines
  {end}

  ```

```json
{}
```
with prose between

````text
out
````

```relvars
{x}
```
"""


def test_blocks_are_found_with_their_places_and_indents() -> None:
    first, second, third, last = blocks_of("page.md", PAGE)
    assert first == ("page.md", 3, "relvars", ("error", "x.txt", "trim=lines"), "{end}\n\n")
    assert (second.kind, second.line, third.kind, third.text) == ("json", 8, "text", "out\n")
    assert (last.kind, last.line) == ("relvars", 17)


def test_an_example_takes_its_values_and_its_output() -> None:
    full, bare = examples_of(blocks_of("page.md", PAGE))
    assert (full.values, full.expected) == ("{}\n", "out\n")
    assert (bare.values, bare.expected) == ("", None)


def test_a_command_takes_what_follows_it() -> None:
    block = Block("page.md", 1, "console", (), "$ relvars a\none\n\ntwo\n$ relvars b\n")
    assert commands_of(block) == [("relvars a", "one\n\ntwo"), ("relvars b", "")]


@pytest.mark.parametrize(
    ("shown", "output", "same"),
    [
        ("a\nb", "a\nb", True),
        ("a\nb", "a\nc", False),
        ("a.", "ab", False),
        ("a\n…\nd", "a\nb\nc\nd", True),
        ("a\n…\nd", "a\nb\nc", False),
        ("", "trouble", False),
    ],
)
def test_shown_output_is_compared_line_by_line(shown: str, output: str, same: bool) -> None:
    assert bool(re.fullmatch(as_pattern(shown), output)) is same


def test_a_wrong_doctest_fails() -> None:
    names: dict[str, Any] = {}
    run_python(Block("page.md", 1, "python", (), ">>> one = 1\n>>> one\n1\n"), names)
    with pytest.raises(AssertionError, match="Expected"):
        run_python(Block("page.md", 1, "python", (), ">>> one\n2\n"), names)
