"""Print how fast relvars is beside its peers: `python -m tests.bench [BENCH…]`.

Every figure with an aim is a ratio of two times taken in the same rounds of this very run, so it
holds on any machine. A missed aim says SHORT and changes nothing else.
"""

import argparse
import json
import platform
import sys
from collections.abc import Callable, Mapping
from time import perf_counter

from tests.bench import (
    formatting,
    growth,
    links,
    linting,
    memory,
    parsing,
    previewing,
    rendering,
    resolving,
    start_up,
    testing,
    transpiling,
)
from tests.bench.measure import Row, as_json, table

BENCHES: Mapping[str, Callable[[int], list[Row]]] = {
    "render-20k": rendering.emails,
    "render-sms": rendering.short_messages,
    "parse-200": parsing.emails,
    "parse-dense": parsing.dense,
    "parse-linear": parsing.linear,
    "start-up": start_up.start_up,
    "memory": memory.ten_megabytes,
    "store-read": links.reads,
    "store-import": links.imports,
    "store-memory": growth.store_memory,
    "resolve": resolving.side_by_side,
    "resolve-1000": resolving.thousand,
    "transpile": transpiling.rows,
    "pytest": testing.thousand,
    "pytest-empty": testing.nothing,
    "format": formatting.rows,
    "lint": linting.lint,
    "preview": previewing.preview,
}

# Benches that take minutes run when they are named, or with --slow.
SLOW = ("store-import", "resolve-1000", "transpile", "pytest", "lint", "preview")


def main() -> None:
    """Run the benches named on the command line, or all."""
    chosen = _arguments()
    rows: list[Row] = []
    for name in chosen.bench or [one for one in BENCHES if chosen.slow or one not in SLOW]:
        start = perf_counter()
        rows += _rows(name, chosen.rounds)
        print(f"{name}: {perf_counter() - start:.0f} s", file=sys.stderr)
    if chosen.json:
        print(json.dumps(as_json(rows), ensure_ascii=False, indent=2))
    else:
        print(f"Python {platform.python_version()}, {platform.machine()}\n\n{table(rows)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("bench", nargs="*", help=f"which ones: {', '.join(BENCHES)}; all if none")
    parser.add_argument("--slow", action="store_true", help=f"with {', '.join(SLOW)}")
    parser.add_argument("--rounds", type=int, default=20, metavar="N", help="20 if not said")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    chosen = parser.parse_args()
    if unknown := [name for name in chosen.bench if name not in BENCHES]:
        parser.error(f"no bench is called {unknown[0]}; there are {', '.join(BENCHES)}")
    if chosen.rounds < 1:
        parser.error("--rounds must be 1 or more")
    return chosen


def _rows(name: str, rounds: int) -> list[Row]:
    try:
        return BENCHES[name](rounds)
    except Exception as error:  # one bench that fails must not hide the others
        return [Row(name, "failed", note=f"{type(error).__name__}: {error}")]


if __name__ == "__main__":
    main()
