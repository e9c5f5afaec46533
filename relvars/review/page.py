"""A page for a build's artifacts: every change with both renderings, in one file.

Messages are shown in sandboxed frames, which run nothing, and the page loads nothing from anywhere.
Cases of a group with the same two texts share one rendering; where all renderings would make too
large a page, those beyond the limit show only the lines that differ.
"""

from collections.abc import Iterator
from html import escape

from relvars.cases.case_file import shown
from relvars.cases.difference import difference
from relvars.review.grouping import Group
from relvars.review.pending import Pending, Review

_MOST = 8_000_000  # characters of messages shown whole
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_LEFT_OUT = (
    "The two renderings are left out to keep this page small;"
    " a page of fewer case files has them: relvars review FILE --html …"
)
_STYLE = """
:root { color-scheme: light dark; --line: #d4d8dc; --soft: #f3f5f7; --gone: #b3261e;
  --new: #1b6e3c }
@media (prefers-color-scheme: dark) {
  :root { --line: #3c4147; --soft: #1f2327; --gone: #ff8a80; --new: #7fd6a0 }
}
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 24px; max-width: 1500px }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 0; display: inline }
details { border: 1px solid var(--line); border-radius: 8px; margin: 16px 0; padding: 12px 16px }
details details { margin: 12px 0 }
summary { cursor: pointer; overflow-wrap: anywhere }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 16px }
@media (max-width: 800px) { .pair { grid-template-columns: 1fr } }
figure { margin: 0; min-width: 0 } figcaption { font-size: .85rem; margin: 8px 0 4px }
iframe { width: 100%; height: 520px; border: 1px solid var(--line); background: #fff }
pre { background: var(--soft); padding: 12px; overflow: auto; white-space: pre-wrap;
  overflow-wrap: anywhere; font-size: .85rem }
.gone { color: var(--gone) } .new { color: var(--new) } .missing { opacity: .7 }
"""


def page(review: Review, found: tuple[Group, ...]) -> str:
    """The page, as HTML."""
    whole = _whole(found)
    count = len(review.pending)
    title = f"{count} snapshot{'s' * (count != 1)} to review" if count else "Nothing to review"
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
            f"<h1>{title}</h1>\n<p>{review.same} unchanged.</p>",
            *_troubles(review.troubles),
            *(part for number, group in enumerate(found) for part in _group(group, whole[number])),
            "</body>\n</html>\n",
        ]
    )


def _troubles(troubles: tuple[str, ...]) -> Iterator[str]:
    if troubles:
        rows = "".join(f"<li>{escape(one)}</li>" for one in troubles)
        yield f"<h2>Cases without a message</h2>\n<ul>{rows}</ul>"


def _alike(group: Group) -> list[list[Pending]]:
    """The members, those with the same texts together."""
    alike: dict[tuple[str, str | None, str], list[Pending]] = {}
    for one in group.members:
        alike.setdefault((one.file.suffix, one.before, one.after), []).append(one)
    return list(alike.values())


def _whole(found: tuple[Group, ...]) -> list[int]:
    """How many of each group's different members are shown whole, the first of each before all."""
    sizes = [
        [len(one.before or "") + len(one.after) for one, *_ in _alike(group)] for group in found
    ]
    whole, left = [0] * len(found), _MOST
    order = sorted(
        (at > 0, number, at) for number, some in enumerate(sizes) for at in range(len(some))
    )
    for _, number, at in order:
        left -= sizes[number][at]
        if left < 0:
            break
        whole[number] += 1
    return whole


def _group(group: Group, whole: int) -> Iterator[str]:
    yield f"<details open>\n<summary><h2>{escape(group.title)}</h2></summary>"
    yield f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in group.sentences)}</ul>"
    for number, some in enumerate(_alike(group)):
        yield from _member(some, group.sentences, is_open=not number, is_whole=number < whole)
    yield "</details>"


def _member(
    some: list[Pending], known: tuple[str, ...], *, is_open: bool, is_whole: bool
) -> Iterator[str]:
    one, *others = some
    opened = " open" if is_open else ""
    yield f"<details{opened}>\n<summary>{escape(_heading(one))}</summary>"
    if others:
        rows = "".join(f"<li>{escape(_heading(other))}</li>" for other in others)
        yield f"<details>\n<summary>and {len(others)} with the same texts</summary>"
        yield f"<ul>{rows}</ul>\n</details>"
    own = [change.sentence for change in one.changes if change.sentence not in known]
    if own:
        yield f"<ul>{''.join(f'<li>{escape(sentence)}</li>' for sentence in own)}</ul>"
    if is_whole:
        yield '<div class="pair">'
        yield _rendering("snapshot", one, one.before)
        yield _rendering("now", one, one.after)
        yield "</div>"
    else:
        yield f'<p class="missing">{_LEFT_OUT}</p>'
    if one.before is not None:
        rows = "\n".join(_row(row) for row in difference(one.before, one.after).split("\n"))
        yield f"<details>\n<summary>source</summary>\n<pre>{rows}</pre>\n</details>"
    yield "</details>"


def _heading(one: Pending) -> str:
    return f"{one.case.name}: {one.template} ({shown(one.case.file)}:{one.case.line})"


def _rendering(name: str, one: Pending, message: str | None) -> str:
    caption = f"<figcaption>{name}</figcaption>"
    if message is None:
        return f'<figure>{caption}<p class="missing">there is none yet</p></figure>'
    if one.file.suffix == ".html":
        label = escape(f"{name}: {one.case.name}")
        frame = f'sandbox="" loading="lazy" title="{label}" srcdoc="{escape(message)}"'
        shown_in = f"<iframe {frame}></iframe>"
    else:
        shown_in = f"<pre>{escape(message)}</pre>"
    return f"<figure>{caption}{shown_in}</figure>"


def _row(row: str) -> str:
    tone = {"  - ": "gone", "  + ": "new"}.get(row[:4])
    return f'<span class="{tone}">{escape(row)}</span>' if tone else escape(row)
