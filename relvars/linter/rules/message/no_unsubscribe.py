"""An e-mail that somebody may get without a link to unsubscribe.

Why: the platform refuses an e-mail template without `{unsubscribe}` or `{globalunsubscribe}`, in
    the HTML and in the text part. It does not see that the link stands in a branch that only some
    recipients get: the others cannot unsubscribe, and report spam. A fragment counts if it holds
    one or nobody knows, and so does a link or a value whose name says that it unsubscribes.
    Messages that need no link, such as receipts, are exempted in `[lint.per-file]`.

Bad:
    {if lead._city}
    News from {lead._city}. <a href="{unsubscribe}">Unsubscribe</a>
    {else}
    News.
    {end}

Good:
    {if lead._city}News from {lead._city}.{else}News.{end}
    <a href="{unsubscribe}">Unsubscribe</a>
"""

import re
from collections.abc import Callable, Iterator

from relvars.diagnostics import Severity
from relvars.linter.paths import Gap, Leaf, gap
from relvars.linter.printed_values import last_name
from relvars.linter.rule import File, Found, Group, Rule
from relvars.syntax.ast import Broken, For, Output, Path, Text
from relvars.text import Span

_LINK = re.compile(r"(?:://|href=[\"'])[^\s\"'<>]{0,300}(?:unsub|opt[-_]?out)|</?unsubscribe", re.I)
_NAME = re.compile(r"unsub|opt_?out|otpis", re.I)
_BODY_END = re.compile(r"</body>", re.I)
# Names of text files that say: this is no e-mail, although the ending alone does not.
_OTHER_CHANNEL = re.compile(
    r"[-_.](?:sms|push|subject|preheader|telegram|whatsapp|viber|vk)[^/]*\Z", re.I
)
_FOREIGN = re.compile(r"\{\{|\{%|%%|<%|\*\||#\{|\$\{|@(?:if|foreach|section|component)\b|<\?|<mj")


def check(file: File) -> Iterator[Found]:
    """The e-mail, if there is a path through it without a link."""
    if file.channel not in ("html", "text"):
        return
    if file.channel == "text" and _OTHER_CHANNEL.search(file.path):
        return
    template = file.analysis.template
    tags = _tags(file)
    lacking = gap(template.body, tags)
    if lacking is not None:
        # To search the texts takes most of the time, and is hardly ever needed.
        lacking = gap(template.body, lambda node: _link(node) or tags(node))
    if lacking is not None and not _is_foreign(file):
        yield _found(lacking, template.document.text)


def _is_foreign(file: File) -> bool:
    """Is the file no e-mail of ours: without a tag, and in no project, empty or another language?

    Outside a project nothing says that a page without tags is a template at all.
    """
    if any(not isinstance(place.node, Text) for place in file.analysis.places):
        return False
    text = file.analysis.template.document.text
    in_project = file.analysis.schema is not None
    return not in_project or not text.strip() or _FOREIGN.search(text) is not None


def _link(node: Leaf) -> bool:
    """Is there a link to unsubscribe in a text?"""
    return isinstance(node, Text) and _LINK.search(node.text) is not None


def _tags(file: File) -> Callable[[Leaf], bool]:
    """Whether a tag prints a link to unsubscribe, or may print one."""
    fragments = file.fragments or {}

    def tags(node: Leaf) -> bool:
        match node:
            case Text():
                return False
            case Output(value=Path(root="fragment") as path):
                text = fragments.get(last_name(path), "unsubscribe")  # one not known may hold it
                return _NAME.search(text) is not None
            case Output(value=value):
                return isinstance(value, Path) and _NAME.search(last_name(value)) is not None
            case Broken():
                return True  # nobody knows what it was to be

    return tags


def _found(lacking: Gap, text: str) -> Found:
    advice = 'write the link outside of all blocks: `<a href="{unsubscribe}">…</a>`'
    block = lacking.block
    if block is None:
        body = _BODY_END.search(text)
        at = Span(*body.span()) if body else Span(len(text.rstrip()), len(text.rstrip()))
        return Found(at, "There is no unsubscribe link.", advice)
    if isinstance(block, For):
        way = "lists something" if lacking.holds else "lists nothing"
        return Found(block.head, f"There is no unsubscribe link when this loop {way}.", advice)
    way = "holds" if lacking.holds else "does not hold"
    message = f"There is no unsubscribe link when this condition {way}."
    return Found(block.condition.span, message, advice)


RULE = Rule("no-unsubscribe", Group.MESSAGE, Severity.WARNING, check=check)
