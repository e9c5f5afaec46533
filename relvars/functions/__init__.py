"""What a template may call; each function is one record."""

from relvars.functions.function import BadArgumentError, Context, Function
from relvars.functions.jsonpath import JSONPATH
from relvars.functions.market import ORDER, ORDERS, PRODUCTS, SKU
from relvars.functions.subscription import SUBSCRIPTION_FIELD

__all__ = ["FUNCTIONS", "BadArgumentError", "Context", "Function"]

FUNCTIONS: dict[str, Function] = {
    "jsonpath": JSONPATH,
    "subscription_field": SUBSCRIPTION_FIELD,
    "products": PRODUCTS,
    "sku": SKU,
    "orders": ORDERS,
    "order": ORDER,
}
