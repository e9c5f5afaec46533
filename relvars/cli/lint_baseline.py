"""`relvars lint --baseline`: the file of what is known already."""

import os
from collections.abc import Sequence
from pathlib import Path

from relvars.cli.files import read_bytes, write_file
from relvars.cli.lint_world import Done
from relvars.cli.terminal import Terminal, note
from relvars.diagnostics import Diagnostic
from relvars.linter.baseline import Baseline, Known, keyed, read, shrunk, sift, written
from relvars.text import Document


def sifted(file: Path, done: Sequence[Done], screen: Terminal) -> list[Done]:
    """The findings that the baseline does not have; it is written, or made shorter, on the way.

    Raises:
        ConfigError: when the file is no baseline.
        OSError: when it cannot be written.
    """
    told = [_keyed(each) for each in done]
    if not os.path.lexists(file):
        baseline = dict[Known, int]()
        for key, _ in (pair for each in told for pair in each):
            baseline[key] = baseline.get(key, 0) + 1
        write_file(file, written(baseline))
        number = sum(baseline.values())
        known = "known finding" if number == 1 else "known findings"
        note(screen, "hint", f"{file} is written; from now on it has {number} {known}")
        return [each._replace(findings=()) for each in done]
    before = read(read_bytes(str(file)), str(file))
    left, again = list[Done](), dict[Known, int]()
    for each, pairs in zip(done, told, strict=True):
        findings, found = sift(pairs, before)
        left.append(each._replace(findings=tuple(findings)))
        again.update(found)
    after = _shrunk(before, again, done)
    if after != before:
        write_file(file, written(after))
        number = sum(before.values()) - sum(after.values())
        note(screen, "hint", f"{file} is shorter by {number}: these are not found any more")
    return left


def _keyed(each: Done) -> list[tuple[Known, Diagnostic]]:
    pairs: list[tuple[Known, Diagnostic]] = []
    for source in each.sources:
        found = [one for one in each.findings if one.file == source.name]
        if found:
            document = Document(source.text, source.name, source.channel or "")
            keys = keyed(document, source.path, found, each.under.plan.language)
            pairs += zip(keys, found, strict=True)
    return pairs


def _shrunk(before: Baseline, again: Baseline, done: Sequence[Done]) -> Baseline:
    looked = {source.path: source.slugs for each in done for source in each.sources}
    roots = [each.under.project.root if each.under.project else Path() for each in done]

    def was_looked_for(key: Known) -> bool:
        if key.file in looked:
            return key.rule in looked[key.file]
        return not any((root / key.file).exists() for root in roots)

    return shrunk(before, again, was_looked_for)
