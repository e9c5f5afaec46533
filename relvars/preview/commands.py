"""The command line that gives the message a page shows."""

import json
import shlex
from typing import Any

from relvars.preview.asking import Asked
from relvars.preview.messages import Part
from relvars.sources.overrides import Override
from relvars.values import is_text


def command(asked: Asked, part: Part) -> str:
    """`relvars render …`, to be run in the project's folder."""
    path = f"./{part.path}" if part.path.startswith("-") else part.path
    words = ["relvars", "render", path]
    before = ""
    if asked.values is not None:
        values = _json(asked.values)
        before, words = f"printf %s {shlex.quote(values)} | ", [*words, "--values", "-"]
    elif asked.to is not None:
        to = str(asked.to)
        words += [f"--to={to}"] if to.startswith("-") else ["--to", to]
    for override in asked.overrides:
        words += _option(override)
    return before + shlex.join(words)


def _option(override: Override) -> list[str]:
    path = ".".join(override.path)
    if is_text(override.value) and _is_plain(override.value):
        return ["--set", f"{path}={override.value}"]
    return ["--set-json", f"{path}={_json(override.value)}"]


def _is_plain(text: str) -> bool:
    """Whether a terminal takes it as text: it would obey what controls it, quoted or not."""
    return all(one.isprintable() or one == "\n" for one in text)


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if _is_plain(text) else json.dumps(value)
