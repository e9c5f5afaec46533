"""Every call under every fault: what is tried again, what is not, and what is said."""

import json
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relvars.errors import DataError, SourceError
from relvars.sources.api import calls
from relvars.sources.api.answers import AnswerError
from relvars.sources.api.client import Client
from relvars.sources.api.pace import Pace, hold, wait_turn
from relvars.sources.api.token import Token
from relvars.sources.api.transport import Response, TransportError
from relvars.values import Value
from tests.sources.platform import SECRET, Fault, Platform, Watch, answer, fine, loyal, refusal

Act = Callable[[Client], object]
READS: dict[str, Act] = {
    "profiles/get": lambda client: calls.get_profile(client, 1, "a1"),
    "profiles/list": lambda client: calls.list_profiles(client, 1),
    "relations/get_counter": lambda client: calls.get_counters(client, 3, "a1"),
    "relations/get": lambda client: calls.get_links(client, 3, "a1"),
}
SAME: dict[str, Act] = {
    "relations/edit": lambda client: calls.edit(client, 3, "a1", "b1", {"profit": 1.5}),
    "relations/detach": lambda client: calls.detach(client, 3, "a1", "b1"),
}
ADDS: dict[str, Act] = {
    "relations/strengthen": lambda client: calls.strengthen(client, 3, "a1", "b1", {"visits": 1}),
    "relations/attach": lambda client: calls.attach(client, 3, "a1", "b1"),
}
ALL = {**READS, **SAME, **ADDS}
HTML = b"<!DOCTYPE html><html><body>Bad gateway</body></html>"


def lost() -> Fault:
    return TransportError("the connection was lost while the answer came", sent=True)


def unreached() -> Fault:
    return TransportError("it cannot be reached: refused", sent=False)


# Faults that may be over soon.
PASSING: dict[str, Callable[[], Fault]] = {
    "lost": lost,
    "429": lambda: refusal(429, "slow down", 429),
    "429 inside 200": lambda: refusal(429, "slow down"),
    "500": lambda: refusal(500, "oops", 500),
    "500 inside 200": lambda: refusal(500, "oops"),
    "502 with HTML": lambda: Response(502, {"content-type": "text/html"}, HTML),
    "503 empty": lambda: Response(503, {}, b""),
}
# Faults that will be there the next time, and what is said of each.
LASTING: dict[str, tuple[Callable[[], Fault], str]] = {
    "refused": (lambda: refusal(402, "Tariff limit reached"), "error 402: Tariff limit reached"),
    "refused with status": (
        lambda: refusal(401, "API token required", 401),
        "HTTP 401 Unauthorized: error 401: API token required",
    ),
    "status alone": (lambda: answer({}, 418), "HTTP 418 I'm a Teapot: no error number"),
    "unknown status": (lambda: answer({"error": 0}, 499), "HTTP 499: no error number"),
    "HTML": (
        lambda: Response(200, {}, HTML),
        "the answer is an HTML page, not JSON: '<!DOCTYPE html>",
    ),
    "text": (lambda: Response(200, {}, b"proxy says no"), "is not JSON: 'proxy says no'"),
    "bytes": (lambda: Response(200, {}, b"\xff\xfe"), "the answer is not JSON"),
    "truncated": (
        lambda: Response(200, {}, b'{"error": 0, "da'),
        "the answer breaks off after 16 bytes",
    ),
    "empty": (lambda: Response(200, {}, b"  "), "the answer is empty"),
    "list": (lambda: Response(200, {}, b"[]"), "the answer is a list, not an object"),
    "number": (lambda: Response(200, {}, b"1"), "the answer is a single value, not an object"),
    "NaN": (lambda: Response(200, {}, b'{"error": NaN}'), "the answer is not JSON"),
    "no envelope": (lambda: answer({"data": {}}), "not of the documented shape at error"),
    "text for a number": (lambda: answer({"error": "0"}), "shape at error: input should be"),
    "redirected": (
        lambda: Response(302, {"location": f"https://u:p@evil.example/x?t={SECRET}"}, b""),
        "redirected to evil.example/x (HTTP 302); the token is not sent there",
    ),
    "redirected nowhere": (lambda: Response(301, {}, b""), "redirected to nowhere (HTTP 301)"),
    "token echoed": (lambda: refusal(401, f"bad token {SECRET}"), "error 401: bad token ***"),
    "token where the text is cut": (
        lambda: Response(200, {}, b"no" + b" " * 470 + SECRET.encode()),
        "not JSON: 'no ***'",
    ),
    "token in a page": (lambda: Response(200, {}, f"no {SECRET}".encode()), "not JSON: 'no ***'"),
}


