"""Which known name was probably meant by one that is not known."""

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """The known name that was probably meant, or ""; a difference of case alone always counts.

    `likeness` is from 0 to 1: how much of the names must be the same.
    """
    # Whatever is right never comes here, and should not pay for difflib.
    from difflib import get_close_matches

    names = list(known)
    folded = {one.casefold(): one for one in names}
    if name.casefold() in folded:
        return folded[name.casefold()]
    return next(iter(get_close_matches(name, names, 1, likeness)), "")


def nearest_few(name: str, known: Iterable[str]) -> list[str]:
    """The known names, three at most, that are most like one that is not known."""
    from difflib import get_close_matches

    return get_close_matches(name, list(known), 3)


def did_you_mean(name: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """The end of a sentence that names what was probably meant, or ""; else as `nearest`."""
    near = nearest(name, known, likeness)
    return f": did you mean {near!r}?" if near else ""
