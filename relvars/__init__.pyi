from relvars.catalog import Assumptions as Assumptions
from relvars.catalog import assume as assume
from relvars.config import Project as Project
from relvars.config import load_project as load_project
from relvars.diagnostics import Diagnostic as Diagnostic
from relvars.diagnostics import Fix as Fix
from relvars.diagnostics import Severity as Severity
from relvars.diagnostics import frame as frame
from relvars.errors import ConfigError as ConfigError
from relvars.errors import DataError as DataError
from relvars.errors import RelvarsError as RelvarsError
from relvars.errors import SourceError as SourceError
from relvars.errors import TemplateError as TemplateError
from relvars.formatter import format as format
from relvars.linter.runner import lint as lint
from relvars.renderer import compile as compile
from relvars.renderer import render as render
from relvars.renderer import trace as trace
from relvars.renderer.tracing import Trace as Trace
from relvars.resolver import Needs as Needs
from relvars.resolver import needs as needs
from relvars.resolver import resolve as resolve
from relvars.semantics.analysis import Analysis as Analysis
from relvars.semantics.analysis import analyse as analyse
from relvars.syntax.ast import Template as Template
from relvars.syntax.parser import parse as parse
from relvars.text import Span as Span
from relvars.transpiler import Translation as Translation
from relvars.transpiler import jinja_values as jinja_values
from relvars.transpiler import to_jinja as to_jinja
from relvars.values import Recipient as Recipient

__version__: str
__all__: list[str]