@pytest.mark.parametrize("path", ALL)
@pytest.mark.parametrize("fault", LASTING)
def test_what_will_not_pass_is_said_at_once(path: str, fault: str) -> None:
    make, sentence = LASTING[fault]
    platform = loyal()
    platform.faults = [make()]
    with pytest.raises(SourceError) as caught:
        ALL[path](platform.client())
    assert str(caught.value).startswith(f"panel.example: {path}: ")
    assert sentence in str(caught.value)
    assert SECRET not in str(caught.value)
    assert platform.paths == [path]


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize("fault", PASSING)
def test_a_read_is_tried_again(path: str, fault: str) -> None:
    platform = loyal()
    platform.faults = [PASSING[fault]() for _ in range(4)]
    ALL[path](platform.client())
    assert platform.paths == [path] * 5


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize("fault", PASSING)
def test_a_read_gives_up_in_the_end(path: str, fault: str) -> None:
    platform = loyal()
    platform.faults = [PASSING[fault]() for _ in range(9)]
    with pytest.raises(SourceError):
        ALL[path](platform.client())
    assert platform.paths == [path] * 5


@pytest.mark.parametrize("path", SAME)
@pytest.mark.parametrize("fault", PASSING)
def test_a_write_that_can_be_repeated_is_repeated_once(path: str, fault: str) -> None:
    platform = loyal()
    platform.faults = [PASSING[fault]()]
    ALL[path](platform.client())
    assert platform.paths == [path] * 2
    platform.faults = [PASSING[fault](), PASSING[fault]()]
    with pytest.raises(SourceError):
        ALL[path](platform.client())
    assert platform.paths == [path] * 4


@pytest.mark.parametrize("path", ADDS)
@pytest.mark.parametrize("fault", PASSING)
def test_a_write_that_adds_is_never_sent_twice(path: str, fault: str) -> None:
    platform = loyal()
    platform.faults = [PASSING[fault]()]
    with pytest.raises(SourceError):
        ALL[path](platform.client())
    assert platform.paths == [path]


@pytest.mark.parametrize("path", ALL)
def test_what_cannot_have_left_may_be_sent_again_by_all(path: str) -> None:
    platform = loyal()
    platform.faults = [unreached() for _ in range(4)]
    ALL[path](platform.client())
    assert platform.paths == [path] * 5
    platform.faults = [unreached() for _ in range(5)]
    with pytest.raises(SourceError, match=r"it cannot be reached: refused \(tried 5 times\)"):
        ALL[path](platform.client())


WRONG: dict[str, list[dict[str, Value]]] = {
    "profiles/get": [{}, {"data": None}, {"data": []}, {"data": "x"}],
    "profiles/list": [{"data": {}}, {"data": [1]}, {"data": [], "next_from_id": {}}],
    "relations/get_counter": [
        {"data": []},
        {"data": {"props": []}},
        {"data": {"props": {"profit": {"total": "1"}}}},
        {"data": {"props": {"profit": {"total": True}}}},
        {"data": {"props": {"profit": {"top": {}}}}},
        {"data": {"props": {"profit": {"top": [{"value": 1}]}}}},
        {"data": {"props": {"profit": {"top": [{"profile_id": "b", "value": "1"}]}}}},
        {"data": {"props": {"profit": {"sum": "much"}}}},
    ],
    "relations/get": [
        {"data": {}},
        {"data": [{"profile_id_a": "a1"}]},
        {"data": [{"profile_id_b": "b1", "props": {"profit": 5}}]},
        {"data": [{"profile_id_b": "b1", "props": {"profit": {"value": "5"}}}]},
        {"data": [], "total_count": "1"},
    ],
    "relations/edit": [{"profile_a": 1}],
    "relations/strengthen": [{"relation_id": "3"}],
}


@pytest.mark.parametrize(
    ("path", "payload"), [(path, one) for path, payloads in WRONG.items() for one in payloads]
)
def test_a_wrong_shape_says_where(path: str, payload: dict[str, Value]) -> None:
    platform = Platform(faults=[answer(fine(**payload))])
    with pytest.raises(AnswerError, match=rf"{path}: the answer is not of the documented shape at"):
        ALL[path](platform.client())


