"""A push message whose title is longer than telephones show.

Why: the first line is the title, and what does not fit is cut off. `[lint] push-title-length` is
    how many characters it may have, 50 at first. Reported is a title that is too long for some
    recipient even if every value were empty; the finding tells the least and the most, for which a
    text counts up to 20 characters, a whole number 6, any other number 9, a date 10.

Bad (order.push.txt):
    Your order is on its way to the shop that you have chosen
    Come and get it.

Good (order.push.txt):
    Your order is on its way
    Come and get it at the shop that you have chosen.
"""

from collections.abc import Iterator

from relvars.diagnostics import Severity
from relvars.linter.lengths import first_line, printed, told
from relvars.linter.rule import File, Found, Group, Rule
from relvars.text import Span


def check(file: File) -> Iterator[Found]:
    """The title, if a path through it is surely too long."""
    if file.channel != "push":
        return
    template = file.analysis.template
    length = first_line(template.body, printed(file.analysis))
    limit = file.settings.push_title_length
    if length.sure > limit:
        title = template.document.text.partition("\n")[0].rstrip()
        yield Found(
            Span(0, len(title)),
            f"This title has {told(length)} characters, and may have {limit}.",
            "shorten it, or allow more with `push-title-length` in `[lint]`",
        )


RULE = Rule("push-title-length", Group.MESSAGE, Severity.WARNING, check=check)
