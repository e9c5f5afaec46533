"""Write a working example project: a digest for agents as e-mail, SMS and push, with tests."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from relvars.cli.files import write_new
from relvars.cli.terminal import BOLD, FINE, paint, say
from relvars.diagnostics import printable

EXAMPLES = ("relvars init demo", "cd demo && relvars render templates/digest.txt")

# What commands leave in the example of a clone when they are tried there.
_MADE = {".relvars", ".relvars_cache", ".pytest_cache", "__pycache__"}


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars init`."""
    parser.add_argument(
        "folder", metavar="DIR", nargs="?", default=".", help="a folder (default: this one)"
    )


def run(args: Namespace) -> int:
    """Write the project and say what to do with it."""
    folder = Path(args.folder)
    example = example_folder()
    found = (path.relative_to(example) for path in example.rglob("*") if path.is_file())
    names = sorted(path.as_posix() for path in found if _MADE.isdisjoint(path.parts))
    write_new(folder, {name: (example / name).read_bytes() for name in names})
    if not args.screen.quiet:
        _say_next(folder, len(names), color=args.screen.color)
    return FINE


def _say_next(folder: Path, count: int, *, color: bool) -> None:
    steps = [
        "relvars preview",
        "relvars render templates/digest.txt",
        "relvars render templates/digest.html --to agents:5d63dbdb439e7306b596c5d2",
        "relvars needs templates/digest.html",
        "pytest",
    ]
    if folder.resolve() != Path.cwd():
        steps.insert(0, f"cd {printable(str(folder))}")
    say(f"wrote {count} files to {printable(str(folder))}; next:\n")
    say("\n".join(f"  {paint(BOLD, step, color=color)}" for step in steps))


def example_folder() -> Path:
    """Where the example stands: inside an installed package, beside it in a checkout."""
    package = Path(sys.modules["relvars"].__path__[0])
    inside = package / "example"
    return inside if inside.exists() else package.parent / "fixtures" / "projects" / "example"