def test_unknown_keys_and_texts_of_success_do_not_matter() -> None:
    data = {"props": {"profit": {"total": 1, "new": []}}, "more": 1}
    answered = answer({"data": data, "error": 0, "error_text": "", "api": "v3"})
    found = calls.get_counters(Platform(faults=[answered]).client(), 3, "a1")
    assert (found["profit"].total, found["profit"].top) == (1, None)


def test_bodies_are_as_documented() -> None:
    platform = loyal()
    client = platform.client()
    for act in ALL.values():
        act(client)
    by_id = {"matching": "profile_id", "profile_id": "a1"}
    pair = {"rel_id": 3, "profile_a": by_id, "profile_b": {**by_id, "profile_id": "b1"}}
    assert {one.path: one.body for one in platform.sent} == {
        "profiles/get": {"db_id": 1, **by_id},
        "profiles/list": {"db_id": 1, "from_id": "", "limit": 1000},
        "relations/get_counter": {"rel_id": 3, **by_id},
        "relations/get": {"rel_id": 3, **by_id},
        "relations/edit": {**pair, "weights": {"profit": 1.5}},
        "relations/detach": pair,
        "relations/strengthen": {**pair, "weights": {"visits": 1}},
        "relations/attach": pair,
    }
    assert "token" not in json.dumps([one.body for one in platform.sent])


def test_not_found_is_a_fault_in_the_data_and_others_are_not() -> None:
    with pytest.raises(DataError):
        READS["profiles/get"](Platform(faults=[refusal(404, "no", 404)]).client())
    with pytest.raises(SourceError) as caught:
        READS["profiles/get"](Platform(faults=[refusal(440, "?", 400)]).client())
    assert isinstance(caught.value, AnswerError)
    assert not isinstance(caught.value, DataError)
    assert (caught.value.code, caught.value.text, caught.value.status) == (440, "?", 400)


def test_pauses_grow() -> None:
    platform = loyal()
    platform.faults = [lost() for _ in range(4)]
    READS["profiles/get"](platform.client())
    assert platform.watch.waits == [0.25, 0.5, 1.0, 2.0]


@pytest.mark.parametrize("status", [429, 503])
def test_all_wait_as_long_as_an_answer_asks(status: int) -> None:
    platform = loyal()
    platform.faults = [refusal(status, "later", status, retry_after="7")]
    READS["profiles/get"](platform.client())
    assert platform.watch.waits == [7.0]


def test_a_date_says_when_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    platform = loyal()
    past = "Wed, 21 Oct 2015 07:28:00 GMT"
    platform.faults = [refusal(429, "later", 429, retry_after=past),
                       refusal(429, "later", 429, retry_after="soon")]  # fmt: skip
    READS["profiles/get"](platform.client())
    assert platform.watch.waits == [0.25, 0.5]


def test_nobody_waits_for_an_hour() -> None:
    platform = loyal()
    platform.faults = [refusal(429, "later", 429, retry_after="3600")]
    with pytest.raises(SourceError, match="it asks to come back in 3600 seconds"):
        READS["profiles/get"](platform.client())


def test_requests_leave_at_the_rate_that_is_set() -> None:
    platform = loyal()
    client = platform.client(per_second=5)
    for _ in range(5):
        READS["profiles/get"](client)
    assert platform.watch.waits == []
    for _ in range(7):
        READS["profiles/get"](client)
    assert platform.watch.waits == pytest.approx([1.0, 1.0])


@given(st.integers(1, 9), st.lists(st.floats(0, 3), max_size=60))
def test_no_second_sees_more_requests_than_are_set(most: int, idle: list[float]) -> None:
    watch, left = Watch(), list[float]()
    pace = Pace(most, watch.clock())
    for seconds in idle:
        watch.time += seconds
        wait_turn(pace)
        left.append(watch.time)
    assert all(later - first >= 1 - 1e-9 for first, later in zip(left, left[most:], strict=False))


def test_a_pause_told_while_waiting_is_kept() -> None:
    watch = Watch()
    clock = watch.clock()
    pace = Pace(1, clock)
    wait_turn(pace)

    def told(seconds: float) -> None:
        if not watch.waits:
            hold(pace, 30)
        watch.sleep(seconds)

    pace.clock = clock._replace(sleep=told)
    wait_turn(pace)
    assert watch.time == pytest.approx(130)


def test_the_token_is_in_no_repr_and_no_pickle() -> None:
    client = loyal().client()
    assert SECRET not in repr(client)
    assert SECRET not in repr(Token(SECRET))
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(Token(SECRET))
