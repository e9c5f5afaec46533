"""List what the vendor's pages leave open, with this project's settings, and settle it.

--probe writes small templates to send on a real account, with a file to note what came out;
--answer reads that file and writes what it settles into relvars.toml.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from relvars.cli.terminal import BOLD, FINDINGS, FINE, complain, paint, say, table, write_lines
from relvars.diagnostics import printable

EXAMPLES = (
    "relvars assumptions",
    "relvars assumptions --probe probes",
    "relvars assumptions --answer probes/answers.toml",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars assumptions`."""
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "--probe", metavar="DIR", nargs="?", const="probes", help="write probes (default: probes)"
    )
    either.add_argument("--answer", metavar="FILE", help="read answers, write settings")


def run(args: Namespace) -> int:
    """List, probe or answer."""
    if args.probe is not None:
        return _probe(args)
    if args.answer is not None:
        return _answer(args)
    return _list(args)


def _list(args: Namespace) -> int:
    from relvars.catalog import catalog, spelled
    from relvars.cli.files import STDIN
    from relvars.cli.setting import setting

    under, facts = setting(STDIN), catalog().assumptions
    own = under.project.settled if under.project else ()
    marks = {name: "*" if name in own else " " for name in facts}
    settings = {name: spelled(getattr(under.assumptions, name)) or '""' for name in facts}
    rows = [(f"{marks[name]} {name}", settings[name], facts[name].question) for name in facts]
    write_lines(table(rows))
    if own and not args.screen.quiet:
        say(f"* set in this project's relvars.toml: {len(own)} of {len(facts)}")
    return FINE


def _probe(args: Namespace) -> int:
    from relvars.cli.files import write_new
    from relvars.cli.probes import probe_files

    files = probe_files()
    write_new(Path(args.probe), files)
    if not args.screen.quiet:
        step = paint(BOLD, f"{args.probe}/README.md", color=args.screen.color)
        say(f"wrote {len(files)} files to {args.probe}; {step} says what to do with them")
    return FINE


def _answer(args: Namespace) -> int:
    """Settle what can be settled; results that nobody expected are findings."""
    from relvars.catalog import spelled
    from relvars.cli.files import read_template, shown
    from relvars.cli.probes import read_answers, settle

    settled, unexpected = read_answers(read_template(args.answer), shown(args.answer))
    file = settle(settled)
    if not args.screen.quiet:
        say(f"{file}: {len(settled)} assumptions are settled")
        for line in table((f"  {name}", spelled(one) or '""') for name, one in settled.items()):
            say(printable(line))
    for sentence in unexpected:
        complain(args.screen, sentence)
    return FINDINGS if unexpected else FINE
