"""lark's tree of one tag to ours; only here are both known.

Spans count from the tag's inside. What the grammar lets through and the language forbids
(chains, commas, words that are no operator) is found here.
"""

import re
from collections.abc import Sequence

from lark import Token, Tree

from relvars.catalog import Language, Operator
from relvars.spelling import nearest
from relvars.syntax.ast import (
    Broken,
    Call,
    Compare,
    Expression,
    Logic,
    Not,
    Number,
    Path,
    String,
)
from relvars.syntax.heads import (
    ElseHead,
    EndHead,
    ForHead,
    Head,
    IfHead,
    Inside,
    OutputHead,
    Trouble,
)
from relvars.syntax.names import check_path, fold, misspelt, operators
from relvars.text import Span

Child = Tree[Token] | Token
# What people write in other languages, and the word for it here.
_FOREIGN_WORDS = {
    "==": "equal", "=": "equal", "===": "equal", "eq": "equal", "is": "equal", "equals": "equal",
    "&&": "and", "&": "and", "||": "or", "|": "or", "has": "contains", "like": "contains",
}  # fmt: skip
# Words of other languages that say the contrary of one of ours.
_NEGATED = re.compile(r"!=+|<>|neq?|nin|(?:not?|isnt|isn|does)_?\w+", re.IGNORECASE)


class _Builder:
    """Gathers troubles while a tree is built; one for each tag."""

    def __init__(self, inside: str, language: Language) -> None:
        self.inside = inside
        self.language = language
        self.troubles: list[Trouble] = []

    def head(self, tree: Tree[Token]) -> Head:
        match tree.data, tree.children:
            case "output", [value]:
                return OutputHead(self.value(value))
            case "if", [condition]:
                return IfHead(self.expression(condition))
            case "for", [index, item, collection]:
                return ForHead(str(index), str(item), self.value(collection))
            case "else", _:
                return ElseHead()
            case _:
                return EndHead()

    def value(self, child: Child) -> Path | Call:
        return self.call(child) if isinstance(child, Tree) else self.path(child)

    def path(self, token: Token) -> Path:
        path = make_path(str(token), _start(token))
        trouble = check_path(path, self.language)
        if trouble:
            self.troubles.append(trouble)
        return path

    def literal(self, token: Token) -> Path | String | Number:
        match token.type:
            case "STRING":
                return String(token[1:-1], _span(token))
            case "NUMBER":
                return Number(self.number(token), _span(token))
            case _:
                return self.path(token)

    def number(self, token: Token) -> int | float:
        try:
            return float(token) if "." in token else int(token)
        except ValueError:  # Python reads no integer of more than some thousand digits
            self.troubles.append(Trouble("bad-number", "This number is too long.", _span(token)))
            return 0

    def call(self, tree: Tree[Token]) -> Call:
        name, *words = _tokens(tree.children)
        commas = [word for word in words if word.type == "COMMA"]
        if commas:
            self.troubles.append(_commas(commas, self.inside))
        if name not in self.language.functions:
            self.troubles.append(_unknown_function(name, self.language))
        arguments = tuple(self.literal(word) for word in words if word.type != "COMMA")
        span = Span(_start(name), self.inside.index(")", _end(words[-1] if words else name)) + 1)
        return Call(str(name), arguments, fold(self.inside[span.start : span.end]), span)

    def expression(self, child: Child) -> Expression:
        if isinstance(child, Token):
            return self.literal(child)
        match child.data:
            case "expression":
                return self.logic(child.children)
            case "comparison":
                return self.comparison(child.children)
            case "not":
                return self.negation(child.children)
            case "group":
                return self.expression(child.children[0])
            case _:
                return self.call(child)

    def negation(self, children: Sequence[Child]) -> Expression:
        word, operand = children
        self.reject_assumed(_token(word))
        inner = self.expression(operand)
        return Not(inner, Span(_start(_token(word)), self.end_of(operand, inner)))

    def logic(self, children: Sequence[Child]) -> Expression:
        operands = [self.expression(child) for child in children[::2]]
        words = _tokens(children[1::2])
        for word in words:
            self.reject_assumed(word)
        if len(words) > 1:
            self.troubles.append(self.chain(children, operands, words))
            return Broken(self.between(children, operands))
        if not words:
            return operands[0]
        self.reject_bare_comparisons(children[::2], operands)
        left, right = operands
        return Logic(
            "and" if words[0] == "and" else "or", left, right, self.between(children, operands)
        )

    def comparison(self, children: Sequence[Child]) -> Expression:
        operands = [self.expression(child) for child in children[::2]]
        words = _tokens(children[1::2])
        if not words:
            return operands[0]
        if len(words) > 1:
            span = self.between(children, operands)
            self.troubles.append(_chained_comparison(words, span, self.language))
            return Broken(span)
        operator = self.operator(words[0])
        if operator is None:
            return Broken(self.between(children, operands))
        left, right = operands
        span = self.between(children, operands)
        return Compare(operator, str(words[0]), left, right, span)

    def operator(self, word: Token) -> Operator | None:
        operator = operators(self.language).get(str(word))
        if operator is None:
            self.troubles.append(_unknown_operator(word, self.language))
        return operator

    def reject_assumed(self, word: Token) -> None:
        if self.language.or_not == "reject" and word in ("or", "not"):
            about = f"`{word}` is switched off by the assumption `or_not`."
            self.troubles.append(Trouble("unverified-operator", about, _span(word)))

    def reject_bare_comparisons(
        self, children: Sequence[Child], operands: list[Expression]
    ) -> None:
        if self.language.comparison_precedence == "tighter":
            return
        for child, operand in zip(children, operands, strict=True):
            if isinstance(operand, Compare) and not _is_group(child):
                self.troubles.append(_bare_comparison(operand))

    def chain(
        self, children: Sequence[Child], operands: list[Expression], words: list[Token]
    ) -> Trouble:
        """`a and b and c`: parentheses go in from the right, `a and (b and c)`."""
        starts = [
            self.start_of(child, operand)
            for child, operand in zip(children[::2], operands, strict=True)
        ]
        end = self.end_of(children[-1], operands[-1])
        opening = tuple((start, start, "(") for start in starts[1:-1])
        mixed = len(set(words)) > 1
        return Trouble(
            "chained-logic",
            f"Only one `and` or `or` may stand at a level; here are {len(words)}.",
            self.between(children, operands),
            "put each pair in parentheses: `a and (b and c)`",
            (*opening, (end, end, ")" * len(opening))),
            safe=not mixed,
        )

    # Parentheses leave no node, so the place of an operand is found from its child in the tree.

    def start_of(self, child: Child, built: Expression) -> int:
        start = built.span.start
        for _ in range(_depth(child)):
            start = self.inside.rindex("(", 0, start)
        return start

    def end_of(self, child: Child, built: Expression) -> int:
        end = built.span.end
        for _ in range(_depth(child)):
            end = self.inside.index(")", end) + 1
        return end

    def between(self, children: Sequence[Child], operands: list[Expression]) -> Span:
        return Span(
            self.start_of(children[0], operands[0]), self.end_of(children[-1], operands[-1])
        )


