"""What the commands that serve have in common: the extra they need, and how they end."""

from collections.abc import Callable

from relvars.cli.terminal import FINE, WORLD, Terminal, complain
from relvars.errors import ConfigError


def without_extra(name: str, error: ImportError) -> ConfigError:
    """The exception for a command whose extra, of the same name, is not installed."""
    return ConfigError(
        f"relvars {name} needs the extra `{name}`: pip install 'relvars[{name}]'"
        f" (there is no {error.name})"
    )


def until_told(screen: Terminal, name: str, serve: Callable[[], bool]) -> int:
    """Serve until Ctrl-C; gives the exit code. `serve` gives False if it could not start."""
    try:
        served = serve()
    except KeyboardInterrupt:
        return FINE
    if not served:
        complain(screen, f"the {name} could not start")
    return FINE if served else WORLD
