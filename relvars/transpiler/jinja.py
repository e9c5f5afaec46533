r"""A template in Jinja2 that a stock environment renders to the same text, whatever its options.

Three things make it hold. Output is never escaped, by `{% autoescape false %}`. Line breaks stand
in string literals, `{{- "\n" }}` at the start of the next line, so that no setting of blanks or
line breaks reaches them. Values are read with `.get`, from what was made sure to be an object, so
that nothing is ever undefined and no field comes out as a method.
"""

from dataclasses import replace
from hashlib import sha256

from relvars.catalog import Assumptions, assume
from relvars.diagnostics import Severity
from relvars.renderer.prepare import prepare
from relvars.schema import Schema
from relvars.semantics.infer import account_of
from relvars.semantics.scope import Scope, in_else
from relvars.syntax.ast import (
    Broken,
    For,
    If,
    Node,
    Output,
    Path,
    Template,
    Text,
    expressions,
    walk,
)
from relvars.syntax.heads import placed
from relvars.syntax.parser import as_template
from relvars.text import BOM, Span
from relvars.transpiler.expressions import FUNCTIONS, condition_of, depth, printed
from relvars.transpiler.loops import begin, end, in_loop, lines_of_loop
from relvars.transpiler.macros import MACROS, macros
from relvars.transpiler.spelling import (
    Delimiters,
    check_delimiters,
    lines_of,
    string,
    with_delimiters,
)
from relvars.transpiler.translation import PAGE, Stretch, Translation
from relvars.transpiler.writing import Piece, Place, Writer

# Jinja2 compiles to Python, which takes 20 loops within each other; and it does so by recursion,
# with about so many of Python's 1,000 frames for a block and for a level of a condition.
DEEPEST_LOOPS = 18
_FRAMES, _BLOCK, _LEVEL = 700, 10, 15
DEEPEST_BLOCKS = _FRAMES // _BLOCK

_USUAL = Delimiters()


def to_jinja(  # noqa: PLR0913 - all but the template have defaults
    template: Template | str,
    *,
    schema: Schema | None = None,
    database: str = "",
    name: str = "",
    delimiters: Delimiters = _USUAL,
    assumptions: Assumptions | None = None,
) -> Translation:
    """Translate; what cannot be said in Jinja2 is an error in the result's diagnostics.

    With a schema the result is plainer, and holds for values that are of the schema's types or
    missing. `name` is what the head calls the source; the template's own when not given.

    Raises:
        ConfigError: for delimiters that cannot be told apart.
    """
    check_delimiters(delimiters)
    read, settings = as_template(template), assumptions or assume()
    if any(one.severity == Severity.ERROR for one in read.diagnostics):
        return Translation("", (), read.diagnostics)
    taken = {*MACROS, FUNCTIONS, *_roots(read)}
    account = account_of(schema, database) if schema else None
    writer = Writer(read.document, settings, delimiters, account, taken)
    nodes = prepare(read, settings)
    body = [Piece(_tag(writer, "{{- ", string(_mark(read)), " }}"), None)]
    body += _nodes(writer, nodes, Place())
    if writer.troubles:
        found = tuple(placed(read.document, one)._replace(url=PAGE) for one in writer.troubles)
        return Translation("", (), (*read.diagnostics, *found))
    pieces = [*_head(writer, name or read.document.name), *body, *_foot(writer)]
    return _joined(pieces, read)


def _mark(read: Template) -> str:
    return BOM if read.document.text.startswith(BOM) else ""


def _roots(read: Template) -> set[str]:
    """The first words of all paths; no variable of ours may hide one."""
    paths = (one for node in walk(read.body) for one in expressions(node) if isinstance(one, Path))
    return {path.root for path in paths}


def _joined(pieces: list[Piece], read: Template) -> Translation:
    stretches: list[Stretch] = []
    at = 0
    for piece in pieces:
        if piece.span is not None:
            stretches.append(Stretch(at, at + len(piece.text), piece.span))
        at += len(piece.text)
    return Translation("".join(one.text for one in pieces), tuple(stretches), read.diagnostics)


def _tag(writer: Writer, opener: str, inside: str, closer: str) -> str:
    """A tag; its inside is written as it stands, whatever the delimiters."""
    opener = with_delimiters(opener, writer.delimiters)
    return opener + inside + with_delimiters(closer, writer.delimiters)


def _head(writer: Writer, name: str) -> list[Piece]:
    digest = sha256(writer.document.text.encode("utf-8", "surrogatepass")).hexdigest()
    shown = "".join(one for one in name if one.isalnum() or one in " ._-/")
    about = f"Made by relvars from {shown}, sha256 {digest[:16]}; change that file, not this one."
    if writer.account:
        about += "\n    It holds for values of the schema's types, or missing."
    parts = [_tag(writer, "{#- ", about, " -#}"), _statement(writer, "autoescape false")]
    parts += macros(writer.used, writer.assumptions, writer.delimiters)
    lines = [line for root in writer.roots.values() for line in root.lines]
    parts += [_statement(writer, line) for line in lines]
    return [Piece("".join(f"{part}\n" for part in parts), None)]


