"""`relvars render --explain`: which values were read, where from, and what was assumed."""

import json

from relvars.catalog import Assumptions, catalog, spelled
from relvars.cli.terminal import BOLD, Terminal, paint, say, table
from relvars.diagnostics import printable
from relvars.renderer import Trace
from relvars.values import Value

_MOST_SHOWN = 40


def explain(screen: Terminal, trace: Trace, assumptions: Assumptions) -> None:
    """Write what a rendering read and assumed, each thing once, for people."""
    reads = list(dict.fromkeys((one.place, _shown(one.value), one.origin) for one in trace.reads))
    _section(screen, "Values read", reads)
    facts, settings = catalog().assumptions, assumptions._asdict()
    used = [
        (name, _quoted(spelled(settings[name])), facts[name].question) for name in trace.assumptions
    ]
    _section(screen, "Assumptions used", used)


def _section(screen: Terminal, title: str, rows: list[tuple[str, str, str]]) -> None:
    say("\n" + paint(BOLD, title, color=screen.color))
    if not rows:
        say("  none")
    for line in table((f"  {first}", second, third or "-") for first, second, third in rows):
        say(printable(line))


def _shown(value: Value) -> str:
    if value is None:
        return "missing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"


def _quoted(setting: str) -> str:
    return setting or '""'
