"""`relvars --install-completion`: put a shell's completion file where that shell looks."""

import os
from pathlib import Path

from relvars.cli.arguments import usage_error
from relvars.cli.files import write_file
from relvars.cli.terminal import Terminal, note, say
from relvars.errors import ConfigError

_SHELLS = ("bash", "zsh", "fish")


def install(shell: str, screen: Terminal) -> None:
    """Write the completion file of a shell; "" is the shell of this user.

    Raises:
        ConfigError: for a shell there is no completion for.
    """
    from argcomplete.shell_integration import shellcode

    name = shell or Path(os.environ.get("SHELL", "")).name
    if name not in _SHELLS:
        said = f"there is no completion for {name!r}" if name else "which shell is not known here"
        raise usage_error("relvars", f"{said}: name one of {', '.join(_SHELLS)}")
    file = _file(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_file(file, shellcode(["relvars"], shell=name).encode())
    if not screen.quiet:
        say(f"wrote {file}; it works in the next {name} you open")
    if name == "zsh":
        note(
            screen, "hint", f"~/.zshrc needs: fpath+={file.parent}; autoload -Uz compinit; compinit"
        )


def _file(shell: str) -> Path:
    """Where the shell looks for completions of a user's own."""
    try:
        home = Path.home()
    except RuntimeError:
        raise ConfigError("no home folder is known here to put the completion in") from None
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    match shell:
        case "bash":
            return data / "bash-completion/completions/relvars"
        case "zsh":
            return home / ".zfunc/_relvars"
        case _:
            return config / "fish/completions/relvars.fish"
