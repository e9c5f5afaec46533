"""Rules as data, with what their pages say."""

import json
from collections.abc import Sequence

from relvars.linter.listed import Listed
from relvars.linter.page import Example, page_of


def as_json(rules: Sequence[Listed]) -> str:
    """The rules as one object, with what their pages say."""
    return json.dumps({"version": 1, "rules": [*map(_record, rules)]}, ensure_ascii=False) + "\n"


def _record(rule: Listed) -> dict[str, object]:
    page = page_of(rule)
    return {
        "slug": rule.slug,
        "group": rule.group,
        "severity": rule.severity,
        "default": rule.default,
        "fix": page.fix,
        "summary": " ".join([page.summary, *page.more]),
        "why": page.why,
        "bad": [_shown(one) for one in page.examples if not one.right],
        "good": [_shown(one) for one in page.examples if one.right],
        "url": f"docs/rules.md#{rule.slug}",
    }


def _shown(example: Example) -> dict[str, object]:
    values = json.loads(example.values) if example.values else None
    return {"template": example.template, "needs": [*example.words], "values": values}
