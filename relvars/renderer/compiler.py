"""A template to Python: source text, executed once, that looks values up and joins pieces.

What is written here is fast because it does little: text and values between two block tags become
one f-string, the look-ups of that stretch share one `try`, and objects are made sure of once
(whatever is no object becomes an empty one), so that everything after is a plain subscript.
Strings of the template enter the source as `repr`; its names never become Python names.

With `recording` the same code tells a `Recorder` what it does, step by step.
"""

from dataclasses import dataclass, field
from typing import Any

from relvars.catalog import Assumptions, catalog
from relvars.renderer.loads import Loads
from relvars.syntax.ast import (
    Broken,
    Call,
    Compare,
    Expression,
    For,
    If,
    Logic,
    Node,
    Not,
    Number,
    Output,
    Path,
    String,
    Text,
    expressions,
    walk,
)

_DEEPEST = 12  # blocks in one Python function; Python itself stops at 20 loops
_LONGEST = 200  # nodes in one f-string

Nodes = tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Generated Python: the text, and the objects it refers to by name."""

    text: str
    constants: dict[str, Any]


@dataclass(slots=True)
class _Program:
    """What all functions of one compiled template share."""

    assumptions: Assumptions
    recording: bool
    functions: list[str] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)
    names: int = 0

    def root(self, root: str) -> str:
        """The Python variable of a root's object."""
        return self.roots.setdefault(root, f"root{len(self.roots)}")

    def name(self, letter: str) -> str:
        self.names += 1
        return f"{letter}{self.names}"

    def constant(self, value: object) -> str:
        name = self.name("K")
        self.constants[name] = value
        return name


@dataclass(frozen=True, slots=True)
class _Variable:
    """A loop variable: its value, the same made sure to be an object, and its place in a trace."""

    value: str
    object: str
    place: str


@dataclass(slots=True)
class _Function:
    """One Python function while it is written. `used` are the names it needs from outside."""

    program: _Program
    scope: dict[str, _Variable]
    in_loop: bool = False
    depth: int = 0
    lines: list[str] = field(default_factory=list)
    indent: int = 1
    used: set[str] = field(default_factory=set)

    def line(self, text: str) -> None:
        self.lines.append(" " * self.indent + text)

    def use(self, name: str) -> str:
        self.used.add(name)
        return name


def generate(nodes: Nodes, assumptions: Assumptions, *, recording: bool) -> Source:
    """The Python source of `render(values, fragments, recorder)`; only recording needs the last."""
    program = _Program(assumptions, recording)
    main = _Function(program, {})
    main.indent = 2
    if not recording and _is_one_string(nodes):
        main.line(f"result = {_string(main, nodes)}")
    else:
        _nodes(main, nodes)
        main.line("result = ''.join(out)" if not recording else "result = ''")
    head = _head(main)
    tail = [" except ValueError:", "  too_long_number()", " return checked(result)"]
    source = "\n".join([*program.functions, *head, *main.lines, *tail, ""])
    return Source(source, program.constants)


def _head(main: _Function) -> list[str]:
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


def _nodes(function: _Function, nodes: Nodes) -> None:
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


def _stretch(function: _Function, nodes: Nodes) -> None:
    """Append text and values as one piece."""
    if function.program.recording:
        for node in nodes:
            _record(function, node)
    elif nodes:
        string = _string(function, nodes)
        if function.in_loop:
            function.line(f"s = {string}; size += len(s); append(s)")
        else:
            function.line(f"append({string})")


def _string(function: _Function, nodes: Nodes) -> str:
    """An f-string of text and values; what it needs is loaded before."""
    loads = Loads(function.program.name)
    pieces = []
    for node in nodes:
        if isinstance(node, Text):
            pieces.append(repr(node.text))
        elif isinstance(node, Output):
            pieces.append(f"f'{{{_printed(function, _value(function, node.value, loads))}}}'")
    _load(function, loads)
    return " ".join(pieces) or "''"


