"""Templates in other languages, with a proof that they say the same."""

from relvars.transpiler.context import JinjaNeeds, jinja_needs, jinja_values
from relvars.transpiler.jinja import to_jinja
from relvars.transpiler.spelling import Delimiters
from relvars.transpiler.tracebacks import translate_traceback, translated_frame
from relvars.transpiler.translation import Stretch, Translation

__all__ = [
    "Delimiters",
    "JinjaNeeds",
    "Stretch",
    "Translation",
    "jinja_needs",
    "jinja_values",
    "to_jinja",
    "translate_traceback",
    "translated_frame",
]
