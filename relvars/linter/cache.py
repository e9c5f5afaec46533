"""What was found before, kept by all that it hangs on: files, rules, settings, schema, this tool.

One file a project, written whole, so that two runs may share it; what one of them wrote last holds.
"""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from relvars import __version__
from relvars.catalog import grammar_file
from relvars.diagnostics import Diagnostic, Edit, Fix, Severity
from relvars.disk import make_own_folder, replace_file
from relvars.linter.runner import Plan, Source
from relvars.text import Position

FOLDER = ".relvars_cache"
_FORM = 1
_MOST = 20_000


class Kept(NamedTuple):
    """What was found in the files of a family, and the digest of all that it hung on."""

    digest: str
    findings: tuple[Diagnostic, ...]


class Loaded(NamedTuple):
    """Families by name, each as it was written; `trouble` says why there are none, or nothing."""

    families: Mapping[str, Any]
    trouble: str = ""


def cache_file(root: Path | None) -> Path | None:
    """Where findings are kept: in the project, else in the user's folder for caches, if any."""
    if root is not None:
        return root / FOLDER / "lint.json"
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    here = blake2b(os.fsencode(os.getcwd()), digest_size=8).hexdigest()
    try:
        return Path(home or Path.home() / ".cache") / "relvars" / "lint" / f"{here}.json"
    except RuntimeError:  # a user without a home
        return None


def tool() -> str:
    """This tool, as far as its version and the files it consists of tell."""
    package = Path(__file__).parents[1]
    found = [f"{__version__} {sys.version_info[:2]} {sys.platform}"]
    for top in (package, grammar_file("catalog.toml").parent):
        for folder, _, names in os.walk(top):
            for name in sorted(names):
                if name.endswith((".py", ".toml", ".lark")):
                    about = os.stat(os.path.join(folder, name))
                    found.append(f"{name} {about.st_size} {about.st_mtime_ns}")
    return _digest("\n".join(found))


def context(plan: Plan, tool: str) -> str:
    """A digest of what all families of a run hang on."""
    fragments = None if plan.fragments is None else sorted(plan.fragments.items())
    return _digest(repr((tool, plan.schema, plan.language, plan.settings, fragments)))


def digest(context: str, sources: Sequence[Source]) -> str:
    """A digest of all that the findings in a family hang on."""
    hashed = blake2b(context.encode(), digest_size=16)
    for source in sources:
        about = (source.name, source.path, source.database, source.channel, sorted(source.slugs))
        for part in (repr(about), source.text):
            raw = part.encode(errors="surrogatepass")
            hashed.update(len(raw).to_bytes(8, "big") + raw)
    return hashed.hexdigest()


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()


def load(file: Path) -> Loaded:
    """What a cache file holds; never raises."""
    try:
        data = json.loads(file.read_bytes())
    except FileNotFoundError:
        return Loaded({})
    except OSError as error:
        return Loaded({}, f"the cache {file} cannot be read: {error.strerror}")
    except (ValueError, RecursionError):
        return Loaded({}, f"the cache {file} is damaged; it is made anew")
    families = data.get("families") if isinstance(data, dict) else None
    if not isinstance(families, dict):
        return Loaded({}, f"the cache {file} is damaged; it is made anew")
    return Loaded(families if data.get("version") == _FORM else {})


def recall(families: Mapping[str, Any], name: str, digest: str) -> tuple[Diagnostic, ...] | None:
    """What was found in a family; None when that is not known, or something has changed."""
    match families.get(name):
        case [str(known), list(rows)] if known == digest:
            with suppress(TypeError, ValueError):
                return tuple(_finding(row) for row in rows)
    return None


def save(file: Path, before: Mapping[str, Any], found: Mapping[str, Kept]) -> str:
    """Write what was known and what is new; gives why that was not possible, or nothing."""
    new = {name: [one.digest, [_row(each) for each in one.findings]] for name, one in found.items()}
    # What was found last is last, and what is too much is dropped from the front.
    kept = {name: one for name, one in before.items() if name not in new} | new
    text = json.dumps({"version": _FORM, "families": dict([*kept.items()][-_MOST:])})
    try:
        _write(file, text.encode())
    except OSError as error:
        return f"the cache {file} cannot be written: {error.strerror}"
    return ""


def _write(file: Path, data: bytes) -> None:
    if file.parent.name == FOLDER:
        make_own_folder(file.parent)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, data)


def _row(finding: Diagnostic) -> list[Any]:
    fix = finding.fix and [finding.fix.safe, *finding.fix.edits]
    return [*finding._replace(fix=None), fix]


def _finding(row: Any) -> Diagnostic:
    """A finding from its row.

    Raises:
        TypeError: when the row is none; so does ValueError.
    """
    slug, severity, message, file, start, end, _, url, help, fix = row
    if not all(isinstance(one, str) for one in (slug, message, file, url, help)):
        raise TypeError(row)
    mend = None
    if fix is not None:
        safe, *edits = fix
        mend = Fix(bool(safe), tuple(Edit(_place(a), _place(b), str(text)) for a, b, text in edits))
    return Diagnostic(
        slug, Severity(severity), message, file, _place(start), _place(end), mend, url, help
    )


def _place(numbers: Any) -> Position:
    line, column, offset = numbers
    if not all(type(one) is int for one in (line, column, offset)):
        raise TypeError(numbers)
    return Position(line, column, offset)
