"""`--set lead._fname=Ann` and `--set-json json='{…}'`: values put over those that were got."""

from relvars.errors import ConfigError
from relvars.sources.overrides import PATH, Override, read_path
from relvars.values import Key, NotAValueError, load_json


def text_override(written: str) -> Override:
    """`PATH=TEXT`, as --set takes it.

    Raises:
        ConfigError: when it is not of that form.
    """
    path, text = _parts("--set", "lead._fname=Ann", written)
    return Override("--set", path, text)


def json_override(written: str) -> Override:
    """`PATH=JSON`, as --set-json takes it.

    Raises:
        ConfigError: when it is not of that form, or the value is not JSON.
    """
    path, text = _parts("--set-json", """json='{"a": 1}'""", written)
    try:
        return Override("--set-json", path, load_json(text))
    except NotAValueError as error:
        raise ConfigError(
            f"--set-json {'.'.join(path)}: {text!r} is not JSON: {error}"
            f"\n  a text needs quotes inside quotes: '{'.'.join(path)}=\"text\"'"
        ) from None


def _parts(option: str, example: str, written: str) -> tuple[Key, str]:
    path, equals, value = written.partition("=")
    if not equals or not PATH.fullmatch(path):
        raise ConfigError(f"{option} takes PATH=VALUE, as in {example}, not {written!r}")
    return read_path(option, path), value