def build(tree: Tree[Token], inside: str, language: Language) -> Inside:
    """What a tag says, and everything that is wrong with it."""
    builder = _Builder(inside, language)
    head = builder.head(tree)
    return Inside(head, tuple(builder.troubles))


def make_path(written: str, start: int) -> Path:
    """A path from its text, which stands at an offset."""
    root, *segments = written.split(".")
    return Path(root, tuple(segments), Span(start, start + len(written)))


def _is_group(child: Child) -> bool:
    """Does a comparison, or what it stands for, hold nothing but a group?"""
    return _depth(child) > 0


def _depth(child: Child) -> int:
    """How many pairs of parentheses stand around all that a child holds."""
    depth = 0
    while isinstance(child, Tree) and len(child.children) == 1 and child.data != "call":
        depth += child.data == "group"
        child = child.children[0]
    return depth


def _token(child: Child) -> Token:
    assert isinstance(child, Token)  # noqa: S101 - the grammar puts a word here
    return child


def _tokens(children: Sequence[Child]) -> list[Token]:
    return [_token(child) for child in children]


def _start(token: Token) -> int:
    return token.start_pos or 0


def _end(token: Token) -> int:
    return _start(token) + len(token)


def _span(token: Token) -> Span:
    return Span(_start(token), _end(token))


def _commas(commas: list[Token], inside: str) -> Trouble:
    edits = tuple(
        (_start(comma), _end(comma), "" if inside[_end(comma)] in " \t\r\n" else " ")
        for comma in commas
    )
    message = "Arguments are parted by blanks, not by commas."
    return Trouble("commas-in-call", message, _span(commas[0]), "leave the comma out", edits)


def _unknown_function(name: Token, language: Language) -> Trouble:
    return misspelt("unknown-function", "function", str(name), _span(name), language.functions)


def _unknown_operator(word: Token, language: Language) -> Trouble:
    if _NEGATED.fullmatch(word):  # the nearest word would turn the condition round
        message, advice = f"`{word}` is not a word that compares.", "write `not a equal b`"
        return Trouble("unknown-operator", message, _span(word), advice)
    known = ("and", "or", *operators(language))
    near = _FOREIGN_WORDS.get(str(word).lower(), "") or nearest(str(word), known)
    span = _span(word)
    return Trouble(
        "unknown-operator",
        f"`{word}` is not a word that compares.",
        span,
        f"write `{near}`" if near else "there are " + ", ".join(f"`{one}`" for one in known),
        ((span.start, span.end, near),) if near else (),
        safe=False,
    )


def _chained_comparison(words: list[Token], span: Span, language: Language) -> Trouble:
    unknown = next((word for word in words if word not in operators(language)), None)
    if unknown is not None:
        return _unknown_operator(unknown, language)
    return Trouble(
        "chained-comparison",
        "A comparison has two sides; here are more.",
        span,
        "compare in pairs: `(a equal b) and (b equal c)`",
    )


def _bare_comparison(comparison: Compare) -> Trouble:
    span = comparison.span
    return Trouble(
        "chained-logic",
        "A comparison beside `and` or `or` needs parentheses.",
        span,
        "the assumption `comparison_precedence` asks for them",
        ((span.start, span.start, "("), (span.end, span.end, ")")),
    )
