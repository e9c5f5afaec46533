"""The forms that findings are printed in; a module is loaded when it is asked for."""

from importlib import import_module

from relvars.linter.report import Report

REPORTS = ("text", "json", "sarif", "github", "gitlab", "junit")


def write(name: str, report: Report) -> str:
    """The whole report, with the newline at its end; "" when there is nothing to say."""
    text: str = import_module(f"{__name__}.{name}").write(report)
    return text