def _printed(function: _Function, value: str) -> str:
    if function.program.assumptions.escape != "none":
        return f"text({value})"
    return (
        f"{value} if type({value}) is str else {value} if type({value}) is int else text({value})"
    )


def _load(function: _Function, loads: Loads) -> None:
    for line in loads.lines():
        function.line(line)


def _record(function: _Function, node: Node) -> None:
    constant = function.program.constant
    if isinstance(node, Text):
        function.line(f"{function.use('recorder')}.text({node.text!r}, {constant(node.span)})")
    elif isinstance(node, Output):
        loads = Loads(function.program.name)
        value = _value(function, node.value, loads)
        _load(function, loads)
        written, place = _written(node.value), _place(function, node.value)
        span = constant(node.span)
        function.line(f"recorder.output({value}, {span}, {written!r}, {place})")


# --- Values -------------------------------------------------------------------------------------


def _value(function: _Function, expression: Expression, loads: Loads) -> str:
    """A Python expression without side effects for the value; look-ups go into `loads`."""
    match expression:
        case String(value=value):
            return repr(value)
        case Number(value=value):
            return repr(value)
        case Path():
            return _noted(function, expression, _path(function, expression, loads), loads)
        case Call():
            return _noted(function, expression, _call(function, expression, loads), loads)
        case Compare() | Logic() | Not():
            condition = _truth(function, expression, loads)
            return loads.late(f"True if {condition} else False")
        case Broken():
            return "None"


def _noted(function: _Function, expression: Path | Call, value: str, loads: Loads) -> str:
    """When recording, the value with a note that it was read."""
    if not function.program.recording:
        return value
    written, place = _written(expression), _place(function, expression)
    span = function.program.constant(expression.span)
    recorder = function.use("recorder")
    return loads.late(f"{recorder}.read({value}, {span}, {written!r}, {place})")


def _path(function: _Function, path: Path, loads: Loads) -> str:
    variable = function.scope.get(path.root)
    if variable and path.segments:
        return loads.value(function.use(variable.object), path.segments)
    if variable:
        return function.use(variable.value)
    if path.root.startswith("$"):
        return "None"  # out of scope: missing
    if path.root == "fragment" and len(path.segments) == 1:
        return _fragment(function, path, loads)
    if path.segments:
        return loads.value(function.use(function.program.root(path.root)), path.segments)
    known = catalog().variables.get(path.root)
    placeholder = repr(known.placeholder) if known else "None"
    return loads.late(f"{function.use('values')}.get({path.root!r}, {placeholder})")


def _fragment(function: _Function, path: Path, loads: Loads) -> str:
    span = function.program.constant(path.span)
    values, fragments = function.use("values"), function.use("fragments")
    return loads.late(f"fragment({path.segments[0]!r}, {values}, {fragments}, {span})")


def _call(function: _Function, call: Call, loads: Loads) -> str:
    arguments = ", ".join(_value(function, one, loads) for one in call.arguments)
    site = function.program.constant(call)
    return loads.late(f"call({site}, {function.use('values')}, [{arguments}])")


def _written(value: Path | Call) -> str:
    return value.written if isinstance(value, Call) else ".".join((value.root, *value.segments))


def _place(function: _Function, value: Path | Call) -> str:
    """A Python expression for where a value stands in the data, for traces."""
    variable = None if isinstance(value, Call) else function.scope.get(value.root)
    if variable is None or isinstance(value, Call) or not variable.place:
        return repr(_written(value))
    rest = "".join(f".{segment}" for segment in value.segments)
    return f"{function.use(variable.place)} + {rest!r}"


# --- Conditions ---------------------------------------------------------------------------------


