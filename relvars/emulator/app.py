"""The emulator as an ASGI application: a request comes in, a call answers it, in an envelope."""

import hmac
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from relvars.emulator.assumed import Assumed
from relvars.emulator.call import Asked, Call, CallError, World, refused
from relvars.emulator.calls import CALLS, PREFIX, SHARED
from relvars.emulator.envelope import (
    MEDIA_TYPES,
    Format,
    answer_format,
    body_format,
    enveloped,
    read_body,
    written,
)
from relvars.emulator.faults import Faults, faulty
from relvars.emulator.guard import guarded
from relvars.emulator.openapi import description
from relvars.emulator.page import page
from relvars.emulator.parameters import WrongParameterError, read_parameters
from relvars.emulator.template_shelf import Shelf
from relvars.emulator.xml_body import NotReadableError
from relvars.errors import RelvarsError
from relvars.serving.guard import BODY_LIMIT, TooLongError, limited_body
from relvars.store import Store, StoreError, schema_of
from relvars.values import Value


class Options(NamedTuple):
    """How an emulator is served; only `token` is taken if it is not empty, else any that is not."""

    token: str = ""
    assumed: Assumed = Assumed()
    faults: Faults | None = None
    allow_remote: bool = False


def application(
    open_it: Callable[[], Store], templates: Shelf | None = None, options: Options | None = None
) -> ASGIApp:
    """The emulator on a store, which is opened when the server starts and closed when it ends."""
    chosen = options or Options()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with open_it() as store:
            shelf = Shelf() if templates is None else templates
            app.state.world = World(store, schema_of(store), shelf, chosen.assumed)
            yield

    async def call(request: Request) -> Response:
        return await _answer(request, app.state.world, chosen.token)

    app = Starlette(
        routes=[
            Route("/", _page),
            Route("/openapi.json", _openapi),
            Route(f"{PREFIX}{{path:path}}", call, methods=["POST"]),
        ],
        lifespan=lifespan,
    )
    # Paths are tidied first: a fault is for a call, however its path is written.
    inner = app if chosen.faults is None else faulty(app, chosen.faults, PREFIX)
    return guarded(inner, allow_remote=chosen.allow_remote)


async def _page(request: Request) -> Response:
    return HTMLResponse(page(_address(request), CALLS, request.app.state.world))


async def _openapi(request: Request) -> Response:
    return JSONResponse(description(_address(request), CALLS))


def _address(request: Request) -> str:
    return str(request.base_url).rstrip("/")


async def _answer(request: Request, world: World, token: str) -> Response:
    """Answer a call in an envelope, whatever happens."""
    form = _form(request, {}, "json")
    try:
        raw = await limited_body(request)
        written_in = body_format(request.headers.get("content-type", ""), raw)
        form = _form(request, {}, written_in)
        body = _body(raw, written_in, world)
        form = _form(request, body, written_in)
        _check_token(request, body, world, token)
        call = _call(request)
        answer = _handled(call, body, world, xml=written_in == "xml")
        return _response(enveloped(answer, call.success), form, world, 200)
    except ClientDisconnect:
        return Response(status_code=499)  # nobody will see it
    except Exception as error:  # an answer must come, whatever breaks
        return _failed(_told(error, request, world), form, world)


def _told(error: Exception, request: Request, world: World) -> CallError:
    """A failure as the envelope tells it; one of ours also tells whoever runs the emulator."""
    match error:
        case CallError():
            return error
        case TooLongError():
            return CallError(413, f"a body may have {BODY_LIMIT} bytes at most", 413)
        case RecursionError():
            return refused(world, "it nests too deeply")
        case RelvarsError():
            return CallError(500, str(error), 500)
        case _:
            kind = type(error).__name__
            print(f"relvars emulator failed ({kind}) in {request.url.path}", file=sys.stderr)
            return CallError(500, f"internal error ({kind})", 500)


def _body(raw: bytes, written_in: Format, world: World) -> dict[str, Value]:
    try:
        return read_body(raw, written_in)
    except NotReadableError as error:
        raise refused(world, f"the body is not {written_in.upper()}: {error}") from None


def _form(request: Request, body: Mapping[str, Value], written_in: Format) -> Format:
    asked = body.get("format", request.query_params.get("format"))
    return answer_format(asked, request.headers.get("accept", ""), written_in)


def _check_token(request: Request, body: Mapping[str, Value], world: World, token: str) -> None:
    """A token may come in the body, as a bearer or in the URL; if it comes twice, as the same."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    ways = (
        body.get("token"),
        bearer.strip() if scheme.lower() == "bearer" else None,
        request.query_params.get("token"),
    )
    given = [one for one in ways if one not in (None, "")]
    taken = [one for one in given if type(one) is str and _is(one, token or one)]
    if not given or len(taken) < len(given) or any(one != taken[0] for one in taken):
        raise CallError(world.assumed.token_code, world.assumed.token_text)


def _is(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def _call(request: Request) -> Call:
    path = request.path_params["path"]
    if path not in CALLS:
        raise CallError(404, f"there is no call {path}")
    return CALLS[path]


def _handled(call: Call, body: Mapping[str, Value], world: World, *, xml: bool) -> dict[str, Value]:
    try:
        values = read_parameters((*SHARED, *call.parameters), body, xml=xml)
    except WrongParameterError as error:
        raise refused(world, str(error)) from None
    try:
        return call.handle(world, Asked(values, xml))
    except StoreError as error:
        if error.code == world.assumed.refused_code:
            raise refused(world, str(error)) from None
        raise CallError(error.code, str(error)) from None


def _failed(error: CallError, form: Format, world: World) -> Response:
    mirrored = world.assumed.mirror_http_status and 400 <= error.code <= 599
    status = error.status or (error.code if mirrored else 200)
    return _response({"error": error.code, "error_text": error.text}, form, world, status)


def _response(answer: Mapping[str, Value], form: Format, world: World, status: int) -> Response:
    return Response(written(answer, form, world.assumed), status, media_type=MEDIA_TYPES[form])
