"""Files that are either whole or not there, and folders of ours that git leaves alone."""

import os
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that others see the old one or the new one, never a part.

    It keeps its permissions. A symbolic link is replaced, not followed.

    Raises:
        OSError: that may name a file beside this one, which is no longer there.
    """
    mode = S_IMODE(path.stat().st_mode) if path.exists() else None
    part = path.with_name(f".{os.urandom(8).hex()}.part")

    def opened(name: str, flags: int) -> int:
        # What only its owner may read is that from its first byte on.
        return os.open(name, flags, 0o666 if mode is None else mode)

    try:
        with open(part, "xb", opener=opened) as stream:
            stream.write(data)
        if mode is not None:
            part.chmod(mode)
        os.replace(part, path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def make_own_folder(folder: Path) -> None:
    """Make a folder for what is of this computer alone, and tell git to leave it alone.

    Raises:
        OSError: if it cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not (ignored := folder / ".gitignore").exists():
        ignored.write_text("*\n", encoding="utf-8")
