"""The rules of the group meaning, by slug."""

from relvars.diagnostics import Severity
from relvars.linter.listed import Group, Listed

LISTED: tuple[Listed, ...] = (
    Listed("assumption-used", Group.MEANING, Severity.INFO, default=False),
    Listed("compare-types", Group.MEANING, Severity.WARNING),
    Listed("constant-condition", Group.MEANING, Severity.WARNING),
    Listed("duplicate-condition", Group.MEANING, Severity.WARNING),
    Listed("list-printed", Group.MEANING, Severity.WARNING),
    Listed("loop-over-scalar", Group.MEANING, Severity.WARNING, reported=True),
    Listed("market-limit", Group.MEANING, Severity.ERROR, reported=True),
    Listed("missing-else", Group.MEANING, Severity.WARNING, default=False),
    Listed("object-printed", Group.MEANING, Severity.WARNING),
    Listed("output-limit", Group.MEANING, Severity.ERROR, reported=True),
    Listed("recipient-in-relation-loop", Group.MEANING, Severity.WARNING),
    Listed("statistic-off", Group.MEANING, Severity.WARNING, reported=True),
    Listed("statistic-on-boolean", Group.MEANING, Severity.ERROR, reported=True),
    Listed("top-outside-loop", Group.MEANING, Severity.WARNING, reported=True),
    Listed("unreachable-branch", Group.MEANING, Severity.WARNING),
    Listed("unverified-operator", Group.MEANING, Severity.INFO, reported=True),
)
