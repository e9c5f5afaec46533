"""The same change in many cases is looked at once."""

from collections.abc import Iterable
from typing import NamedTuple

from relvars.review.pending import Pending


class Group(NamedTuple):
    """Messages that changed in the same way; `sentences` say how."""

    members: tuple[Pending, ...]
    sentences: tuple[str, ...]

    @property
    def title(self) -> str:
        """`12 cases: the text (templates/a.html:12) is gone: «Your discount»`."""
        count = len(self.members)
        more = f" and {len(self.sentences) - 1} more" if self.sentences[1:] else ""
        return f"{count} case{'s' * (count != 1)}: {self.sentences[0]}{more}"


def groups(pending: Iterable[Pending]) -> tuple[Group, ...]:
    """Messages by their template and how they changed, in the order they were met."""
    found: dict[tuple[object, ...], list[Pending]] = {}
    for one in pending:
        found.setdefault(_key(one), []).append(one)
    return tuple(Group(tuple(members), _sentences(members)) for members in found.values())


def _key(one: Pending) -> tuple[object, ...]:
    template = (one.template, one.case.text)  # a text of a case's own has no name
    if one.before is None:
        return (template, "new")
    return (template, frozenset(change.key for change in one.changes) or one.note)


def _sentences(members: list[Pending]) -> tuple[str, ...]:
    """What happened to all; where it differs among them, without what differs."""
    first, *rest = members
    if first.before is None:
        return (f"no snapshot of {first.template} yet",)
    if not first.changes:
        return (first.note,)
    said = [{change.sentence for change in one.changes} for one in rest]
    return tuple(
        dict.fromkeys(
            change.sentence if all(change.sentence in one for one in said) else change.gist
            for change in first.changes
        )
    )
