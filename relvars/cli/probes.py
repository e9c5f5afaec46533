"""Probes: templates whose results on a real account settle assumptions; and their answers."""

import json
import tomllib
from textwrap import indent, wrap
from typing import Any

from relvars.catalog import Assumption, Setting, catalog, spelled
from relvars.cli.files import write_file
from relvars.config import FILE_NAME, find_project, load_project
from relvars.config.read import shown
from relvars.config.toml_lines import set_keys
from relvars.errors import ConfigError
from relvars.spelling import did_you_mean
from relvars.text import BOM

# What the probes read; the catalog says so above its assumptions.
_DOCUMENT = {
    "number": 10,
    "text": "Hello!",
    "zero": 0,
    "whole": 343.0,
    "list": ["One", "Two"],
    "object": {"model": "x1"},
    "html": "<b>x</b>",
}
_README = """\
# Probes

Each `.txt` file here is a template whose result settles one thing that the vendor's pages leave
open.

1. Put `json.json` where your account can fetch it, and give its address to each template as its
   external JSON.
2. Make a template of each file, as plain text (`.sms.txt`: as an SMS), and look at its preview, or
   send it to yourself. A comment in `answers.toml` says when a probe needs more than that.
3. Write what came out into `answers.toml`, between the quotes. Write `error` when the platform
   refused the template. Leave empty what you did not try.
4. In your project: `relvars assumptions --answer {folder}answers.toml`
"""
_ANSWERS = """\
# What each probe printed, between the quotes; `error` when the platform refused it.
"""


def probe_files() -> dict[str, bytes]:
    """The files of a folder of probes, by name."""
    facts = catalog().assumptions
    files = {_file_name(name): one.probe for name, one in facts.items()}
    files["json.json"] = json.dumps(_DOCUMENT, ensure_ascii=False) + "\n"
    files["answers.toml"] = _ANSWERS + "".join(_question(one) for one in facts.values())
    files["README.md"] = _README.format(folder="")
    return {name: text.encode() for name, text in files.items()}


def _file_name(name: str) -> str:
    return f"{name}.sms.txt" if name.startswith("sms_") else f"{name}.txt"


def _question(one: Assumption) -> str:
    about = "\n".join(wrap(f"{one.question} {one.why}", 96, break_on_hyphens=False))
    expected = [f"expected: {json.dumps(answer, ensure_ascii=False)}" for answer in one.answers]
    comment = "\n".join([_file_name(one.name), about, *expected])
    return f"\n{indent(comment, '# ')}\n{one.name} = ''''''\n"


def read_answers(text: str, name: str) -> tuple[dict[str, Setting], list[str]]:
    """The settings that answers settle, and a sentence for each result nobody expected.

    Raises:
        ConfigError: when the text is no file of answers.
    """
    facts = catalog().assumptions
    settled: dict[str, Setting] = {}
    unexpected = []
    for key, result in _answers(text, name).items():
        if key not in facts:
            raise ConfigError(
                f"{name}: no assumption is called {key!r}{did_you_mean(key, [*facts])}"
            )
        if not isinstance(result, str):
            raise ConfigError(f"{name}: {key} must be what the probe printed, in quotes")
        if not result.strip():
            continue
        setting = _settled(facts[key], result)
        if setting is None:
            unexpected.append(
                f"{name}: {key}: {result.strip()!r} settles nothing"
                f"\n  expected was {' or '.join(map(repr, _known(facts[key])))}"
            )
        else:
            settled[key] = setting
    return settled, unexpected


def _answers(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{name} is not TOML: {error}") from None


def _settled(one: Assumption, result: str) -> Setting | None:
    """The choice that a result speaks for; blanks around it do not count."""
    said = result.strip()
    if not one.choices:  # any text will do: it stands between the brackets of the result
        return said[1:-1] if said[:1] == "[" and said[-1:] == "]" and len(said) > 1 else None
    answers = [answer.strip() for answer in one.answers]
    return one.choices[answers.index(said)] if said in answers else None


def _known(one: Assumption) -> list[str]:
    return [answer.strip() for answer in one.answers] or ["[…]"]


def settle(settings: dict[str, Setting]) -> str:
    """Write settings into the current project's relvars.toml, and change nothing else of it.

    Gives the name of the file.

    Raises:
        ConfigError: when there is no project, or its file is wrong or cannot be added to.
    """
    file = find_project(".")
    if file is None:
        raise ConfigError(f"there is no {FILE_NAME} here or above; relvars init writes one")
    load_project(file)  # a wrong file is told of, not changed
    text = file.read_bytes().decode()
    mark = BOM if text.startswith(BOM) else ""
    try:
        changed = set_keys(text.removeprefix(BOM), "assumptions", settings)
    except ValueError as error:
        lines = "".join(f"\n  {name} = {spelled(one)!r}" for name, one in settings.items())
        raise ConfigError(f"{shown(file)}: {error}; write it there yourself:{lines}") from None
    if settings:
        write_file(file, (mark + changed).encode())
    return shown(file)
