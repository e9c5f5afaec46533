"""Which files belong together: the parts of one message, and one part in several languages."""

import re
from collections.abc import Iterable, Sequence
from posixpath import split
from typing import NamedTuple

from relvars.catalog import catalog
from relvars.linter.rule import File, Message

# `ru`, `pt-BR`, `zh_Hans`: two letters, since three could be any word (`news.old.html`).
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")


class Part(NamedTuple):
    """A file's name taken apart: `welcome.ru.subject.txt` is welcome, ru, .subject.txt."""

    folder: str
    base: str
    locale: str
    ending: str


def part_of(path: str) -> Part:
    """What a path (posix) says; an unknown ending is ""."""
    folder, name = split(path)
    lowered = name.lower()
    ending = next((one for one in catalog().channels if lowered.endswith(one)), "")
    stem = name[: len(name) - len(ending)]
    base, dot, locale = stem.rpartition(".")
    if ending and dot and base and _LOCALE.fullmatch(locale):
        return Part(folder, base, locale, ending)
    return Part(folder, stem, "", ending)


def family_of(path: str) -> tuple[str, str]:
    """What files that any rule may look at together share: folder, and name without the rest."""
    part = part_of(path)
    return part.folder, part.base


def messages(files: Sequence[File]) -> list[Message]:
    """The messages among the files of one family: groups of two or more, in order."""
    parts = [(part_of(file.path), file) for file in files]
    return [
        *_grouped(((one.locale, file) for one, file in parts), "parts"),
        *_grouped(((one.ending, file) for one, file in parts if one.ending), "locales"),
    ]


def _grouped(keyed: Iterable[tuple[str, File]], kind: str) -> list[Message]:
    groups: dict[str, list[File]] = {}
    for key, file in keyed:
        groups.setdefault(key, []).append(file)
    kept = [tuple(files) for files in groups.values() if len(files) > 1]
    return [Message(files, "parts" if kind == "parts" else "locales") for files in kept]
