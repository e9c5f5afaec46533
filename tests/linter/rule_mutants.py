"""Mutants of rules: each condition flipped, compiled as if it were the rule's own module."""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from relvars.linter.rule import Rule

PACKAGE = Path(__file__).parents[2] / "relvars"
RULES = PACKAGE / "linter" / "rules"


class Mutant(NamedTuple):
    """A module with one condition flipped; `text` is that condition, as it was."""

    module: str
    line: int
    text: str
    tree: ast.Module

    @property
    def key(self) -> tuple[str, str]:
        """How the list of equivalent mutants names it."""
        return self.module.rpartition(".")[2], self.text


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


def mutants(path: Path) -> Iterator[Mutant]:
    """One for each condition: what is asked is negated, a comparison or a word is turned round."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for number, node in enumerate(ast.walk(tree)):
        for turned in _turned(node):
            changed = deepcopy(tree)
            place = next(one for at, one in enumerate(ast.walk(changed)) if at == number)
            _put(place, turned)
            yield Mutant(
                module_name(path), _line(node), _text(node), ast.fix_missing_locations(changed)
            )


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0) or getattr(getattr(node, "test", None), "lineno", 0)


def _text(node: ast.AST) -> str:
    match node:
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            return ast.unparse(test)
        case ast.match_case(pattern=pattern, guard=guard):
            return f"case {ast.unparse(pattern)} if {ast.unparse(guard) if guard else ''}"
        case ast.comprehension(ifs=ifs):
            return " and ".join(ast.unparse(one) for one in ifs)
        case _:
            return ast.unparse(node)


def _turned(node: ast.AST) -> Iterator[str]:
    """The ways in which a node can be turned round."""
    match node:
        case ast.If() | ast.IfExp() | ast.While():
            yield "test"
        case ast.match_case(guard=guard) if guard is not None:
            yield "guard"
        case ast.comprehension(ifs=ifs) if ifs:
            yield "ifs"
        case ast.Compare(ops=[_]) | ast.BoolOp():
            yield "itself"
        case _:
            return


_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE,
    ast.LtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


def _put(node: ast.AST, turned: str) -> None:
    match node, turned:
        case ((ast.If() | ast.IfExp() | ast.While()), "test"):
            node.test = _negated(node.test)
        case ast.match_case(guard=ast.expr() as guard), "guard":
            node.guard = _negated(guard)
        case ast.comprehension(ifs=ifs), "ifs":
            node.ifs = [_negated(_joined(ifs))]
        case ast.Compare(ops=[operator]), _:
            node.ops = [_OPPOSITE[type(operator)]()]
        case ast.BoolOp(op=operator), _:
            node.op = ast.Or() if isinstance(operator, ast.And) else ast.And()
        case _:
            raise AssertionError(ast.dump(node))


def _negated(test: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), test)


def _joined(tests: list[ast.expr]) -> ast.expr:
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)


def compiled(mutant: Mutant) -> ModuleType:
    """The mutated module, run."""
    module = ModuleType(mutant.module)
    # In angle brackets: coverage reads such a name as no file, and the mutant has none.
    path = f"<{mutant.module}, mutant of line {mutant.line}>"
    exec(compile(mutant.tree, path, "exec"), module.__dict__)
    return module


@contextmanager
def in_place(module: ModuleType) -> Iterator[None]:
    """While it lasts, who imports the module gets this one."""
    before = sys.modules[module.__name__]
    parent, _, name = module.__name__.rpartition(".")
    sys.modules[module.__name__] = module
    setattr(sys.modules[parent], name, module)
    try:
        yield
    finally:
        sys.modules[module.__name__] = before
        setattr(sys.modules[parent], name, before)


def executed(path: Path) -> ModuleType:
    """A module, run once more with what is in place now."""
    module = ModuleType(module_name(path))
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), module.__dict__)
    return module


def rerun(path: Path) -> Rule:
    """A rule, of its module run once more."""
    rule: Rule = executed(path).RULE
    return rule
