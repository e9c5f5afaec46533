"""Findings that are known and put up with: a list that only gets shorter.

A finding is known again by its file, its rule, what it marks and the block around that, blanks
folded; never by its line. Of several alike it is known how many there may be.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from relvars.catalog import Language
from relvars.diagnostics import Diagnostic
from relvars.errors import ConfigError
from relvars.syntax.ast import For, If, walk
from relvars.syntax.parser import parse
from relvars.text import Document

_BLANKS = re.compile(r"\s+")
_EDGES = re.compile(r"(?<=[{<]) | (?=[}>])")
_LONGEST = 200


class Known(NamedTuple):
    """What a finding is known again by; the names are those of the JSON keys."""

    file: str
    rule: str
    block: str
    snippet: str


Baseline = Mapping[Known, int]


def keyed(
    document: Document, path: str, findings: Sequence[Diagnostic], language: Language
) -> list[Known]:
    """What each of the findings in one file is known again by."""
    tree = parse(document.text, document.name, language=language, channel=document.channel)
    blocks = [node for node in walk(tree.body) if isinstance(node, If | For)]
    text = document.text
    return [
        Known(
            path,
            one.slug,
            _around(text, blocks, one.start.offset),
            _folded(text[one.start.offset : one.end.offset]),
        )
        for one in findings
    ]


def _around(text: str, blocks: Iterable[If | For], offset: int) -> str:
    """The head of the innermost block around a place, with its `{else}` when that is meant."""
    inside = [one for one in blocks if _holds(one, offset)]
    if not inside:
        return ""
    block = inside[-1]
    head = _folded(text[block.head.start : block.head.end])
    is_else = block.middle is not None and offset >= block.middle.end
    return f"{head} else" if is_else else head


def _holds(block: If | For, offset: int) -> bool:
    end = block.span.end if block.end is None else block.end.start
    return block.head.end <= offset < end


def _folded(text: str) -> str:
    return _EDGES.sub("", _BLANKS.sub(" ", text).strip())[:_LONGEST]


def sift(
    findings: Sequence[tuple[Known, Diagnostic]], baseline: Baseline
) -> tuple[list[Diagnostic], Baseline]:
    """The findings that a baseline does not have, and how many of each it has were found again."""
    left, again, new = Counter(baseline), Counter[Known](), list[Diagnostic]()
    for key, finding in findings:
        if left[key] > 0:
            left[key] -= 1
            again[key] += 1
        else:
            new.append(finding)
    return new, again


def shrunk(baseline: Baseline, again: Baseline, looked: Callable[[Known], bool]) -> Baseline:
    """The baseline without what was looked for and is not there any more."""
    kept = {key: again.get(key, 0) if looked(key) else count for key, count in baseline.items()}
    return {key: count for key, count in kept.items() if count}


def written(baseline: Baseline) -> bytes:
    """A baseline as a file: sorted, so that versions of it compare well."""
    rows = [{**key._asdict(), "count": count} for key, count in sorted(baseline.items())]
    text = json.dumps({"version": 1, "findings": rows}, ensure_ascii=False, indent=1)
    return f"{text}\n".encode(errors="surrogatepass")


def read(raw: bytes, name: str) -> Baseline:
    """A baseline from its file.

    Raises:
        ConfigError: when it is none.
    """
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{name} is no baseline: {error}") from None
    rows = data.get("findings") if isinstance(data, dict) and data.get("version") == 1 else None
    if not isinstance(rows, list):
        raise ConfigError(f"{name} is no baseline: it has no findings of version 1")
    return dict(_known(row, f"{name}: finding {number}") for number, row in enumerate(rows, 1))


def _known(row: Any, where: str) -> tuple[Known, int]:
    names = row.keys() if isinstance(row, dict) else ()
    if {*names} != {*Known._fields, "count"}:
        raise ConfigError(f"{where} must have {', '.join(Known._fields)} and count")
    parts = [row[name] for name in Known._fields]
    count = row["count"]
    if not all(isinstance(one, str) for one in parts) or type(count) is not int or count < 1:
        raise ConfigError(f"{where} must have texts and a count from 1")
    return Known(*parts), count
