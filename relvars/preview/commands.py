"""The command line that gives the message a page shows."""

import json
import shlex

from relvars.preview.asking import Asked
from relvars.preview.messages import Part
from relvars.sources.overrides import Override
from relvars.values import is_text


def command(asked: Asked, part: Part) -> str:
    """`relvars render …`, to be run in the project's folder."""
    words = ["relvars", "render", part.path]
    before = ""
    if asked.values is not None:
        values = json.dumps(asked.values, ensure_ascii=False)
        before, words = f"printf %s {shlex.quote(values)} | ", [*words, "--values", "-"]
    elif asked.to is not None:
        words += ["--to", str(asked.to)]
    for override in asked.overrides:
        words += _option(override)
    return before + shlex.join(words)


def _option(override: Override) -> list[str]:
    path = ".".join(override.path)
    if is_text(override.value):
        return ["--set", f"{path}={override.value}"]
    return ["--set-json", f"{path}={json.dumps(override.value, ensure_ascii=False)}"]
