"""Values and conditions as Python expressions; what they look up goes into `Loads`."""

from relvars.catalog import catalog
from relvars.renderer.loads import Loads
from relvars.renderer.writing import Function
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


def value_of(function: Function, expression: Expression, loads: Loads) -> str:
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
            condition = truth_of(function, expression, loads)
            return loads.late(f"True if {condition} else False")
        case Broken():
            return "None"


def _noted(function: Function, expression: Path | Call, value: str, loads: Loads) -> str:
    """When recording, the value with a note that it was read."""
    if not function.program.recording:
        return value
    place = place_of(function, expression)
    span = function.program.constant(expression.span)
    recorder = function.use("recorder")
    return loads.late(f"{recorder}.read({value}, {span}, {written(expression)!r}, {place})")


def _path(function: Function, path: Path, loads: Loads) -> str:
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


def _fragment(function: Function, path: Path, loads: Loads) -> str:
    span = function.program.constant(path.span)
    values, fragments = function.use("values"), function.use("fragments")
    return loads.late(f"fragment({path.segments[0]!r}, {values}, {fragments}, {span})")


def _call(function: Function, call: Call, loads: Loads) -> str:
    arguments = ", ".join(value_of(function, one, loads) for one in call.arguments)
    site = function.program.constant(call)
    return loads.late(f"call({site}, {function.use('values')}, [{arguments}])")


def written(value: Path | Call) -> str:
    """The path or call as it stands in the template."""
    return value.written if isinstance(value, Call) else ".".join((value.root, *value.segments))


def place_of(function: Function, value: Path | Call) -> str:
    """A Python expression for where a value stands in the data, for traces."""
    variable = None if isinstance(value, Call) else function.scope.get(value.root)
    if variable is None or isinstance(value, Call) or not variable.place:
        return repr(written(value))
    rest = "".join(f".{segment}" for segment in value.segments)
    return f"{function.use(variable.place)} + {rest!r}"


def truth_of(function: Function, expression: Expression, loads: Loads) -> str:
    """A Python expression that is true when the condition holds."""
    match expression:
        case Logic(word=word, left=left, right=right):
            one, other = (truth_of(function, side, loads) for side in (left, right))
            return f"({one} {word} {other})"
        case Not(operand=operand):
            return f"(not {truth_of(function, operand, loads)})"
        case Compare():
            return _compare(function, expression, loads)
        case String() | Number():
            return f"truth({value_of(function, expression, loads)})"
        case Path() | Call() | Broken():
            value = value_of(function, expression, loads)
            if function.program.recording:
                return f"({function.use('recorder')}.tested({value}) or truth({value}))"
            return f"({value} if type({value}) is str else truth({value}))"


def _compare(function: Function, compare: Compare, loads: Loads) -> str:
    left = value_of(function, compare.left, loads)
    right = value_of(function, compare.right, loads)
    general = f"compare({compare.operator!r}, {left}, {right})"
    if function.program.recording:
        return f"({function.use('recorder')}.compared({left}, {right}) or {general})"
    if compare.operator == "eq" and isinstance(compare.right, String):
        return f"({left} == {right} if type({left}) is str else {general})"
    return general
