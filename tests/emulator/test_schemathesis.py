"""The emulator against its own OpenAPI: no generated request makes it fail."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok

from relvars.emulator.app import Options, application
from relvars.emulator.assumed import assumed
from relvars.store import import_profiles, open_store
from tests.emulator.account import PROFILES, SCHEMA


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> schemathesis.BaseSchema:
    """The description of an emulator that tells its errors by HTTP status too."""
    file: Path = tmp_path_factory.mktemp("emulator") / "store.sqlite"
    with open_store(file, SCHEMA) as store:
        for number, profiles in PROFILES.items():
            import_profiles(store, number, profiles)
    options = Options(assumed=assumed(["mirror_http_status=true"]), allow_remote=True)
    app = application(lambda: open_store(file, SCHEMA), options=options)
    return schemathesis.openapi.from_asgi("/openapi.json", app)


def test_no_request_makes_it_fail(described: schemathesis.BaseSchema) -> None:
    operations = [one.ok() for one in described.get_all_operations() if isinstance(one, Ok)]
    assert len(operations) >= 20
    for operation in operations:
        _try(operation.as_strategy())


def _try(cases: SearchStrategy[Any]) -> None:
    answers: set[int] = set()

    @settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
    @given(cases)
    def one(case: Any) -> None:
        headers = {"Authorization": "Bearer any"}
        answer = case.call_and_validate(checks=[not_a_server_error], headers=headers)
        answers.add(answer.status_code)

    one()
    assert answers & {200, 400, 404}, answers
