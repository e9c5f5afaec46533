"""Try made-up values on a template until something comes out that nobody should be sent."""

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from relvars.cli.arguments import count
from relvars.cli.terminal import FINDINGS, FINE, INTERRUPTED

EXAMPLES = (
    "relvars fuzz templates/digest.html",
    "relvars fuzz templates/digest.html --time 5m --seed 7",
    "relvars fuzz templates/digest.sms.txt -o tests/digest-fuzz.case.toml",
)
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "ms": 0.001}
_TRIES = 2000  # without --time and --tries


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars fuzz`."""
    add = parser.add_argument
    add("template", metavar="TEMPLATE", help="a file")
    add(
        "--time",
        metavar="TIME",
        type=_seconds,
        help="how long: 30s, 5m (default: 2000 tries, at most 30s)",
    )
    add("--tries", metavar="N", type=count, help="how many values objects")
    add("--seed", metavar="N", type=int, default=1, help="of the values (default: 1)")
    add(
        "--values-limit",
        metavar="N",
        type=count,
        help="the most characters of a made-up text (default: 20, as lint counts)",
    )
    add(
        "-o",
        "--output",
        metavar="FILE",
        help="where failing values are written as cases (default: tests/NAME.fuzz.case.toml)",
    )
    add("--no-cases", action="store_true", help="write no case file")
    add("--format", choices=("text", "json"), default="text", metavar="FORMAT",
        help="text (default) or json")  # fmt: skip


def _seconds(written: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m|h|)", written)
    if not found or not float(found[1]):
        raise ArgumentTypeError(f"a time such as 30s or 5m, not {written!r}")
    return float(found[1]) * _UNITS[found[2]]


def run(args: Namespace) -> int:
    """Fuzz, tell what was found, and write it as cases; a flaw is a finding."""
    from relvars.cli import case_actions, fuzz_cases
    from relvars.cli.findings import show
    from relvars.fuzzer import LONGEST, fuzz

    ready, around = case_actions.template_of(args.template)
    if show(args.screen, ready.template.document, ready.template.diagnostics):
        return FINDINGS
    done = fuzz(
        case_actions.subject_of(ready, around),
        seed=args.seed,
        seconds=args.time or 30,
        tries=args.tries or (None if args.time else _TRIES),
        longest=args.values_limit or LONGEST,
        limits=fuzz_cases.limits_of(args.template),
    )
    file = None if args.no_cases or not done.found else fuzz_cases.write_cases(args, done)
    fuzz_cases.tell(args, done, file)
    if done.is_broken_off:
        return INTERRUPTED
    return FINDINGS if done.found else FINE
