"""All rules; a module is loaded when its own check runs or its page is shown."""

from functools import cache
from importlib import import_module
from types import ModuleType

from relvars.linter.listed import Listed
from relvars.linter.rule import Rule
from relvars.linter.rules import meaning, message, names, suppression, syntax

LISTED: tuple[Listed, ...] = (
    *syntax.LISTED,
    *names.LISTED,
    *meaning.LISTED,
    *message.LISTED,
    *suppression.LISTED,
)


@cache
def load(listed: Listed) -> Rule:
    """The rule itself, from the module of its group that bears its slug."""
    rule: Rule = module_of(listed).RULE
    return rule


def module_of(listed: Listed) -> ModuleType:
    """The module of a rule; its docstring is the rule's page."""
    return import_module(f"{__name__}.{listed.group}.{listed.slug.replace('-', '_')}")
