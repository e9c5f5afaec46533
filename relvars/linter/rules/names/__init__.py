"""The rules of the group names, by slug."""

from relvars.diagnostics import Severity
from relvars.linter.listed import Group, Listed

LISTED: tuple[Listed, ...] = (
    Listed("bad-argument", Group.NAMES, Severity.ERROR, reported=True),
    Listed("fragment-cycle", Group.NAMES, Severity.ERROR),
    Listed("relation-path", Group.NAMES, Severity.ERROR, reported=True),
    Listed("shadowed-variable", Group.NAMES, Severity.WARNING, default=False),
    Listed("unknown-direction", Group.NAMES, Severity.ERROR, reported=True),
    Listed("unknown-field", Group.NAMES, Severity.ERROR, reported=True),
    Listed("unknown-fragment", Group.NAMES, Severity.ERROR),
    Listed("unknown-function", Group.NAMES, Severity.ERROR),
    Listed("unknown-property", Group.NAMES, Severity.ERROR, reported=True),
    Listed("unknown-relation", Group.NAMES, Severity.ERROR, reported=True),
    Listed("unknown-root", Group.NAMES, Severity.ERROR),
    Listed("unknown-statistic", Group.NAMES, Severity.ERROR, reported=True),
    Listed("unknown-variable", Group.NAMES, Severity.ERROR, reported=True),
    Listed("unused-loop-variable", Group.NAMES, Severity.WARNING),
    Listed("wrong-direction", Group.NAMES, Severity.ERROR, reported=True),
)
