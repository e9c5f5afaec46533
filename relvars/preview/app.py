"""The preview as an ASGI application: two sites, one of the page and one of the frame in it."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from threading import Thread
from time import monotonic
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from relvars.errors import RelvarsError, SourceError
from relvars.preview import answers, checking
from relvars.preview.asking import NoSuchError
from relvars.preview.events import publish, stream
from relvars.preview.guard import Gate, guarded, is_frame
from relvars.preview.pages import asset, filled
from relvars.preview.state import State, breathe, stop
from relvars.preview.watching import watch
from relvars.serving.guard import BODY_LIMIT, TooLongError, limited_body
from relvars.serving.threads import in_thread
from relvars.values import NotAValueError, is_object, load_json

# A message by itself: nothing of it runs, and nothing is fetched for it, unless it is asked for.
_BARE = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src {images};"
    " frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
)

Json = dict[str, Any]


def application(state: State, gate: Gate) -> ASGIApp:
    """Both sites behind the guard; which one is asked, the port says."""
    page = Starlette(routes=_page_routes(state, gate), lifespan=partial(_lifespan, state))
    frame = Starlette(routes=_frame_routes(gate))

    async def sites(scope: Scope, receive: Receive, send: Send) -> None:
        framed = scope["type"] == "http" and is_frame(gate, scope)
        if framed or scope.get("path", "").startswith("/assets/"):
            state.loaded = monotonic()
        await (frame if framed else page)(scope, receive, send)

    return guarded(sites, gate)


@asynccontextmanager
async def _lifespan(state: State, app: Starlette) -> AsyncIterator[None]:
    state.feed.loop = asyncio.get_running_loop()
    watching = asyncio.create_task(watch(state))
    checking.start(
        state.checks, lambda: state.world, lambda: breathe(state), partial(_tell_marks, state)
    )
    checking.ask(state.checks, state.world.messages)
    Thread(target=answers.warm, args=(state,), name="first", daemon=True).start()
    try:
        yield
    finally:
        stop(state)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


def _tell_marks(state: State, ids: list[str]) -> None:
    world = state.world
    known = [world.messages[name] for name in dict.fromkeys(ids) if name in world.messages]
    marks = [checking.marks_json(state.checks, one) for one in known]
    publish(state.feed, "marks", {"revision": world.revision, "messages": marks})


def _page_routes(state: State, gate: Gate) -> list[Route]:
    async def index(request: Request) -> Response:
        return filled("index.html", gate, request)

    async def file(request: Request) -> Response:
        return asset(request.path_params["name"])

    async def icon(request: Request) -> Response:
        return Response(status_code=204)

    return [
        Route("/", index),
        Route("/assets/{name:path}", file),
        Route("/favicon.ico", icon),
        Route("/events", partial(_events, state)),
        Route("/render/{path:path}", partial(_bare, state)),
        Route("/export/{path:path}", partial(_export, state)),
        *(Route(f"/api/{name}", partial(_get, state, one)) for name, one in answers.GET.items()),
        *(
            Route(f"/api/{name}", partial(_post, state, one), methods=["POST"])
            for name, one in answers.POST.items()
        ),
    ]


def _frame_routes(gate: Gate) -> list[Route]:
    async def frame(request: Request) -> Response:
        return filled("frame/index.html", gate, request)

    async def file(request: Request) -> Response:
        return asset(f"frame/{request.path_params['name']}")

    return [Route("/frame", frame), Route("/frame/{name}", file)]


async def _events(state: State, request: Request) -> Response:
    if request.method == "HEAD":  # an answer without a body would never end
        return Response(media_type="text/event-stream")
    last = request.headers.get("last-event-id", "")
    known = int(last) if last.isascii() and last.isdigit() and len(last) < 16 else None
    hello = {"revision": state.world.revision, "run": state.run}
    return StreamingResponse(stream(state.feed, hello, known), media_type="text/event-stream")


async def _get(state: State, one: Callable[..., Json], request: Request) -> Response:
    # These wait for what threads behind do, so those must not wait for them.
    return await _answered(one, state, request, dict(request.query_params), in_thread)


async def _post(state: State, one: Callable[..., Json], request: Request) -> Response:
    try:
        body = load_json((await limited_body(request)).decode())
    except TooLongError:
        return _json({"version": 1, "error": f"A body may have {BODY_LIMIT} bytes."}, 413)
    except (NotAValueError, UnicodeDecodeError) as error:
        return _json({"version": 1, "error": f"The body is not JSON: {error}."}, 400)
    except ClientDisconnect:
        return Response(status_code=499)
    if not is_object(body):
        return _json({"version": 1, "error": "The body must be an object."}, 400)
    return await _answered(one, state, request, body, partial(_in_thread, state))


async def _answered(
    one: Callable[..., Json],
    state: State,
    request: Request,
    given: Json,
    run: Callable[[Callable[[], bytes]], Awaitable[bytes]],
) -> Response:
    def work() -> bytes:
        return written(one(state, given))

    try:
        return Response(await run(work), media_type="application/json")
    except Exception as error:  # an answer must come, whatever breaks
        return _json(*_told(error, request))


async def _in_thread(state: State, work: Callable[[], Any]) -> Any:
    state.asked += 1
    try:
        return await in_thread(work)
    finally:
        state.asked -= 1


def _told(error: Exception, request: Request) -> tuple[Json, int]:
    """A failure as JSON, with its status; one that is not of ours is told on stderr."""
    match error:
        case NoSuchError():
            status, sentence = 404, str(error)
        case SourceError():
            status, sentence = 422, str(error)
        case RelvarsError():
            status, sentence = 400, str(error)
        case RecursionError():
            status, sentence = 400, "It nests too deeply."
        case _:
            kind = type(error).__name__
            print(f"relvars preview failed ({kind}) in {request.url.path}", file=sys.stderr)
            status, sentence = 500, f"Internal error ({kind})."
    return {"version": 1, "error": sentence}, status


def written(answer: Json) -> bytes:
    """JSON in UTF-8; halves of surrogate pairs as escapes."""
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        return json.dumps(answer, separators=(",", ":")).encode()


def _json(answer: Json, status: int) -> Response:
    return Response(written(answer), status, media_type="application/json")


async def _bare(state: State, request: Request) -> Response:
    query = dict(request.query_params)
    images = "data: https: http:" if query.get("images") == "1" else "data:"
    return await _file(
        state, answers.bare, request, {"Content-Security-Policy": _BARE.format(images=images)}
    )


async def _export(state: State, request: Request) -> Response:
    return await _file(state, answers.export, request, {}, download=True)


async def _file(
    state: State,
    one: Callable[..., answers.Bare],
    request: Request,
    headers: dict[str, str],
    *,
    download: bool = False,
) -> Response:
    path, query = request.path_params["path"], dict(request.query_params)
    try:
        found = await _in_thread(state, lambda: one(state, path, query))
    except Exception as error:
        answer, status = _told(error, request)
        return PlainTextResponse(f"{answer['error']}\n", status)
    if download:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
        headers["Content-Security-Policy"] = _BARE.format(images="data:")
    return Response(found.content, media_type=found.media_type, headers=headers)
