"""The rules of the group syntax, by slug."""

from relvars.diagnostics import Severity
from relvars.linter.listed import Group, Listed

LISTED: tuple[Listed, ...] = (
    Listed("bad-number", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("chained-comparison", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("chained-logic", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("commas-in-call", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("dots-in-path", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("doubled-braces", Group.SYNTAX, Severity.WARNING),
    Listed("duplicate-else", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("entity-in-tag", Group.SYNTAX, Severity.ERROR),
    Listed("expression-printed", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("index-in-path", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("looks-like-a-tag", Group.SYNTAX, Severity.WARNING),
    Listed("loop-form", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("markup-in-tag", Group.SYNTAX, Severity.ERROR),
    Listed("missing-index", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("mixed-delimiters", Group.SYNTAX, Severity.WARNING),
    Listed("no-arithmetic", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("no-break-space", Group.SYNTAX, Severity.ERROR),
    Listed("no-filters", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("pipe-language", Group.SYNTAX, Severity.WARNING),
    Listed("single-quotes", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("stray-else", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("stray-end", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("too-deep", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("too-long", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("typographic-quotes", Group.SYNTAX, Severity.ERROR),
    Listed("unclosed-block", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("unclosed-tag", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("unexpected-end", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("unexpected-word", Group.SYNTAX, Severity.ERROR, reported=True),
    Listed("unknown-keyword", Group.SYNTAX, Severity.ERROR),
    Listed("unknown-operator", Group.SYNTAX, Severity.ERROR, reported=True),
)
