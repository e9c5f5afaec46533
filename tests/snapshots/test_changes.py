"""What a change means to a reader, with the place it comes from."""

from typing import Any

import pytest

from relvars.renderer import trace
from relvars.snapshots import changes
from relvars.syntax.parser import parse

TEMPLATE = """<h1>Hello{if lead._fname}, {lead._fname}{end}!</h1>
<p>You live in {lead.city}.</p>
{if lead.vip}<p>Your discount is {lead.discount} %.</p>{else}<p>No discount for you.</p>{end}
<ul>{for $i $x = json.items}<li>item {$x.name}: {$x.price} EUR</li>
{else}<li>nothing in it</li>{end}</ul>
<a href="https://a.example/{lead.id}">Buy <b>now</b></a> <img src="a.png" alt="Roses">
{if lead.ad}<p>Today only!</p>
{end}"""
LEAD = {"_fname": "Ann", "city": "Riga", "vip": True, "discount": 10, "id": "5"}
ITEMS = [{"name": "a", "price": 1}, {"name": "b", "price": 2}]


def values(items: list[dict[str, Any]] | None = None, **lead: Any) -> dict[str, Any]:
    return {"lead": {**LEAD, **lead}, "json": {"items": ITEMS if items is None else items}}


def told(
    before: dict[str, Any], after: dict[str, Any], old: str = TEMPLATE, new: str = TEMPLATE
) -> list[tuple[str, str]]:
    stored = trace(parse(old, "a.html"), before).output
    template = parse(new, "a.html")
    found = changes(stored, trace(template, after), template)
    return [(one.kind, one.sentence) for one in found]


def test_the_same_message_has_no_changes() -> None:
    assert told(values(), values()) == []


@pytest.mark.parametrize(
    ("name", "now"), [("Bob", "«Hello, Bob!»"), ("", "«Hello!»"), (None, "«Hello!»")]
)
def test_a_greeting(name: str | None, now: str) -> None:
    assert told(values(), values(_fname=name)) == [
        ("greeting", f"the greeting (a.html:1) changed: «Hello, Ann!» → {now}")
    ]


def test_a_value_and_an_amount() -> None:
    assert told(values(), values(city="Tartu", discount=20)) == [
        ("value", "the value `lead.city` (a.html:2) changed: «You live in Riga.» → «You live in"
                  " Tartu.»"),
        ("price", "the amount `lead.discount` (a.html:3) changed: «Your discount is 10 %.» →"
                  " «Your discount is 20 %.»"),
    ]  # fmt: skip


def test_a_branch_and_its_else() -> None:
    assert told(values(), values(vip=False)) == [
        ("branch", "the branch {else} of {if lead.vip} (a.html:3) is taken now: «No discount for"
                   " you.» in the place of «Your discount is»")
    ]  # fmt: skip
    assert told(values(vip=False), values()) == [
        ("branch", "the branch {if lead.vip} (a.html:3) is taken now: «Your discount is» in the"
                   " place of «No discount for you.»")
    ]  # fmt: skip


def test_a_branch_without_else() -> None:
    assert told(values(), values(ad=1)) == [
        ("branch", "the branch {if lead.ad} (a.html:7) is taken now: «Today only!»")
    ]
    assert told(values(ad=1), values()) == [
        ("branch", "the branch {if lead.ad} (a.html:7) is not taken any more: «Today only!» is"
                   " gone")
    ]  # fmt: skip


def test_an_edited_branch_is_an_edited_text() -> None:
    edited = TEMPLATE.replace("No discount for you", "There is none")
    assert told(values(vip=0), values(vip=0), new=edited) == [
        ("text", "the text (a.html:3) changed: «No discount for you.» → «There is none.»")
    ]


def test_a_list_that_grows_and_one_that_ends() -> None:
    longer = [*ITEMS, {"name": "c", "price": 3}]
    assert told(values(), values(longer)) == [
        ("loop", "the list {for $i $x = json.items} (a.html:4) has 3 entries, it had 2")
    ]
    assert told(values(longer), values(ITEMS[:1]))[0][1].endswith("has 1 entry, it had 3")
    assert told(values(), values([]))[0] == (
        "branch",
        "the branch {else} of {for $i $x = json.items} (a.html:4) is taken now: «nothing in it»"
        " in the place of «item»",
    )


