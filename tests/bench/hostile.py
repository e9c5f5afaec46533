"""Texts that grow in one way each, from which a parser must not learn to be slow."""

from collections.abc import Callable, Mapping
from random import Random

from tests.bench.workloads import KILOBYTE, prose

# A factor says how much of it; a stamp is new in each round and makes the names in it new.
Make = Callable[[int, str], str]


def _repeated(unit: str, count: int) -> Make:
    return lambda factor, stamp: unit.replace("STAMP", stamp) * (count * factor)


def _numbered(unit: str, count: int) -> Make:
    def make(factor: int, stamp: str) -> str:
        return "".join(unit.replace("STAMP", f"{stamp}_{n}") for n in range(count * factor))

    return make


def _around(before: str, unit: str, after: str, count: int, times: int = 1) -> Make:
    def make(factor: int, stamp: str) -> str:
        units = (unit.replace("STAMP", f"{stamp}_{n}") * (count * factor) for n in range(times))
        return "".join(f"{before}{one}{after}" for one in units)

    return make


def _nested(opening: str, depth: int, times: int) -> Make:
    def make(factor: int, stamp: str) -> str:
        heads = opening.replace("STAMP", stamp) * (depth * factor)
        return (heads + "x" + "{end}" * (depth * factor)) * times

    return make


def _parentheses(depth: int, times: int) -> Make:
    def make(factor: int, stamp: str) -> str:
        opened, closed = "(" * (depth * factor), ")" * (depth * factor)
        return "".join(f"{{if {opened}lead.a{stamp}_{n}{closed}}}x{{end}}" for n in range(times))

    return make


def _long_text(factor: int, stamp: str) -> str:
    return f"{{lead.a{stamp}}}" + prose(Random(1), 1500 * KILOBYTE * factor)


KINDS: Mapping[str, Make] = {
    "length, one tag": _long_text,
    "tags, one name": _repeated("{lead.aSTAMP} and ", 4000),
    "tags, each its own name": _numbered("{lead.aSTAMP} and ", 1000),
    "choices, each its own": _numbered('{if lead.aSTAMP equal "b"}x{end}', 300),
    "nesting up to 100": _nested("{if lead.aSTAMP}", 50, 50),
    "nesting beyond 100": _nested("{if lead.aSTAMP}", 5000, 1),
    "loops nested beyond 100": _nested("{for $i $jSTAMP = lead.a}", 2500, 1),
    # A tag may be 10,000 characters long and parentheses 100 deep: up to there, then beyond.
    "parentheses up to 100": _parentheses(50, 40),
    "parentheses beyond 100": _parentheses(100_000, 1),
    "logic up to 10,000": _around("{if lead.a", " and lead.bSTAMP", "}x{end}", 270, 4),
    "logic beyond 10,000": _around("{if lead.a", " and lead.bSTAMP", "}x{end}", 20_000),
    "one long path": _around("{lead.a", ".bSTAMP", "}", 50_000),
    "call up to 10,000": _around("{orders(", "lead.aSTAMP ", ")}", 340, 10),
    "call beyond 10,000": _around("{orders(", "lead.aSTAMP ", ")}", 20_000),
    "strings in one call": _around("{orders(", '"aSTAMP" ', ")}", 1000, 6),
    "one long string": _around('{if lead.a equal "', "aSTAMP ", '"}x{end}', 100_000),
    "blanks in one tag": _around("{lead.a", " " * 8, "}", 50_000),
    "broken tags, one kind": _repeated("{lead.aSTAMP ?} ", 1000),
    "broken tags, each its own": _numbered("{if lead.aSTAMP eqal 1}", 100),
    "stray ends": _repeated("{end}", 2000),
    "stray elses": _repeated("{else}\n", 2000),
    "brace and blank": _repeated("{ ", 200_000),
    "braces": _repeated("{", 400_000),
    "doubled braces": _repeated("{{ ", 200_000),
    "brace and blanks without end": _around("{", " ", "", 1_000_000),
    "angles": _repeated("< ", 200_000),
    "angles and braces": _repeated("<{", 200_000),
    "style rules": _repeated("a{color:red}\n", 50_000),
    "tables": _repeated("<td>", 100_000),
    "unclosed tags": _repeated("{lead.a ", 2000),
    "unclosed angle tags": _repeated("<lead.a ", 2000),
    "unclosed strings": _repeated('{if "', 2000),
    "unclosed strings in calls": _repeated('{orders("', 2000),
    "unclosed strings, both spellings": _repeated('{if "<if "', 1000),
    "strings that end in the next tag": _repeated('{if lead.a equal "} ', 2000),
    "script elements never closed": _repeated("<script>", 50_000),
    "script elements with braces": _repeated("<script>if(x){y}</script>", 20_000),
    "choices in one script": _around("<script>", "{if (x){y} ", "</script>", 1000),
    "loops in one script": _around("<script>", "{for (;;){y} ", "</script>", 1000),
    "a choice in each script": _repeated("<script>{if (x){y}</script>", 1000),
    "a foreign word in each script": _repeated("<script>{break}</script>{if lead.a}", 500),
    "foreign words": _around("{if lead.a}", "{elseif lead.aSTAMP}", "{end}", 1000),
    "loops without index": _numbered("{for $item = lead.aSTAMP}x{end}", 100),
    "conditional comments never closed": _repeated("<!--[if mso]>", 50_000),
    "dollar signs": _repeated("{$ ", 100_000),
    "line breaks": _repeated("\r\n", 500_000),
    "near misses": _repeated("{leed.a} ", 50_000),
}
