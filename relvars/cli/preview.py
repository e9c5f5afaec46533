"""See messages in a browser as they are written, for one recipient after the other.

The page's address is the first line on stderr, as soon as it answers. It shows a change of a
template, the data or relvars.toml as soon as that is saved. Nothing leaves this computer, and
nothing is written but the cases that you save. Ctrl-C ends it.
"""

import sys
from argparse import ArgumentParser, Namespace

EXAMPLES = (
    "relvars preview",
    "relvars preview demo --open",
    "relvars preview --port 0 --smtp 127.0.0.1:1025",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of `relvars preview`."""
    add = parser.add_argument
    add("folder", metavar="DIR", nargs="?", default=".", help="the project; default: this folder")
    add("--port", type=int, help="default: 8025, or the next that is free; 0 takes any free one")
    add("--host", default="127.0.0.1", help="127.0.0.1; see --allow-remote")
    add("--open", action="store_true", help="open the page in the browser")
    add("--allow-remote", action="store_true", help="let other computers in, on any --host")
    add("--smtp", metavar="HOST:PORT", default="", help="where to send test mails; a local server")
    add("--allow-remote-smtp", action="store_true", help="let test mails go to other computers")


def run(args: Namespace) -> int:
    """Serve until told to stop."""
    from relvars.cli.serving import until_told, without_extra
    from relvars.cli.terminal import note, say

    try:
        from relvars.preview import running
    except ImportError as error:
        raise without_extra("preview", error) from None
    preview = running.prepare(
        running.Wanted(
            args.folder, args.host, args.port, args.allow_remote, args.smtp, args.allow_remote_smtp
        )
    )

    def ready() -> None:
        say(preview.address)
        if preview.instead:
            note(args.screen, "hint", f"{preview.instead} is taken, so it is another port")
        if args.allow_remote:
            note(args.screen, "warning", "other computers can see your templates and data")
        if args.open:
            _open(preview.address)
        if sys.stderr is not None and sys.stderr.isatty():  # programs read the address alone
            note(args.screen, "hint", "open it in a browser; Ctrl-C ends the preview")

    return until_told(args.screen, "preview", lambda: running.run(preview, ready))


def _open(address: str) -> None:
    import threading
    import webbrowser

    # A browser in a terminal would not come back.
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
