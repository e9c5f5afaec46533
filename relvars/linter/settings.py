"""The limits that rules ask for: keys of `[lint]` in relvars.toml, with hyphens there."""

from typing import NamedTuple


class LintSettings(NamedTuple):
    """Every limit with its default; a field added here is a key of `[lint]` at once.

    `sms_parts` is how many parts a text message may take; lengths are in characters.
    """

    sms_parts: int = 1
    subject_length: int = 70
    push_title_length: int = 50
