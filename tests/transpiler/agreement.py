"""What must agree: each template of the cases and of the corpus, as a job for a process."""

import json
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any, NamedTuple

from relvars.cases import Case, load_cases, prepare
from relvars.catalog import Assumptions, assume
from relvars.config.surroundings import surroundings
from relvars.diagnostics import Severity
from relvars.errors import RelvarsError
from relvars.schema import Database, FieldType, Property, PropertyType, Relation, Schema
from relvars.syntax.ast import Path, Template, expressions, walk
from relvars.syntax.parser import parse
from relvars.transpiler import to_jinja
from relvars.transpiler.environments import ENVIRONMENTS
from relvars.transpiler.proof import Certificate, prove

ROOT = File(__file__).parents[2]
SHARED = ROOT.parent / "shared"
CASES = sorted([*ROOT.glob("fixtures/spec/**/*.case.toml"), *SHARED.glob("conformance/*.toml")])
CORPUS = sorted(file for file in SHARED.glob("corpus/relvars/*") if file.suffix != ".json")

TYPES: tuple[FieldType, ...] = (
    "string", "integer", "float", "boolean", "date", "tags", "object", "objects",
)  # fmt: skip
# Where a schema changes anything, it is inside tags.
SOME = ("default", "trim and lstrip", "strict", "immutable", "async")
PROPERTIES: tuple[PropertyType, ...] = ("float", "integer", "boolean")


class Job(NamedTuple):
    """A template, what it is read and proven under, and values of its own."""

    name: str
    template: Template
    assumptions: Assumptions
    schema: Schema | None
    database: str
    first: tuple[dict[str, Any], ...]
    n: int
    environments: tuple[str, ...] = ENVIRONMENTS


class Done(NamedTuple):
    """What became of a job: a certificate, or what the translator refused."""

    name: str
    refused: tuple[str, ...]
    certificate: Certificate | None


def run(job: Job) -> Done:
    """Translate and prove."""
    made = to_jinja(
        job.template, assumptions=job.assumptions, schema=job.schema, database=job.database
    )
    if not made.text:
        return Done(job.name, tuple(one.slug for one in made.diagnostics), None)
    proof = prove(
        job.template,
        job.n,
        environments=job.environments,
        translation=made,
        assumptions=job.assumptions,
        schema=job.schema,
        database=job.database,
        first=job.first,
    )
    return Done(job.name, (), proof)


def jobs_of_cases(file: File, n: int) -> list[Job]:
    """A job for each template of a case file, with the values of its cases.

    A template with errors is never rendered. With a project there is a second job, which trusts
    its schema.
    """
    jobs: dict[tuple[Template, Assumptions, bool], Job] = {}
    for case in load_cases(file).cases:
        for job in _jobs_of_case(case, n):
            key = (job.template, job.assumptions, job.schema is None)
            known = jobs.get(key, job._replace(first=()))
            jobs[key] = known._replace(first=(*known.first, *job.first))
    return list(jobs.values())


def _jobs_of_case(case: Case, n: int) -> Iterator[Job]:
    around = surroundings(case)
    try:
        ready = prepare(case, around)
    except RelvarsError:
        assert case.diagnostics is not None, case.name  # it is about what is wrong with it
        return
    if any(one.severity == Severity.ERROR for one in ready.template.diagnostics):
        return
    job = Job(case.name, ready.template, ready.assumptions, None, "", (ready.values,), n)
    yield job
    if around.schema and around.schema.databases:
        database = case.to.split(":")[0] if case.to else around.database
        yield job._replace(schema=around.schema, database=database)


def jobs_of_corpus(n: int) -> list[Job]:
    """Two jobs for each template: without a schema, and with one that is made up for it."""
    jobs = []
    for file in CORPUS:
        template = parse(file.read_bytes().decode(), file.name)
        values = json.loads(file.with_suffix(".values.json").read_text(encoding="utf-8"))
        schema, database = made_up_schema(template)
        job = Job(file.name, template, assume(), None, "", (values,), n)
        typed = job._replace(
            schema=schema, database=database, first=(), n=n // 4, environments=SOME
        )
        jobs += [job, typed]
    return jobs


def made_up_schema(template: Template) -> tuple[Schema, str]:
    """A schema in which what the template reads is of one type after the other."""
    paths = [one for node in walk(template.body) for one in expressions(node)
             if isinstance(one, Path)]  # fmt: skip
    names = sorted({one for path in paths for one in path.segments} - {"lead", "value"})
    fields = {name: TYPES[at % len(TYPES)] for at, name in enumerate(names)}
    words = [path.segments for path in paths if path.root == "relation" and len(path.segments) == 4]
    properties = sorted({one[2] for one in words})
    kept = tuple(
        Property(name, PROPERTIES[at % 3], sum=True, top="highest", limit=20)
        for at, name in enumerate(properties)
    )
    relations = tuple(
        Relation(10 + at, name, name, 1, 2, kept)
        for at, name in enumerate(sorted({one[0] for one in words}))
    )
    databases = (Database(1, "agents", fields), Database(2, "customers", fields))
    is_direct = any(one[1] == "direct" for one in words)
    return Schema(databases, relations), "customers" if is_direct else "agents"
