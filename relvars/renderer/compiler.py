"""A template to Python: source text, executed once, that looks values up and joins pieces.

What is written here is fast because it does little: text and values between two block tags become
one f-string, the look-ups of that stretch share one `try`, and objects are made sure of once
(whatever is no object becomes an empty one), so that everything after is a plain subscript.
Strings of the template enter the source as `repr`; its names never become Python names.

With `recording` the same code tells a `Recorder` what it does, step by step.
"""

from typing import Any, NamedTuple

from relvars.catalog import Assumptions
from relvars.renderer.expressions import place_of, truth_of, value_of, written
from relvars.renderer.loads import Loads
from relvars.renderer.writing import Function, Program, Variable
from relvars.syntax.ast import Broken, For, If, Node, Output, Path, Text, expressions, walk

_DEEPEST = 12  # blocks in one Python function; Python itself stops at 20 loops
_LONGEST = 64  # nodes in one f-string
_PIECE = 1024  # nodes of the template's own body in one Python function

Nodes = tuple[Node, ...]


class Source(NamedTuple):
    """Generated Python: functions, the last of which is `render`, and the objects they refer to.

    They are apart so that Python need not compile a large template in one piece.
    """

    functions: tuple[str, ...]
    constants: dict[str, Any]


def generate(nodes: Nodes, assumptions: Assumptions, *, recording: bool) -> Source:
    """The Python source of `render(values, fragments, recorder)`; only recording needs the last."""
    program = Program(assumptions, recording)
    main = Function(program, {})
    main.indent = 2
    if not recording and _is_one_string(nodes):
        main.line(f"result = {_string(main, nodes)}")
    else:
        _pieces(main, nodes)
        main.line("result = ''.join(out)" if not recording else "result = ''")
    head = _head(main)
    tail = [" except ValueError:", "  too_long_number()", " return checked(result)"]
    render = "\n".join([*head, *main.lines, *tail, ""])
    return Source((*program.functions, render), program.constants)


def _head(main: Function) -> list[str]:
    parameters = "values, fragments=None, recorder=None"
    lines = [
        f"def render({parameters}):",
        " if type(values) is not dict: values = as_values(values)",
    ]
    if "fragments" in main.used:
        lines.append(" if fragments is None: fragments = {}")
    lines += [" out = []; append = out.append; size = passes = 0", " try:"]
    roots = Loads(main.program.name)
    for root, name in main.program.roots.items():
        roots.objects["values", (root,)] = name
    return [*lines, *(f"  {line}" for line in roots.root_lines())]


def _is_one_string(nodes: Nodes) -> bool:
    return len(nodes) <= _LONGEST and all(isinstance(node, Text | Output) for node in nodes)


def _pieces(function: Function, nodes: Nodes) -> None:
    """Write the template's own body; a long one in several functions."""
    if len(nodes) <= _PIECE:
        _nodes(function, nodes)
        return
    for start in range(0, len(nodes), _PIECE):
        _extracted(function, nodes[start : start + _PIECE])


def _nodes(function: Function, nodes: Nodes) -> None:
    """Write a body: stretches of text and values, and blocks."""
    stretch: list[Node] = []
    for node in nodes:
        if isinstance(node, Text | Output) and len(stretch) < _LONGEST:
            stretch.append(node)
            continue
        _stretch(function, tuple(stretch))
        stretch = []
        match node:
            case If():
                _if(function, node)
            case For():
                _for(function, node)
            case Text() | Output():
                stretch.append(node)
            case Broken():
                pass  # a template with errors is never compiled
    _stretch(function, tuple(stretch))


def _stretch(function: Function, nodes: Nodes) -> None:
    """Append text and values as one piece."""
    if function.program.recording:
        for node in nodes:
            _record(function, node)
    elif nodes:
        string = _string(function, nodes)
        function.line(f"s = {string}; size += len(s); append(s)")
        if not function.in_loop and len(nodes) == _LONGEST:
            # More of the same may follow: a large value printed again and again fills the memory.
            function.line(f"if size > most: too_much({function.program.constant(nodes[0].span)})")


def _string(function: Function, nodes: Nodes) -> str:
    """An f-string of text and values; what it needs is loaded before."""
    loads = Loads(function.program.name)
    pieces = []
    for node in nodes:
        if isinstance(node, Text):
            pieces.append(repr(node.text))
        elif isinstance(node, Output):
            pieces.append(f"f'{{{_printed(function, value_of(function, node.value, loads))}}}'")
    _load(function, loads)
    return " ".join(pieces) or "''"


def _printed(function: Function, value: str) -> str:
    if function.program.assumptions.escape != "none":
        return f"text({value})"
    return (
        f"{value} if type({value}) is str else {value} if type({value}) is int else text({value})"
    )


def _load(function: Function, loads: Loads) -> None:
    for line in loads.lines(once=function.program.recording):
        function.line(line)


