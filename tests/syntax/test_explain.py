"""The words for slips inside a tag: what is marked, what is said, and what would be right."""

import pytest

from relvars.syntax.parser import parse

# A template, the slug, the marked text, the message, the help, and what the fix would make of it.
SLIPS = [
    ('{if lead.a not equal "x"}a{end}', "unexpected-word", "lead.a not equal",
     "`not` stands before a whole comparison, not inside it.", "write `not a equal b`",
     '{if not lead.a equal "x"}a{end}'),
    ('{if lead.a and "x" not in json.l}a{end}', "unexpected-word", '"x" not in',
     "`not` stands before a whole comparison, not inside it.", "write `not a equal b`",
     '{if lead.a and not "x" in json.l}a{end}'),
    ("{if lead.a and !lead.b}a{end}", "unknown-operator", "!",
     "`!` is not a word of the language.", "write `not`",
     "{if lead.a and not lead.b}a{end}"),
    ('{if lead.a != "x"}a{end}', "unknown-operator", "!=",
     "`!=` is not a word that compares.", "write `not a equal b`", ""),
    ("{if lead.a notin json.l}a{end}", "unknown-operator", "notin",
     "`notin` is not a word that compares.", "write `not a equal b`", ""),
    ('{if lead.a not_equal "x"}a{end}', "unknown-operator", "not_equal",
     "`not_equal` is not a word that compares.", "write `not a equal b`", ""),
    ('{if lead.a equels "x"}a{end}', "unknown-operator", "equels",
     "`equels` is not a word that compares.", "write `equal`",
     '{if lead.a equal "x"}a{end}'),
    ("{if and lead.a}a{end}", "unexpected-word", "if and",
     "A word that joins or compares stands between two values.",
     "write a value on both sides of it, as in `a and b`", ""),
    ("{if lead.a and (equal lead.b)}a{end}", "unexpected-word", "equal",
     "A word that joins or compares stands between two values.",
     "write a value on both sides of it, as in `a and b`", ""),
    ("{lead.a and lead.b}", "expression-printed", "lead.a and",
     "A condition stands in an `if`, it cannot be printed.", "write `{if …}…{else}…{end}`", ""),
    ("{if lead.a lead.b}a{end}", "unexpected-word", "lead.b",
     "`lead.b` is out of place here.",
     "right here would be a word such as `equal`, `and` or the end of the tag", ""),
    ("{for $i $x = json.l}{if $x.a $x.b}a{end}{end}", "unexpected-word", "$x.b",
     "`$x.b` is out of place here.",
     "right here would be a word such as `equal`, `and` or the end of the tag", ""),
    ('{if lead.a equal "x" "y"}a{end}', "unexpected-word", '"y"',
     '`"y"` is out of place here.',
     "right here would be a word such as `equal`, `and` or the end of the tag", ""),
    ("{if lead.a equal true}a{end}", "unknown-root", "true", "There is no word `true`.",
     "a value alone is a condition: `{if lead.a}…{else}…{end}`", ""),
    ("{if lead.a equal None}a{end}", "unknown-root", "None", "There is no word `None`.",
     "a value alone is a condition: `{if lead.a}…{else}…{end}`", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "slug", "marked", "message", "advice", "mended"), SLIPS)
def test_a_slip_is_told_with_what_to_write(
    text: str, slug: str, marked: str, message: str, advice: str, mended: str
) -> None:
    (finding,) = parse(text).diagnostics
    assert (finding.slug, finding.message, finding.help) == (slug, message, advice)
    assert text[finding.start.offset : finding.end.offset] == marked
    if not mended:
        assert finding.fix is None
        return
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert text[: edit.start.offset] + edit.text + text[edit.end.offset :] == mended
