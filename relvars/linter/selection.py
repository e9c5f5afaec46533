"""Which rules run where: names of rules and groups, what is asked for and what is not."""

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from relvars.errors import ConfigError
from relvars.linter.listed import Group, Listed
from relvars.linter.rules import LISTED
from relvars.spelling import did_you_mean

ALL = "all"


def chosen(
    select: Sequence[str] = (), ignore: Sequence[str] = (), *, listed: Sequence[Listed] = LISTED
) -> frozenset[str]:
    """The slugs that run; without `select` those that are on by default.

    Slugs go before names of groups, and those before `all`; of equals, `ignore` goes first. Names
    are those that `require_known` lets through.
    """
    on = set() if select else {one.slug for one in listed if one.default}
    named, unnamed = _levels(select, listed), _levels(ignore, listed)
    for wanted, unwanted in zip(named, unnamed, strict=True):
        on = (on | wanted) - unwanted
    return frozenset(on)


def narrowed(
    slugs: frozenset[str], path: str, per_file: Iterable[tuple[str, Sequence[str]]]
) -> frozenset[str]:
    """The slugs without those ignored for a path; `*` of a glob crosses folders."""
    for glob, ignored in per_file:
        if fits(path, glob):
            slugs = slugs.difference(*_levels(ignored, LISTED))
    return slugs


def fits(path: str, glob: str) -> bool:
    """Does a path fit a glob of relvars.toml? `**/` may be nothing."""
    return fnmatchcase(path, glob) or fnmatchcase(path, glob.replace("**/", ""))


def require_known(names: Iterable[str], where: str, listed: Sequence[Listed] = LISTED) -> None:
    """See that each name is that of a rule, a group, or `all`.

    Raises:
        ConfigError: for the first that is not; `where` says where it was written.
    """
    known = [one.slug for one in listed] + [*Group, ALL]
    for name in names:
        if name not in known:
            raise ConfigError(f"{where}: no rule is called {name!r}{did_you_mean(name, known)}")


def by_slug(listed: Iterable[Listed] = LISTED) -> Mapping[str, Listed]:
    """The rules by their names."""
    return {one.slug: one for one in listed}


def _levels(names: Sequence[str], listed: Sequence[Listed]) -> tuple[set[str], ...]:
    """What the names stand for: all, groups, single rules."""
    return (
        {one.slug for one in listed if ALL in names},
        {one.slug for one in listed if one.group in names},
        {name for name in names if name not in (*Group, ALL)},
    )
