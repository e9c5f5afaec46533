"""The rules about the comments that silence other rules, by slug."""

from relvars.diagnostics import Severity
from relvars.linter.listed import Group, Listed

LISTED: tuple[Listed, ...] = (
    Listed("unknown-suppression", Group.SUPPRESSION, Severity.WARNING, reported=True),
    Listed("unused-suppression", Group.SUPPRESSION, Severity.WARNING, reported=True),
)
