"""Translations agree with the renderer: every case, the corpus, and the traps."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from relvars.catalog import assume, language
from relvars.syntax.parser import parse
from relvars.transpiler import Delimiters, to_jinja
from relvars.transpiler.proof import printed, prove
from tests.transpiler.agreement import CASES, Done, Job, jobs_of_cases, jobs_of_corpus, run

VALUES = 1000  # for each template

# The cases that cannot be translated; every other one that reads without fault must be.
REFUSED = {
    "a loop variable as the document",
    "100 blocks inside each other",
    "100 loops inside each other",
}


@pytest.fixture(scope="module")
def processes() -> Iterator[Executor]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as pool:
        yield pool


def check(done: Done) -> None:
    assert (done.name in REFUSED) == (done.certificate is None), done.name
    if done.certificate is None:
        assert set(done.refused) == {"untranslatable"}
        return
    assert done.certificate.difference is None, printed(done.certificate)
    assert done.certificate.reached == done.certificate.reached_in_jinja, done.name


def size(job: Job) -> int:
    """The longest are begun first, so that all processes end together."""
    return len(job.template.document.text)


def agree_all(processes: Executor, jobs: list[Job]) -> list[Done]:
    everything = list(processes.map(run, sorted(jobs, key=size, reverse=True)))
    for done in everything:
        check(done)
    return everything


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.name)
def test_cases_agree(processes: Executor, file: Path) -> None:
    agree_all(processes, jobs_of_cases(file, VALUES))


def test_the_corpus_agrees_and_its_branches_are_reached(processes: Executor) -> None:
    for done in agree_all(processes, jobs_of_corpus(VALUES)):
        if done.certificate and done.certificate.tried > VALUES:
            assert done.certificate.reached == done.certificate.branches, done.name


def agree(text: str, n: int, name: str = "t.html", **settings: Any) -> None:
    assumptions = assume(settings)
    template = parse(text, name, language=language(assumptions))
    translation = to_jinja(template, assumptions=assumptions)
    assert translation.diagnostics == ()
    proof = prove(template, n, assumptions=assumptions)
    assert proof.difference is None, printed(proof)


TRAPS = [
    "{{ x }} {% if %} {# c #} {% raw %}{{ y }}{% endraw %} ## c\n## d\n{{{{",
    "a{{json.a}", "{ {json.a}}", "{%{json.a}%}", "{#{json.a}#}", "#{json.a}#", "{",
    "end\n", "end\r\n", "end\r", "end\n\n\n", "\n", " ", "a \n b \t\n", "a\r\nb\rc\n\r", "",
    "a\u2028 \x0b\x0c\x85\u00a0\n\x1c b", "\ufeffmark", "\ufeff", "\x00", "tail \u00a0",
    "  {if json.a}  \n  x\n  {else}\n  y {end}  \n", "{if json.a}\n\n{end}\n  {json.b}  \n",
    *(f"{{json.{name}}}{{json.{name}.b}}{{if json.{name}}}y{{end}}" for name in
      ("items", "keys", "values", "get", "pop", "update", "count", "index", "_fname", "class",
       "loop", "self", "not", "2024", "имя", "__class__", "__doc__", "real", "none")),
    "{json.a.b.c.d}{json.a}{json.a.items.c}", "{if json.a equal json.b.c}t{end}",
    '{if json.a equal "1"}t{end}{if json.a equal 1}n{end}{if json.a equal 1.5}f{end}',
    '{if json.a equal json.b}same{else}not{end}', '{if json.a contains json.b}in{end}',
    '{if json.a contains ""}in{end}{if "x" in json.b}x{end}{if 1 in json.a}1{end}',
    '{if json.a equal "q\\n{{x}}%}\'"}t{end}{if not json.b}n{end}{if json.a or json.b}o{end}',
    '{if (json.a equal "x") equal json.b}t{end}', '{if (json.a and json.b) contains "true"}t{end}',
    "{for $i $x = json.a}{$i}:{$x};{else}none{end}{$i}{$x}",
    "{for $i $x = json.a}{$x.b}{for $i $x = $x}{$i}{$x.items}{else}{$x}{end}{$i}{$x}{end}",
    "{for $x $x = json.a}{$x}{end}", "{for $i $x = json.a}{$x.a.b}{$x}{$i.c}{end}",
    "{if json.b}{for $i $x = json.a}x{else}{if json.c}y{else}z{end}{end}{else}w{end}",
    *(f"{{for $k ${name} = json.a}}{{${name}}}{{$k}}{{end}}" for name in
      ("loop", "self", "not", "text_of", "rows", "each", "lead", "имя", "caller", "None", "item²")),
    "{unsubscribe} {globalunsubscribe}", "{fragment.x}{if fragment.x}y{end}",
    '{jsonpath(json.a "$.b" "item")}{for $i $x = jsonpath(json.a "$[*]" "array")}{$x}{end}',
    "{if lead.a}" * 60 + "x" + "{end}" * 60,
]  # fmt: skip


def test_traps_hold(processes: Executor) -> None:
    jobs = [Job(ascii(text), parse(text), assume(), None, "", (), 100) for text in TRAPS]
    assert [job.name for job in jobs if job.template.diagnostics] == []
    agree_all(processes, jobs)


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("missing", "n/a"), ("escape", "html"), ("zero", "true"), ("coerce", "strict"),
        ("number_text", "point"), ("list_text", "json"), ("object_text", "empty"),
        ("index_base", 1), ("trim", "lines"), ("trim", "after"), ("unknown_tag", "empty"),
    ],
)  # fmt: skip
def test_assumptions_are_kept(name: str, setting: str | int) -> None:
    text = (
        '{json.a}{if json.a}t{end}\n {if json.a equal "1"}e{end}\n{unheard}'
        "{for $i $x = json.b}{$i}{$x}{end}{if json.b contains 1}c{end}"
    )
    settings: dict[str, Any] = {name: setting}
    agree(text, 60, **settings)


@pytest.mark.parametrize(
    "words",
    [
        Delimiters("<%", "%>", "${", "}", "<#", "#>"),
        Delimiters("[%", "%]", "[[", "]]", "[#", "#]"),
        Delimiters("((*", "*))", "(((", ")))", "((=", "=))"),
        Delimiters("{%", "%}", "{{", "}}", "{*", "*}"),
        Delimiters(line_comment_prefix="<"),
        Delimiters(line_comment_prefix="--"),
        Delimiters("BEGIN", "END", "PRINT", "DONE", "REM", "MER"),
        Delimiters("[", "]", "(", ")", "~", "~", "~"),
    ],
)
def test_other_delimiters(words: Delimiters) -> None:
    text = (
        "<% ${x} [[ [%{json.a}] ((({json.b}\n{if json.a equal 1}<{json.b}>{end}$ ({json.a})\n"
        # What stands before a literal can open a tag together with it.
        "$\\{<!--{+ {-{%x {{{# {#{{ {{*{##{json.a} ((((* BBEGIN PREMPRINT{json.a} (~[-{json.b}"
    )
    for assumed in ({}, {"missing": "{{ x }}{% [% BEGIN"}):
        proof = prove(parse(text), 30, delimiters=words, assumptions=assume(assumed))
        assert proof.difference is None, printed(proof)


def test_values_left_out_of_a_text_message_leave_one_text(processes: Executor) -> None:
    texts = [
        " <{json.a}>",
        "a  <{json.a}>\nb",
        "a  <{json.a}>",
        "{<{json.a}>{ x }}",
        "#<{json.a}>#",
    ]
    jobs = [Job(text, parse(text, "t.sms.txt"), assume(), None, "", (), 20) for text in texts]
    agree_all(processes, jobs)