def test_an_entry_of_a_list() -> None:
    other = [{"name": "a", "price": 5}, ITEMS[1]]
    assert told(values(), values(other)) == [
        ("price", "the amount `$x.price` (a.html:4) changed: «item a: 1 EUR» → «item a: 5 EUR»")
    ]


def test_links_and_images() -> None:
    assert told(values(), values(id="6")) == [
        ("link", "the link of «Buy now» (a.html:6) changed: https://a.example/5 →"
                 " https://a.example/6")
    ]  # fmt: skip
    without = TEMPLATE.replace('<img src="a.png" alt="Roses">', "")
    assert told(values(), values(), new=without) == [
        ("link", "the image of «Roses» is gone: a.png")
    ]
    assert told(values(), values(), old=without) == [
        ("link", "the image of «Roses» (a.html:6) is new: a.png")
    ]
    assert told(values(), values(), new=TEMPLATE.replace("Buy", "Order"))[0][0] == "text"


def test_a_link_of_a_text() -> None:
    found = told(
        values(),
        values(id="6"),
        "See https://a.example/{lead.id}!",
        "See https://a.example/{lead.id}!",
    )
    assert found == [
        ("link", "a link (a.html:1) changed: https://a.example/5 → https://a.example/6")
    ]


def test_the_template_s_own_text() -> None:
    edited = TEMPLATE.replace("You live in", "Your city is")
    assert told(values(), values(), new=edited) == [
        ("text", "the text (a.html:2) changed: «You live in Riga.» → «Your city is Riga.»")
    ]
    without = TEMPLATE.replace("<p>You live in {lead.city}.</p>\n", "")
    assert told(values(), values(), new=without) == [
        ("text", "the text (a.html:2) is gone: «You live in Riga.»")
    ]
    assert told(values(), values(), old=without) == [
        ("text", "the text (a.html:2) is new: «You live in Riga.»")
    ]


def test_what_no_reader_sees() -> None:
    assert told(values(), values(), new=TEMPLATE.replace("<h1>", "<h1 style='a'>")) == [
        ("markup", "markup changed (a.html:1), no words")
    ]
    assert told(values(), values(), new=TEMPLATE.replace("\n", "\n\n", 1))[0][0] == "blanks"


def test_hostile_values_do_not_speak_to_the_terminal() -> None:
    found = told(values(), values(city="\x1b[2J"))
    assert found
    assert "\x1b" not in str(found[0][1])


def test_the_same_change_of_two_messages_has_one_key() -> None:
    template = parse(TEMPLATE, "a.html")
    keys = []
    for name in ("Ann", "Bob"):
        stored = trace(template, values(_fname=name, ad=1, discount=len(name))).output
        now = trace(template, values(_fname=name, discount=len(name)))
        keys.append([one.key for one in changes(stored, now, template)])
    assert keys[0] == keys[1]


def test_a_message_that_became_another_one() -> None:
    template = parse(TEMPLATE, "a.html")
    assert changes("", trace(template, values()), template)
    assert changes("x" * 1000, trace(template, values()), template)
    nothing = parse("", "a.html")
    assert changes("x", trace(nothing, {}), nothing)


def test_a_page_of_one_line_is_told_as_finely_as_one_of_many() -> None:
    row = "<tr><td style='padding:12px 24px'>word and word</td></tr>"
    page = f"<table>{row * 300}<tr><td>Dear {{lead.city}} people, read on</td></tr>{row * 300}"
    assert told(values(), values(city="Tartu"), page, page) == [
        ("greeting", "the greeting (a.html:1) changed: «and word Dear Riga people, read on» →"
                     " «and word Dear Tartu people, read on»")
    ]  # fmt: skip


def test_the_words_around_a_change_are_whole() -> None:
    line = "some words that stand before it all, {lead.city} and many more words after " + "x " * 99
    ((_, sentence),) = told(values(), values(city="Tartu"), line, line)
    assert sentence == (
        "the value `lead.city` (a.html:1) changed: «words that stand before it all, Riga and many"
        " more words after x x» → «words that stand before it all, Tartu and many more words"
        " after x x»"
    )
