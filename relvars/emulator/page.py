"""The page that says what the emulator is and lists its calls, each ready to be copied."""

import json
from collections.abc import Mapping
from html import escape

from relvars.emulator.call import Call, World
from relvars.emulator.calls import PREFIX
from relvars.schema import PropertyType, Relation
from relvars.store import profiles
from relvars.values import Value

_WEIGHTS: Mapping[PropertyType, Value] = {"integer": 2, "float": 1.5, "boolean": True}

_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>relvars emulator</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem;
  color: #222; background: #fff }}
h2 {{ font-size: 1rem; margin: 1.5rem 0 .25rem }}
p {{ margin: .25rem 0 }}
pre {{ background: #f3f3f3; padding: .75rem; overflow-x: auto; border-radius: 4px }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #ddd; background: #1b1b1b }} pre {{ background: #2a2a2a }} a {{ color: #9cf }} }}
</style>
<h1>relvars emulator</h1>
<p>Altcraft's HTTP API for relations and profiles, on a local store. It is not Altcraft's own
server: where their pages are silent, <code>relvars emulator --help</code> and the project's
documentation say what was assumed. Templates are kept in memory only.</p>
<p>Any token that is not empty is taken, unless the server was started with
<code>ALTCRAFT_TOKEN</code> set. Requests and answers are JSON or, with
<code>Content-Type: application/xml</code>, XML. <a href="/openapi.json">/openapi.json</a>
describes all calls.</p>
{calls}
</html>
"""
_CALL = "<h2><code>{path}</code></h2>\n<p>{about}</p>\n<pre>{example}</pre>\n"


def page(address: str, calls: Mapping[str, Call], world: World) -> str:
    """The page of a server at that address; its examples speak of what the store has."""
    known = _known(world)
    return _PAGE.format(calls="".join(_listed(address, call, known) for call in calls.values()))


def _known(world: World) -> dict[str, Value]:
    """What examples may say of this account, by parameter; nothing where it has nothing."""
    known: dict[str, Value] = {}
    if world.schema.databases:
        known["db_id"] = world.schema.databases[0].id
    if world.schema.relations:
        relation = world.schema.relations[0]
        known["rel_id"] = relation.id
        known["weights"] = {one.short_name: _WEIGHTS[one.type] for one in relation.properties}
        known |= _ends(world, relation)
    return known


def _ends(world: World, relation: Relation) -> dict[str, Value]:
    a = profiles(world.store, relation.database_a, limit=1)
    b = profiles(world.store, relation.database_b, limit=2)
    # In a database that is related to itself both would be the same one.
    if not a or not b:
        return {}
    first, last = a[0]["_id"], b[-1]["_id"]
    return {
        "profile_id": first,
        "profile_a": {"profile_id": first},
        "profile_b": {"profile_id": last},
    }


def _listed(address: str, call: Call, known: Mapping[str, Value]) -> str:
    body = {"token": "any", **call.example}
    body |= {name: known[name] for name in body if name in known}
    if call.path.startswith("databases/") and "id" in body:
        body["id"] = known.get("db_id", body["id"])
    shown = escape(_curl(f"{address}{PREFIX}{call.path}", body), quote=False)
    return _CALL.format(path=call.path, about=escape(call.about), example=shown)


def _curl(url: str, body: Mapping[str, Value]) -> str:
    """A call as a command for a POSIX shell."""
    data = json.dumps(body, ensure_ascii=False).replace("'", "'\\''")
    return f"curl {url} -H 'Content-Type: application/json' \\\n  -d '{data}'"
