"""Serve the vendor's API for relations and profiles from a local store.

Its address is the first line on stderr, as soon as it answers; open it in a browser for a list of
calls. Databases and relations are those of the project's relvars.toml. Ctrl-C ends it.
"""

from argparse import ArgumentParser, Namespace

EXAMPLES = (
    "relvars emulator",
    "relvars emulator --port 0 --store test.sqlite",
    "relvars emulator --faults latency=200ms,429=5%,500=1%,drop=1%,truncate=1%,html=1%,seed=7",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars emulator`."""
    parser.add_argument("--project", metavar="DIR", default=".", help="default: this folder")
    parser.add_argument(
        "--store", metavar="FILE", help="default: .relvars/store.sqlite in the project"
    )
    parser.add_argument("--port", type=int, default=8026, help="8026; 0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1", help="127.0.0.1; see --allow-remote")
    parser.add_argument(
        "--allow-remote", action="store_true", help="let other computers in, on any --host"
    )
    parser.add_argument("--faults", metavar="SPEC", default="", help="what goes wrong, how often")
    parser.add_argument(
        "--assume", metavar="NAME=SETTING", action="append", default=[],
        help="behave otherwise where the vendor's pages are silent",
    )  # fmt: skip


def run(args: Namespace) -> int:
    """Serve until told to stop."""
    from relvars.cli.serving import until_told, without_extra
    from relvars.cli.terminal import note, say

    try:
        from relvars.emulator import running
    except ImportError as error:
        raise without_extra("emulator", error) from None
    wanted = running.Wanted(
        args.project, args.store, args.host, args.port, args.faults, args.assume, args.allow_remote
    )
    emulator = running.prepare(wanted)

    def ready() -> None:
        say(emulator.address)
        if args.allow_remote:
            note(args.screen, "warning", "other computers can read and write the store")

    return until_told(args.screen, "emulator", lambda: running.run(emulator, ready))
