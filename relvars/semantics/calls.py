"""Are the arguments of a call as many and of the kinds that its function takes?"""

import re
from collections.abc import Iterator
from dataclasses import replace

from relvars.catalog import Parameter, Signature, catalog
from relvars.functions import FUNCTIONS
from relvars.semantics.infer import Account, type_of
from relvars.semantics.scope import Scope
from relvars.semantics.types import ListOf, Object, described
from relvars.spelling import nearest
from relvars.syntax.ast import Call, Number, Path, String
from relvars.syntax.heads import Trouble
from relvars.syntax.names import listed, written
from relvars.text import Span

Argument = Path | String | Number
_DIGITS = re.compile(r"[0-9]+")
# What jsonpath is documented for; a loop variable or a project's own root may hold such a document.
_DOCUMENTS = ("json", "apicontent")

_EXAMPLES = {
    "jsonpath": """for example `jsonpath(json.store "book[0].title" "item")`""",
    "subscription_field": """for example `subscription_field("email" "domain")`""",
    "products": """for example `products("product.name == 'Tea'" 10)`""",
    "sku": """for example `sku("sku.name == 'Tea'" 10)`""",
    "orders": """for example `orders("order.status == 'new'" 10 "id" "desc")`""",
    "order": """for example `order("order.status == 'new'")`""",
}


def check_call(call: Call, scope: Scope, account: Account) -> Iterator[Trouble]:
    """What is wrong with a call's arguments; a project's own functions take anything."""
    signature = catalog().functions.get(call.name)
    if signature is None:
        return
    given = tuple(zip(signature.parameters, call.arguments, strict=False))
    wrong = [*_check_count(call, signature)]
    for parameter, argument in given:
        wrong.extend(_check_kind(call, signature, parameter, argument))
        wrong.extend(_check_argument_type(call, parameter, argument, scope, account))
    beyond = [trouble for pair in given for trouble in _check_limit(*pair)]
    yield from wrong
    yield from beyond
    if not wrong:
        yield from _check_meaning(_within_limit(call) if beyond else call)


def _check_count(call: Call, signature: Signature) -> Iterator[Trouble]:
    parameters = signature.parameters
    least = sum(one.required for one in parameters)
    count = len(call.arguments)
    if least <= count <= len(parameters):
        return
    span = call.span
    if count > least:
        span = Span(call.arguments[len(parameters)].span.start, call.arguments[-1].span.end)
    wanted = str(least) if least == len(parameters) else f"{least} to {len(parameters)}"
    noun = "argument" if wanted == "1" else "arguments"
    message = f"`{call.name}` takes {wanted} {noun}, not {count}."
    yield Trouble("bad-argument", message, span, f"write {_form(signature)}")


def _check_kind(
    call: Call, signature: Signature, parameter: Parameter, argument: Argument
) -> Iterator[Trouble]:
    """Literals of the wrong kind, and words that are none of the choices."""
    match parameter.type, argument:
        case "path", String() | Number():
            wanted = "a variable such as `json.store`"
        case "path", Path(root=root) if root in catalog().roots and root not in _DOCUMENTS:
            wanted = "a path under `json` or `apicontent`"
        case "string", Number():
            wanted = "a text in quotes"
        case "integer", String() | Number(value=float()):
            wanted = "a whole number, without quotes"
        case "string", String():
            yield from _check_choice(parameter, argument)
            return
        case _:
            return
    message, span = f"The {parameter.name} of `{call.name}` is {wanted}.", argument.span
    digits = _digits(parameter, argument)
    advice = f"write `{digits}`" if digits else f"write {_form(signature)}"
    edits = ((span.start, span.end, digits),) if digits else ()
    yield Trouble("bad-argument", message, span, advice, edits, safe=False)


def _digits(parameter: Parameter, argument: Argument) -> str:
    """The whole number that stands in quotes where it needs none, or ""."""
    if parameter.type != "integer" or not isinstance(argument, String):
        return ""
    return argument.value if _DIGITS.fullmatch(argument.value) else ""


def _check_choice(parameter: Parameter, argument: String) -> Iterator[Trouble]:
    if not parameter.choices or argument.value in parameter.choices:
        return
    message = f"The {parameter.name} is {_either(parameter.choices)}, not `{argument.value}`."
    near = nearest(argument.value, parameter.choices)
    advice = f"did you mean `{near}`?" if near else f"write {_either(parameter.choices)}"
    edits = ((argument.span.start + 1, argument.span.end - 1, near),) if near else ()
    yield Trouble("bad-argument", message, argument.span, advice, edits, safe=False)


def _check_argument_type(
    call: Call, parameter: Parameter, argument: Argument, scope: Scope, account: Account
) -> Iterator[Trouble]:
    """A variable known to be a list or an object where one text or number belongs."""
    if parameter.type == "path" or not isinstance(argument, Path):
        return
    kind = type_of(argument, scope, account)
    if isinstance(kind, ListOf | Object):
        wanted = "a whole number" if parameter.type == "integer" else "a text"
        what = f"`{written(argument)}` is {described(kind)}"
        message = f"{what}; the {parameter.name} of `{call.name}` is {wanted}."
        yield Trouble("bad-argument", message, argument.span, f"give {wanted}")


def _check_limit(parameter: Parameter, argument: Argument) -> Iterator[Trouble]:
    most = catalog().limits["market"]
    match parameter.name, argument:
        case "limit", Number(value=int(limit), span=span) if limit > most:
            message = f"The platform gives at most {most} elements, not {limit}."
            edits = ((span.start, span.end, str(most)),)
            yield Trouble("market-limit", message, span, f"write `{most}`", edits, safe=False)
        case _:
            return


def _within_limit(call: Call) -> Call:
    """The call with its limit mended, so that only what else is wrong is found."""
    most = catalog().limits["market"]
    filter_text, limit, *rest = call.arguments
    return replace(call, arguments=(filter_text, Number(most, limit.span), *rest))


def _check_meaning(call: Call) -> Iterator[Trouble]:
    """What the function itself says of literal arguments: paths, filters, fields."""
    function = FUNCTIONS.get(call.name)
    complaint = function.check(call) if function else None
    if function is None or complaint is None:
        return
    # The complaint names no place: it is the argument with which it first arises.
    upto = (replace(call, arguments=call.arguments[: n + 1]) for n in range(len(call.arguments)))
    span = next((one.arguments[-1].span for one in upto if function.check(one)), call.span)
    yield Trouble("bad-argument", complaint, span, _EXAMPLES.get(call.name, ""))


def _form(signature: Signature) -> str:
    """How a call is written, and what of it may be left out."""
    words = [f'"{one.name}"' if one.type == "string" else one.name for one in signature.parameters]
    spare = tuple(one.name for one in signature.parameters if not one.required)
    optional = f"; {listed(spare)} may be left out" if spare else ""
    return f"`{signature.name}({' '.join(words)})`{optional}"


def _either(choices: tuple[str, ...]) -> str:
    return " or ".join(f"`{one}`" for one in choices)
