"""A subject that is longer than mail programs show.

Why: what does not fit is cut off, on telephones first. `[lint] subject-length` is how many
    characters it may have, 70 at first. Reported is a subject that is too long for some recipient
    even if every value were empty; the finding tells the least and the most, for which a text
    counts up to 20 characters, a whole number 6, any other number 9, a date 10.

Bad (welcome.subject.txt):
    Welcome to the spring edition of our newsletter about gardens, parks and everything green

Good (welcome.subject.txt):
    Spring in gardens and parks: our newsletter
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.lengths import first_line, printed, told
from relvars.linter.rule import File, Found, Group, Rule
from relvars.text import Span


def check(file: File) -> Iterator[Found]:
    """The subject, if a path through it is surely too long."""
    if file.channel != "subject":
        return
    template = file.analysis.template
    length = first_line(template.body, printed(file.analysis))
    limit = file.settings.subject_length
    if length.sure > limit:
        yield Found(
            Span(0, len(template.document.text.rstrip())),
            f"This subject has {told(length)} characters, and may have {limit}.",
            "shorten it, or allow more with `subject-length` in `[lint]`",
        )


RULE = Rule("subject-length", Group.MESSAGE, Severity.WARNING, check=check)
