"""Texts that look like templates, for property tests."""

from hypothesis import strategies as st

WORDS = (
    "{", "}", "<", ">", "if", "for", "else", "end", "elseif", "break", " ", "\n", "\r", "\t", '"',
    "(", ")", ",", "=", ".", "$", "$i", "$item", "lead", "lead._fname", "json.a.b", "relation",
    "relation.a.direct.b.count", "relation.a.revers.b.tpo", "unsubscribe", "orders", "jsonpath(",
    "and", "or", "not", "equal", "contains", "in", "==", "|", "10", "-1", "1.5", "“", "”", "'",
    "&quot;", "&nbsp;", "\u00a0", "\ufeff", "\x00", "<script>", "</script>", "<b>", "é", "\u0301",
    "\u202e", "{if lead.a}", "{else}", "{end}", "{for $i $x = json.l}", "{$x.v}", "{{", "}}",
    "fragment.x", "loyalty.club.promocode", "__class__", "class", "имя", "[0]", "+", "-", "*",
)  # fmt: skip

soup = st.lists(st.sampled_from(WORDS), max_size=40).map("".join)
any_text = st.text() | soup

_name = st.sampled_from(["a", "_fname", "имя", "class", "__class__", "Not", "end1", "if_", "é2"])
_segment = _name | st.sampled_from(["2024", "0", "and", "top", "count"])
_root = st.sampled_from(["lead", "json", "apicontent", "subscription", "$i", "$item", "$end"])
path = st.builds(
    lambda root, segments: ".".join([root, *segments]), _root, st.lists(_segment, max_size=4)
)
string = st.text(st.characters(exclude_characters='"', exclude_categories=["Cs"]), max_size=8).map(
    lambda text: f'"{text}"'
)
number = st.integers(-99, 99).map(str)
blanks = st.sampled_from([" ", "  ", "\t", "\n", " \r\n "])
maybe_blanks = st.just("") | blanks
function = st.sampled_from(["orders", "order", "jsonpath", "subscription_field"])


@st.composite
def calls(draw: st.DrawFn) -> str:
    arguments = draw(st.lists(path | string | number, max_size=4))
    inner = "".join(argument + draw(blanks) for argument in arguments)
    return f"{draw(function)}{draw(maybe_blanks)}({draw(maybe_blanks)}{inner.rstrip()})"


@st.composite
def sides(draw: st.DrawFn, a: str, b: str) -> str:
    word = draw(st.sampled_from(["equal", "contains", "in"]))
    side = draw(st.sampled_from([draw(path), f"{draw(path)}{b}{word}{a}{draw(path | string)}"]))
    return draw(st.sampled_from([side, f"({side})", f"({a}{side}{b})"]))


@st.composite
def insides(draw: st.DrawFn) -> str:
    """The inside of a tag that reads without fault."""
    a, b = draw(blanks), draw(blanks)
    kind = draw(st.sampled_from(["path", "call", "if", "compare", "logic", "for", "word"]))
    match kind:
        case "path":
            inside = draw(path)
        case "call":
            inside = draw(calls())
        case "if":
            inside = f"if{a}{draw(path)}"
        case "compare":
            inside = f"if{a}{draw(sides(a, b))}"
        case "logic":
            word = draw(st.sampled_from(["and", "or"]))
            inside = f"if{a}{draw(sides(b, a))}{b}{word}{a}{draw(sides(a, b))}"
        case "for":
            inside = f"for{a}$i{b}$item{draw(maybe_blanks)}={draw(maybe_blanks)}{draw(path)}"
        case _:
            inside = draw(st.sampled_from(["else", "end"]))
    return draw(maybe_blanks) + inside + draw(maybe_blanks)
