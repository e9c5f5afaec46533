"""Made-up values that a real account could hold, and what must never come of them."""

from relvars.fuzzer.checks import Flaw, FlawKind
from relvars.fuzzer.fuzzing import Found, Fuzzed, fuzz
from relvars.fuzzer.lifelike import LONGEST

__all__ = ["LONGEST", "Flaw", "FlawKind", "Found", "Fuzzed", "fuzz"]
