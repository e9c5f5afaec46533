"""What `relvars fuzz` asks of a project, and the case file it leaves there."""

import json
import os
from argparse import Namespace
from pathlib import Path

from relvars.cases.case_files import ENDING
from relvars.cases.writing import case_file_text
from relvars.cli.arguments import usage_error
from relvars.cli.case_actions import named_in_cases
from relvars.cli.files import write_file
from relvars.cli.terminal import note, write, write_lines
from relvars.config import find_project, load_project
from relvars.diagnostics import printable
from relvars.errors import ConfigError
from relvars.fuzzer import Fuzzed
from relvars.fuzzer.fuzzing import as_cases
from relvars.linter.settings import LintSettings

_MARK = "# Written by `relvars fuzz`, which writes it anew on each run that finds something.\n"


def limits_of(template: str) -> LintSettings:
    """The lengths that messages may have, from `[lint]` of the template's project."""
    file = find_project(Path(template).parent)
    return load_project(file).lint.settings if file else LintSettings()


def write_cases(args: Namespace, done: Fuzzed) -> Path:
    """Write the flaws as cases; an earlier file of ours is replaced, no other one.

    Raises:
        ConfigError: when the file is somebody's own.
    """
    file = Path(args.output) if args.output else _default(args.template)
    if not file.name.endswith(ENDING):
        raise usage_error("relvars fuzz", f"pytest collects files named *{ENDING}")
    if file.exists() and not file.read_bytes().startswith(_MARK.encode()):
        raise ConfigError(f"{file} is there and not written by relvars fuzz; name another with -o")
    file.parent.mkdir(parents=True, exist_ok=True)
    text = case_file_text(named_in_cases(args.template, str(file)), as_cases(done))
    write_file(file, (_MARK + text).encode())
    return file


def _default(template: str) -> Path:
    """In the tests folder of the project; beside the template where there is none."""
    path = Path(os.path.abspath(template))
    project = find_project(path.parent)
    folder = project.parent / "tests" if project else path.parent
    return Path(os.path.relpath(folder / f"{path.name}.fuzz{ENDING}"))


def tell(args: Namespace, done: Fuzzed, file: Path | None) -> None:
    """Findings to stdout; how many of how many to stderr."""
    rows = [
        {"kind": one.flaw.kind, "message": one.flaw.sentence, "values": one.values}
        for one in done.found
    ]
    if args.format == "json":
        made = {"version": 1, "seed": args.seed, "tries": done.tries, "findings": rows}
        write(json.dumps(made, ensure_ascii=False, indent=2) + "\n")
    else:
        for one in rows:
            values = json.dumps(one["values"], ensure_ascii=False)
            told = f"{args.template}: {one['kind']}: {one['message']}"
            write_lines([printable(told), printable(f"  values: {values}")])
    where = f", written as cases to {file}" if file else ""
    found = {0: "no flaw", 1: "1 kind of flaw"}.get(len(rows), f"{len(rows)} kinds of flaws")
    note(args.screen, "hint", f"{found} in {done.tries:,} values (seed {args.seed}){where}")
