"""Case files: what a template must print for whom, as records, and running one."""

from relvars.cases.case_file import Case, CaseFile, Matrix, load_cases
from relvars.cases.case_report import headline, report
from relvars.cases.expand import expand
from relvars.cases.message import run_parts
from relvars.cases.run import (
    Failure,
    Outcome,
    Ready,
    Surroundings,
    prepare,
    run_case,
    template_file,
)
from relvars.cases.snapshot import compare, has_snapshot, snapshot_file

__all__ = [
    "Case",
    "CaseFile",
    "Failure",
    "Matrix",
    "Outcome",
    "Ready",
    "Surroundings",
    "compare",
    "expand",
    "has_snapshot",
    "headline",
    "load_cases",
    "prepare",
    "report",
    "run_case",
    "run_parts",
    "snapshot_file",
    "template_file",
]
