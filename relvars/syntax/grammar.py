"""Find and compile `grammar/relvars.lark`; the compiled tables are kept between runs.

Compiling costs more than everything else a short command does, so the tables are saved in the
user's cache folder, under a name that changes with all they depend on. They are read back as
plain data only: a planted file can make the look-up fail, never run code.
"""

import contextlib
import io
import os
import pickle
import sys
from functools import cache
from pathlib import Path
from zlib import crc32

import lark

from relvars.catalog import grammar_file
from relvars.disk import replace_file


@cache
def grammar() -> lark.Lark:
    """The parser of a tag's inside; it gives lark's trees, which `build` turns into ours."""
    source = grammar_file("relvars.lark").read_text(encoding="utf-8")
    folder = _cache_folder()
    if folder is None:
        return lark.Lark(source, parser="lalr")
    file = folder / _stamp(source)
    return _load(file) or _compile(source, file)


def _cache_folder() -> Path | None:
    """None for a user who has no home, as in many containers."""
    root = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return Path(root or Path.home() / ".cache") / "relvars"
    except RuntimeError:
        return None


def _stamp(source: str) -> str:
    python = ".".join(map(str, sys.version_info[:2]))
    return f"grammar-{crc32(source.encode()):08x}-lark{lark.__version__}-py{python}.tables"


class _PlainData(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        raise pickle.UnpicklingError(f"{module}.{name} has no place in saved tables")


def _load(file: Path) -> lark.Lark | None:
    try:
        saved = file.read_bytes()
        _PlainData(io.BytesIO(saved)).load()
        return lark.Lark.load(io.BytesIO(saved))
    except Exception:
        return None


def _compile(source: str, file: Path) -> lark.Lark:
    parser = lark.Lark(source, parser="lalr")
    with contextlib.suppress(OSError, ValueError):  # no cache is no trouble
        file.parent.mkdir(parents=True, exist_ok=True)
        parser.save(tables := io.BytesIO())
        replace_file(file, tables.getvalue())
    return parser
