"""A translator with one line changed, loaded beside the true one."""

import sys
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType

ROOM = Path(__file__).parents[2] / "relvars" / "transpiler"
NAME = "broken_transpiler"
# In the order in which they import each other.
MODULES = (
    "translation", "spelling", "writing", "macros", "expressions", "loops", "jinja", "context",
)  # fmt: skip


def load(module: str, old: str, new: str) -> dict[str, ModuleType]:
    """The room's modules, with `old` replaced by `new` in one of them; forget them with `forget`.

    Raises:
        AssertionError: when `old` does not stand there exactly once.
    """
    made = {}
    forget()
    sys.modules[NAME] = ModuleType(NAME)
    for name in MODULES:
        one = ModuleType(f"{NAME}.{name}")
        sys.modules[one.__name__] = one
        exec(_changed(name, old, new) if name == module else _code(name), one.__dict__)
        made[name] = one
    return made


def forget() -> None:
    """Take the loaded modules away again."""
    for name in [one for one in sys.modules if one.partition(".")[0] == NAME]:
        del sys.modules[name]


def _source(name: str) -> str:
    return (ROOM / f"{name}.py").read_text(encoding="utf-8")


def _changed(name: str, old: str, new: str) -> CodeType:
    source = _source(name)
    assert source.count(old) == 1, f"{name}.py holds {source.count(old)} times: {old}"
    return _compiled(name, source.replace(old, new))


@cache
def _code(name: str) -> CodeType:
    return _compiled(name, _source(name))


def _compiled(name: str, source: str) -> CodeType:
    return compile(source.replace("relvars.transpiler.", f"{NAME}."), f"<{name}>", "exec")