def _truth(function: _Function, expression: Expression, loads: Loads) -> str:
    """A Python expression that is true when the condition holds."""
    match expression:
        case Logic(word=word, left=left, right=right):
            one, other = (_truth(function, side, loads) for side in (left, right))
            return f"({one} {word} {other})"
        case Not(operand=operand):
            return f"(not {_truth(function, operand, loads)})"
        case Compare():
            return _compare(function, expression, loads)
        case String() | Number():
            return f"truth({_value(function, expression, loads)})"
        case Path() | Call() | Broken():
            value = _value(function, expression, loads)
            if function.program.recording:
                return f"({function.use('recorder')}.tested({value}) or truth({value}))"
            return f"({value} if type({value}) is str else truth({value}))"


def _compare(function: _Function, compare: Compare, loads: Loads) -> str:
    left = _value(function, compare.left, loads)
    right = _value(function, compare.right, loads)
    general = f"compare({compare.operator!r}, {left}, {right})"
    if function.program.recording:
        return f"({function.use('recorder')}.compared({left}, {right}) or {general})"
    if compare.operator == "eq" and isinstance(compare.right, String):
        return f"({left} == {right} if type({left}) is str else {general})"
    return general


# --- Blocks -------------------------------------------------------------------------------------


def _if(function: _Function, node: If) -> None:
    loads = Loads(function.program.name)
    condition = _truth(function, node.condition, loads)
    _load(function, loads)
    function.line(f"if {condition}:")
    _body(function, node.body, _branch(function, node, "then"))
    if node.orelse or function.program.recording:
        function.line("else:")
        _body(function, node.orelse or (), _branch(function, node, "else"))


def _branch(function: _Function, node: If | For, kind: str) -> str:
    if not function.program.recording:
        return "pass"
    span = function.program.constant(node.span)
    return f"{function.use('recorder')}.branch({span}, {kind!r})"


def _body(function: _Function, nodes: Nodes, first: str = "pass") -> None:
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


def _extracted(function: _Function, nodes: Nodes) -> None:
    inner = _Function(function.program, dict(function.scope), function.in_loop)
    _nodes(inner, nodes)
    name = function.program.name("block")
    parameters = ", ".join(["append", "size", "passes", *sorted(inner.used)])
    function.used |= inner.used
    code = [f"def {name}({parameters}):", " pass", *inner.lines, " return size, passes"]
    function.program.functions.extend(code)
    function.line(f"size, passes = {name}({parameters})")


def _for(function: _Function, node: For) -> None:
    loads = Loads(function.program.name)
    rows = loads.own(_value(function, node.collection, loads))
    _load(function, loads)
    name = function.program.name
    index = _Variable(name("i"), name("o"), "")  # an index has no place in the data
    item = _Variable(name("x"), name("o"), name("p"))
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


def _rows(function: _Function, node: For, rows: str, index: _Variable, item: _Variable) -> str:
    """Make sure of what is looped over; returns the head of the Python loop."""
    if not _reads(node.body, node.index):
        function.line(f"if type({rows}) is not list: {rows} = items({rows})")
        return f"for {item.value} in {rows}:"
    pairs = function.program.name("e")
    base = function.program.assumptions.index_base
    function.line(f"if type({rows}) is list: {pairs} = enumerate({rows}, {base})")
    function.line(f"else: {pairs} = {rows} = pairs({rows})")
    return f"for {index.value}, {item.value} in {pairs}:"


def _recorded_rows(function: _Function, node: For, rows: str) -> None:
    collection = node.collection
    place = "''" if isinstance(collection, Broken) else _place(function, collection)
    base = function.program.assumptions.index_base
    constant = function.program.constant(node)
    recorder = function.use("recorder")
    function.line(f"{rows} = {recorder}.passes({rows}, {constant}, {base}, {place})")


def _count_passes(function: _Function, node: For, rows: str) -> None:
    """Loops within loops can multiply beyond all bounds; a single one is as long as its data."""
    if function.in_loop:
        span = function.program.constant(node.head)
        function.line(f"passes += len({rows})")
        function.line(f"if passes > most_passes: too_often({span})")


def _passes(function: _Function, node: For, variables: dict[str, _Variable]) -> None:
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