def _record(function: Function, node: Node) -> None:
    constant = function.program.constant
    if isinstance(node, Text):
        function.line(f"{function.use('recorder')}.text({node.text!r}, {constant(node.span)})")
    elif isinstance(node, Output):
        loads = Loads(function.program.name)
        value = value_of(function, node.value, loads)
        _load(function, loads)
        path, place = written(node.value), place_of(function, node.value)
        span = constant(node.span)
        function.line(f"recorder.output({value}, {span}, {path!r}, {place})")


def _if(function: Function, node: If) -> None:
    loads = Loads(function.program.name)
    condition = truth_of(function, node.condition, loads)
    _load(function, loads)
    function.line(f"if {condition}:")
    _body(function, node.body, _branch(function, node, "then"))
    if node.orelse or function.program.recording:
        function.line("else:")
        _body(function, node.orelse or (), _branch(function, node, "else"))


def _branch(function: Function, node: If | For, kind: str) -> str:
    if not function.program.recording:
        return "pass"
    span = function.program.constant(node.span)
    return f"{function.use('recorder')}.branch({span}, {kind!r})"


def _body(function: Function, nodes: Nodes, first: str = "pass") -> None:
    """Write an indented body; one that stands too deep becomes a function of its own."""
    function.indent += 1
    function.depth += 1
    function.line(first)
    if function.depth >= _DEEPEST and nodes:
        _extracted(function, nodes)
    else:
        _nodes(function, nodes)
    function.depth -= 1
    function.indent -= 1


def _extracted(function: Function, nodes: Nodes) -> None:
    inner = Function(function.program, dict(function.scope), function.in_loop)
    _nodes(inner, nodes)
    name = function.program.name("block")
    parameters = ", ".join(["append", "size", "passes", *sorted(inner.used)])
    function.used |= inner.used
    code = [f"def {name}({parameters}):", " pass", *inner.lines, " return size, passes"]
    function.program.functions.append("\n".join(code))
    function.line(f"size, passes = {name}({parameters})")


def _for(function: Function, node: For) -> None:
    loads = Loads(function.program.name)
    rows = loads.late(value_of(function, node.collection, loads))
    _load(function, loads)
    name = function.program.name
    index = Variable(name("i"), name("o"), "")  # an index has no place in the data
    item = Variable(name("x"), name("o"), name("p"))
    if function.program.recording:
        _recorded_rows(function, node, rows)
        head = f"for {index.value}, {item.value}, {item.place} in {rows}:"
    else:
        head = _rows(function, node, rows, index, item)
    function.line(f"if {rows}:")
    function.indent += 1
    _count_passes(function, node, rows)
    function.line(head)
    _passes(function, node, {node.index: index, node.item: item})
    function.indent -= 1
    if node.orelse or function.program.recording:
        function.line("else:")
        _body(function, node.orelse or (), _branch(function, node, "else"))


def _rows(function: Function, node: For, rows: str, index: Variable, item: Variable) -> str:
    """Make sure of what is looped over; returns the head of the Python loop."""
    if not _reads(node.body, node.index):
        function.line(f"if type({rows}) is not list: {rows} = items({rows})")
        return f"for {item.value} in {rows}:"
    pairs = function.program.name("e")
    base = function.program.assumptions.index_base
    function.line(f"if type({rows}) is list: {pairs} = enumerate({rows}, {base})")
    function.line(f"else: {pairs} = {rows} = pairs({rows})")
    return f"for {index.value}, {item.value} in {pairs}:"


def _recorded_rows(function: Function, node: For, rows: str) -> None:
    collection = node.collection
    place = "''" if isinstance(collection, Broken) else place_of(function, collection)
    base = function.program.assumptions.index_base
    constant = function.program.constant(node)
    recorder = function.use("recorder")
    function.line(f"{rows} = {recorder}.passes({rows}, {constant}, {base}, {place})")


def _count_passes(function: Function, node: For, rows: str) -> None:
    """Loops within loops can multiply beyond all bounds; a single one is as long as its data."""
    if function.in_loop:
        span = function.program.constant(node.head)
        function.line(f"passes += len({rows})")
        function.line(f"if passes > most_passes: too_often({span})")


def _passes(function: Function, node: For, variables: dict[str, Variable]) -> None:
    """Write the body of a loop, with its variables in scope."""
    outer, was_in_loop = function.scope, function.in_loop
    function.scope, function.in_loop = {**outer, **variables}, True
    start = len(function.lines)
    _body(function, node.body)
    function.indent += 1
    if not function.program.recording:
        span = function.program.constant(node.head)
        function.line(f"if size > most: too_much({span})")
    objects = [
        f"{' ' * function.indent}{one.object} = {one.value} if type({one.value}) is dict"
        f" else as_object({one.value})"
        for one in variables.values()
        if one.object in function.used
    ]
    function.lines[start:start] = objects
    function.used -= {
        name for one in variables.values() for name in (one.value, one.object, one.place)
    }
    function.indent -= 1
    function.scope, function.in_loop = outer, was_in_loop


def _reads(nodes: Nodes, name: str) -> bool:
    """Does anything here read a loop variable of that name, hidden or not?"""
    return any(
        isinstance(one, Path) and one.root == name
        for node in walk(nodes)
        for one in expressions(node)
    )
