"""The files of the page, as they lie in the package."""

import re
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from relvars.preview.guard import Gate, origins

_FOLDER = Path(__file__).parent / "assets"
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


def asset(name: str) -> Response:
    """A file of the page; 404 for any other."""
    file = _FOLDER / name
    kind = _TYPES.get(file.suffix)
    if kind is None or not _NAME.fullmatch(name) or not file.is_file():
        return Response("There is no such file.\n", 404, media_type="text/plain")
    # The icon is asked for whenever the address changes; the rest may change with the next release.
    kept = "max-age=3600" if file.suffix == ".svg" else "no-cache"
    return Response(file.read_bytes(), media_type=kind, headers={"Cache-Control": kept})


def _modules(folder: Path) -> str:
    """All modules of a page, so that a browser need not find them one through the other.

    They are many and the connections few: what the page asks of the project goes before them.
    """
    place = "/frame" if folder.name == "frame" else "/assets"
    names = sorted(one.name for one in folder.glob("*.js") if one.name != "first.js")
    link = '<link rel="modulepreload" fetchpriority="low" href="{}/{}">'
    return "\n".join(link.format(place, name) for name in names)


def filled(name: str, gate: Gate, request: Request) -> Response:
    """A page with what it must know: its token, and the origins of both sites."""
    file = _FOLDER / name
    if not file.is_file():
        return Response("The page is not installed.\n", 500, media_type="text/plain")
    text = file.read_text(encoding="utf-8")
    page, frame = origins(gate, request.headers.get("host", ""))
    known = {"__APP_ORIGIN__": page, "__FRAME_ORIGIN__": frame}
    if name == "index.html":
        known["__TOKEN__"] = gate.token
    for place, value in known.items():
        text = text.replace(place, escape(value))
    text = text.replace("<!--__MODULES__-->", _modules(file.parent))
    return Response(text, media_type="text/html; charset=utf-8")
