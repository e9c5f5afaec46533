"""A case file's matrices as cases: each template for each recipient, with names that read well."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from glob import has_magic
from pathlib import Path
from typing import NamedTuple

from relvars.cases.case_file import Case, CaseFile, Matrix, shown
from relvars.cases.run import Surroundings
from relvars.catalog import assume
from relvars.errors import ConfigError, RelvarsError
from relvars.snapshots import stem
from relvars.values import parse_recipient

Around = Callable[[Case], Surroundings]


class _Origin(NamedTuple):
    """Where the values of one case of a matrix come from."""

    to: str | None = None
    data: str | None = None


def expand(found: CaseFile, around: Around) -> tuple[Case, ...]:
    """Every case of a file, those of its matrices last.

    A matrix that cannot be expanded is one case that says why in `wrong`, and so is a case that is
    called as another one, or whose snapshots would be in the files of another one's.
    """
    cases = [*found.cases]
    for matrix in found.matrices:
        cases += _cases(matrix, around)
    return tuple(_each_with_its_own_files(_each_with_its_own_name(cases)))


def _cases(matrix: Matrix, around: Around) -> list[Case]:
    each = matrix.each
    if each.wrong:
        return [each]
    try:
        surroundings = around(each)
        templates = list(_templates(matrix, surroundings))
        receivers = [one for to in matrix.to for one in _recipients(to, each, surroundings)]
        files = [file for glob in matrix.data for file in _files(glob, each, surroundings.folders)]
    except RelvarsError as error:
        return [replace(each, wrong=(str(error),))]
    origins = [_Origin(to=to) for to in dict.fromkeys(receivers)]
    origins += [_Origin(data=file) for file in dict.fromkeys(files)]
    return [
        replace(
            each,
            name=_name(each, template, origin, surroundings),
            template=template,
            to=origin.to,
            data=origin.data,
        )
        for template in templates
        for origin in origins or [_Origin()]
    ]


def _name(each: Case, template: str | None, origin: _Origin, surroundings: Surroundings) -> str:
    """`every sample profile[digest.html-agents:5d63]`: what is the same in all is left out."""
    shorter = template and _short(template, each.file.parent, surroundings.folders)
    return f"{each.name}[{'-'.join(one for one in (shorter, *origin) if one)}]"


def _short(template: str, beside: Path, folders: tuple[Path, ...]) -> str:
    """`templates/a.html`, or `../templates/a.html`, is known as `a.html`."""
    start = beside if template.startswith("../") else next(iter(folders), beside)
    path = Path(os.path.normpath(start / template))
    within = [folder for folder in folders if path.is_relative_to(folder)]
    return path.relative_to(within[-1]).as_posix() if within else template


def _templates(matrix: Matrix, around: Surroundings) -> Iterator[str | None]:
    if matrix.each.text is not None:
        yield None
        return
    seen: set[str] = set()
    for glob in matrix.template:
        for name in _files(glob, matrix.each, around.folders):
            if name not in seen:
                seen.add(name)
                yield name


def _files(glob: str, case: Case, folders: tuple[Path, ...]) -> list[str]:
    """The names of the files that fit, as seen from the first folder that has any."""
    if not has_magic(glob):
        return [glob]
    places = (case.file.parent, *folders)
    for folder in places:
        try:
            paths = sorted(path for path in folder.glob(glob) if path.is_file())
        except (ValueError, NotImplementedError) as error:
            raise ConfigError(f"{glob!r} is no pattern of file names: {error}") from None
        names = [path.relative_to(folder).as_posix() for path in paths]
        if names := [name for name in names if not _is_hidden(name)]:
            return names
    tried = " or ".join(dict.fromkeys(shown(folder / glob) for folder in places))
    raise ConfigError(f"no file fits {tried}")


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") and part != ".." for part in name.split("/"))


def _recipients(glob: str, case: Case, around: Surroundings) -> list[str]:
    wanted = parse_recipient(glob)
    if wanted is None:
        raise ConfigError(f'`to` holds {glob!r}, which is no recipient such as "agents:*"')
    if not has_magic(glob):
        return [glob]
    if around.source is None:
        raise ConfigError("`to` needs a project: a relvars.toml in the case's folder or above it")
    source = around.source(assume({**(around.assumptions or assume())._asdict(), **case.assume}))
    known = [one.name for one in around.schema.databases] if around.schema else []
    databases = [one for one in known if fnmatchcase(one, wanted.database)]
    found = [
        str(one)
        for database in (databases if has_magic(wanted.database) else [wanted.database])
        for one in source.recipients(database)
        if fnmatchcase(one.profile_id, wanted.profile_id)
    ]
    if not found:
        raise ConfigError(f"no recipient of {source.url} fits {glob!r}")
    return found


def _each_with_its_own_name(cases: list[Case]) -> Iterator[Case]:
    """The second case of a name goes by its line too, and is wrong."""
    first: dict[str, int] = {}
    for case in cases:
        if case.name in first:
            sentence = f"the case of line {first[case.name]} is called {case.name!r} too"
            name = f"{case.name} (line {case.line})"
            if case.name.endswith("]"):  # what stands in brackets is a name's end
                name = f"{case.name[:-1]}, line {case.line}]"
            yield replace(case, name=name, wrong=(*case.wrong, sentence))
        else:
            first[case.name] = case.line
            yield case


def _each_with_its_own_files(cases: Iterable[Case]) -> Iterator[Case]:
    owners: dict[str, str] = {}
    for case in cases:
        if case.wrong or not case.snapshot:
            yield case
            continue
        owner = owners.setdefault(stem(case.name).casefold(), case.name)
        if owner == case.name:
            yield case
        else:
            sentence = f"its snapshot would be in the file of the case {owner!r}; rename one"
            yield replace(case, wrong=(sentence,))