def _foot(writer: Writer) -> list[Piece]:
    return [Piece("\n" + _tag(writer, "{%- ", "endautoescape", " -%}") + "\n", None)]


def _statement(writer: Writer, inside: str) -> str:
    return _tag(writer, "{%- ", inside, " %}")


def _nodes(writer: Writer, nodes: tuple[Node, ...], place: Place) -> list[Piece]:
    pieces: list[Piece] = []
    joined = _joined_texts(nodes)
    for number, node in enumerate(joined):
        match node:
            case Text():
                # The body ends with a tag too: of a block, or of the whole.
                is_last = number == len(joined) - 1 and place.blocks == 0
                pieces += _text(writer, node, before_tag=not is_last, is_last=is_last)
            case Output(value=value):
                inside = printed(writer, value, place)
                pieces.append(Piece(_tag(writer, "{{ ", inside, " }}"), node.span))
            case If():
                pieces += _if(writer, node, place)
            case For():
                pieces += _for(writer, node, place)
            case Broken():
                pass  # a template with errors is never translated
    return pieces


def _joined_texts(nodes: tuple[Node, ...]) -> list[Node]:
    """The nodes, with texts as one between which a value was left out, as in a text message."""
    joined: list[Node] = []
    for node in nodes:
        last = joined[-1] if joined else None
        if isinstance(node, Text) and isinstance(last, Text):
            span = Span(last.span.start, node.span.end)
            joined[-1] = replace(last, text=last.text + node.text, span=span)
        else:
            joined.append(node)
    return joined


def _text(writer: Writer, text: Text, *, before_tag: bool, is_last: bool) -> list[Piece]:
    written = text.text
    # The foot of the translation strips the blanks before it.
    line = written[max(written.rfind("\n"), written.rfind("\r")) + 1 :]
    end = line[len(line.rstrip()) :] if is_last else ""
    written = written[: len(written) - len(end)]
    pieces = []
    for kind, part in lines_of(written, writer.delimiters, before_tag=before_tag or bool(end)):
        if kind == "text":
            pieces.append(part)
        else:
            opener = "\n{{- " if kind == "break" else "{{ "
            pieces.append(_tag(writer, opener, part, " }}"))
    if end:
        pieces.append(_tag(writer, "{{ ", string(end), " }}"))
    return [Piece(one, text.span) for one in pieces]


def _if(writer: Writer, node: If, place: Place) -> list[Piece]:
    inner = _deeper(writer, node, place)
    condition = condition_of(writer, node.condition, place)
    pieces = [Piece(_tag(writer, "{% ", f"if {condition}", " %}"), node.head)]
    pieces += _nodes(writer, node.body, inner)
    return [*pieces, *_rest(writer, node, inner, "endif")]


def _rest(writer: Writer, node: If | For, other: Place, ending: str) -> list[Piece]:
    """The `{else}` part, if any, and the end of a block."""
    pieces: list[Piece] = []
    if node.orelse is not None:
        pieces.append(Piece(_tag(writer, "{% ", "else", " %}"), node.middle))
        pieces += _nodes(writer, node.orelse, other)
    return [*pieces, Piece(_tag(writer, "{% ", ending, " %}"), node.end)]


def _deeper(writer: Writer, node: If | For, place: Place) -> Place:
    inner = replace(place, blocks=place.blocks + 1, loops=place.loops + isinstance(node, For))
    if inner.loops == DEEPEST_LOOPS + 1 and isinstance(node, For):
        message = f"Jinja2 takes no more than {DEEPEST_LOOPS} loops within each other."
        writer.refuse(node.head, message)
    levels = depth(node.condition) if isinstance(node, If) else 0
    room = (_FRAMES - inner.blocks * _BLOCK) // _LEVEL
    if inner.blocks > DEEPEST_BLOCKS:
        message = f"Jinja2 takes no more than {DEEPEST_BLOCKS} blocks within each other."
        writer.refuse(node.head, message)
    elif levels > room:
        message = (
            f"Within {inner.blocks} block{'s' * (inner.blocks > 1)} Jinja2 takes a condition that"
            f" nests {room} deep, where a comparison counts as 3; this one nests {levels} deep."
        )
        writer.refuse(node.head, message)
    return inner


def _for(writer: Writer, node: For, place: Place) -> list[Piece]:
    if isinstance(node.collection, Broken):
        return []
    inner = _deeper(writer, node, place)
    begun = begin(writer, node, node.collection, place)
    body = _nodes(writer, node.body, in_loop(writer, node, inner, begun))
    head = "".join(
        _tag(writer, "{% ", line, " %}" if is_last else " -%}\n  ")
        for line, is_last in lines_of_loop(begun)
    )
    scope = in_else(place.scope, node) if writer.account else Scope()
    rest = _rest(writer, node, replace(inner, scope=scope, loops=place.loops), "endfor")
    end(writer, begun)
    return [Piece(head, node.head), *body, *rest]
