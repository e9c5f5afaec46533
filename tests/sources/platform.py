"""A platform that answers in the documented shapes, and whatever is put before an answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from relvars.catalog import assume
from relvars.schema import Schema
from relvars.sources.api.client import Client
from relvars.sources.api.fetching import ApiSource
from relvars.sources.api.pace import Clock, Pace
from relvars.sources.api.token import Token
from relvars.sources.api.transport import Request, Response
from relvars.sources.source import Source
from relvars.values import Value
from tests.sources.project import SCHEMA

SECRET = "8a28168486844c8bae2673a51d4433ff"
Answer = Callable[[dict[str, Value]], dict[str, Value]]
Fault = Response | Exception


@dataclass
class Watch:
    """Time that passes only by waiting."""

    time: float = 100.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds

    def clock(self) -> Clock:
        return Clock(lambda: self.time, self.sleep, lambda: 0.0)


@dataclass
class Platform:
    """Profiles by database number, counters and links by relation and profile; a Transport."""

    profiles: dict[int, dict[str, dict[str, Value]]] = field(default_factory=dict)
    counters: dict[tuple[int, str], dict[str, Value]] = field(default_factory=dict)
    links: dict[tuple[int, str], list[dict[str, Value]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    sent: list[Request] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)

    def send(self, request: Request) -> Response:
        self.sent.append(request)
        if self.faults:
            fault = self.faults.pop(0)
            if isinstance(fault, Exception):
                raise fault
            return fault
        return answer(_ANSWERS[request.path](self, dict(request.body)))

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.sent]

    def client(self, per_second: float = 0) -> Client:
        pace = Pace(per_second, self.watch.clock())
        return Client("panel.example", self, pace, Token(SECRET))

    def source(
        self, *, schema: Schema = SCHEMA, beside: Source | None = None, stat_off: str = "missing"
    ) -> ApiSource:
        assumptions = assume({"stat_off": stat_off})
        return ApiSource("https://panel.example", self.client(), schema, assumptions, beside=beside)


def answer(data: Value, status: int = 200, **headers: str) -> Response:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status, names, json.dumps(data).encode())


def refusal(code: int, text: str, status: int = 200, **headers: str) -> Response:
    return answer({"error": code, "error_text": text}, status, **headers)


def fine(**payload: Value) -> dict[str, Value]:
    return {**payload, "error": 0, "error_text": "Successful operation"}


def _profile(platform: Platform, body: dict[str, Value]) -> dict[str, Value]:
    found = platform.profiles.get(body["db_id"], {}).get(body["profile_id"])
    if found is None:
        return {"error": 404, "error_text": "profile not found"}
    return fine(data={"id": body["profile_id"], "db_id": body["db_id"], **found})


def _profiles(platform: Platform, body: dict[str, Value]) -> dict[str, Value]:
    held = platform.profiles.get(body["db_id"], {})
    wanted = body.get("query", {}).get("_id", {}).get("$in", sorted(held))
    after = [one for one in wanted if one > body["from_id"] and one in held]
    page = after[: body["limit"]]
    fields = body.get("fields")
    rows = [
        {"id": one, **{name: value for name, value in held[one].items()
                       if fields is None or name in fields}}
        for one in page
    ]  # fmt: skip
    following = {"next_from_id": page[-1]} if len(after) > len(page) else {}
    return fine(data=rows, total_count=len(held), **following)


def _counter(platform: Platform, body: dict[str, Value]) -> dict[str, Value]:
    props = platform.counters.get((body["rel_id"], body["profile_id"]), {})
    return fine(data={"profile_id": body["profile_id"], "profile_xxh": "5af1", "props": props})


def _links(platform: Platform, body: dict[str, Value]) -> dict[str, Value]:
    rows = platform.links.get((body["rel_id"], body["profile_id"]), [])
    return fine(data=rows, total_count=len(rows))


def _written(platform: Platform, body: dict[str, Value]) -> dict[str, Value]:
    a, b = body["profile_a"]["profile_id"], body["profile_b"]["profile_id"]
    return {"error": 0, "error_text": "", "profile_a": a, "profile_b": b,
            "relation_id": body["rel_id"]}  # fmt: skip


_ANSWERS: dict[str, Callable[[Platform, dict[str, Value]], dict[str, Value]]] = {
    "profiles/get": _profile,
    "profiles/list": _profiles,
    "relations/get_counter": _counter,
    "relations/get": _links,
    "relations/strengthen": _written,
    "relations/attach": _written,
    "relations/edit": _written,
    "relations/detach": _written,
}


def linked(a: str, b: str, **values: Value) -> dict[str, Value]:
    """A link as `relations/get` gives it."""
    return {
        "profile_id_a": a, "xxh_a": "5af1", "profile_id_b": b, "xxh_b": "879c", "db_b": 2,
        "props": {name: {"value": value} for name, value in values.items()},
    }  # fmt: skip


def loyal() -> Platform:
    """Ann with two customers."""
    return Platform(
        profiles={
            1: {"a1": {"_fname": "Ann", "email": "ann@example.org", "city": "Riga",
                       "subscriptions": [{"channel": "email", "priority": 1,
                                          "email_data": {"email": "ann@sub.example.org"}}]}},
            2: {"b1": {"_fname": "Bob", "vip": True, "age": 40}, "b2": {"_fname": "Cid"}},
        },
        counters={
            (3, "a1"): {
                "profit": {"total": 2, "sum": 200.5,
                           "top": [{"profile_id": "b1", "value": 120},
                                   {"profile_id": "b2", "value": 80.5}]},
                "visits": {"total": 2, "sum": 7, "top": [{"profile_id": "b2", "value": 3}]},
                "plain": {"total": 1, "sum": None, "top": None},
                "fan": {"total": 1, "sum": None, "top": None},
            }
        },
        links={(3, "a1"): [linked("a1", "b1", profit=120, visits=4, fan=True),
                           linked("a1", "b2", profit=80.5, visits=3, plain=1)]},
    )  # fmt: skip
