"""The rules of the group message, by slug."""

from relvars.diagnostics import Severity
from relvars.linter.listed import Group, Listed


def _row(slug: str, *channels: str, default: bool = True, over_files: bool = False) -> Listed:
    return Listed(
        slug, Group.MESSAGE, Severity.WARNING, default, channels=channels, over_files=over_files
    )


LISTED: tuple[Listed, ...] = (
    _row("angle-text-in-sms", "sms"),
    _row("empty-greeting"),
    _row("html-in-value-context"),
    _row("locale-disagree", default=False, over_files=True),
    _row("no-unsubscribe", "html", "text"),
    _row("parts-disagree", default=False, over_files=True),
    _row("plural-form", default=False),
    _row("push-title-length", "push"),
    _row("sms-parts", "sms"),
    _row("subject-length", "subject"),
    _row("unguarded-optional", default=False),
    _row("value-in-script", "html", "amp", ""),
    _row("value-in-style", "html", "amp", ""),
    _row("value-in-url", "html", "amp", ""),
)
