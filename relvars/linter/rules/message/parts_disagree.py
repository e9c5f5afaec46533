"""Parts of one message that tell different things: HTML, text and subject.

Why: whoever reads the text part should learn what the HTML says, and a subject should speak of
    what is in the message. A field that only one of them prints is often a slip in its name, or a
    change that was made in one file and forgotten in the other. Compared are the values that HTML
    and text print and list, the conditions they ask, and the values of the subject's documents
    (`json`, `apicontent`) that neither of them reads. Links, images and other attributes of HTML
    are not asked of the text. Off by default, since a text part may be shorter on purpose.

Bad (digest.html):
    <p>{json.week.visits} visits, {json.week.calls} calls.</p>

Bad (digest.txt):
    {json.week.visits} visits.

Good (digest.html):
    <p>{json.week.visits} visits, {json.week.calls} calls.</p>

Good (digest.txt):
    {json.week.visits} visits, {json.week.calls} calls.
"""

from collections.abc import Collection, Iterator
from posixpath import basename

from relvars.diagnostics import Severity
from relvars.linter.html_contexts import contexts
from relvars.linter.message_reads import Use, asked, printed
from relvars.linter.rule import File, Found, Group, Message, Rule


def check_message(message: Message) -> Iterator[Found]:
    """What HTML and text say that the other does not, and what only the subject reads."""
    if message.kind != "parts":
        return
    by_channel = {file.channel: file for file in message.files}
    html, text = by_channel.get("html"), by_channel.get("text")
    subject = by_channel.get("subject")
    if html is not None and text is not None:
        yield from _lacking(html, text)
        yield from _lacking(text, html)
    bodies = [one for one in (html, text) if one is not None]
    if subject is not None and bodies:
        yield from _only_in_subject(subject, bodies)


def _lacking(file: File, other: File) -> Iterator[Found]:
    """What the file uses and the other does not."""
    for what, own, its in (
        ("reads", printed(file.analysis), _all(other)),
        ("asks about", asked(file.analysis), _all(other)),
    ):
        for name, use in own.items():
            if name not in its and not _is_in_attribute(file, use):
                yield _found(file, use, f"{what} `{use.shown}`", [other])


def _only_in_subject(subject: File, bodies: Collection[File]) -> Iterator[Found]:
    known = {name for file in bodies for name in _all(file)}
    for name, use in printed(subject.analysis).items():
        if name.startswith(("json.", "apicontent.")) and name not in known:
            yield _found(subject, use, f"reads `{use.shown}`", bodies)


def _all(file: File) -> Collection[str]:
    return {**printed(file.analysis), **asked(file.analysis)}


def _is_in_attribute(file: File, use: Use) -> bool:
    """Is it printed where a text part has nothing: in an attribute, a style or a script?"""
    if file.channel != "html":
        return False
    places = contexts(file.analysis.template)
    context = places.get(use.tag.start)
    return context is not None and context.where not in ("text", "unknown")


def _found(file: File, use: Use, does: str, others: Collection[File]) -> Found:
    names = " and ".join(f"`{basename(one.path)}`" for one in others)
    verb = "does" if len(others) == 1 else "do"
    return Found(
        use.span,
        f"This part {does}, and {names} {verb} not.",
        "let the parts of a message tell the same",
        path=file.path,
    )


RULE = Rule(
    "parts-disagree",
    Group.MESSAGE,
    Severity.WARNING,
    default=False,
    check_message=check_message,
)
