"""`products`, `sku` and `orders` give at most 30 elements, whatever more is asked for.

Why: who relies on more sends a list that stops short.

Fix: unsafe

Bad:
    {for $n $order = orders("status == 'paid'" 50)}<li>No. {$order.id}</li>{end}

Good:
    {for $n $order = orders("status == 'paid'" 30)}<li>No. {$order.id}</li>{end}
Values:
    {"market": {"orders": [{"id": 7, "status": "paid"}, {"id": 8, "status": "new"}]}}
"""

from relvars.diagnostics import Severity
from relvars.linter.rule import Group, Rule

RULE = Rule("market-limit", Group.MEANING, Severity.ERROR, reported=True)
