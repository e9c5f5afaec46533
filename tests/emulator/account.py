"""The account that the vendor's examples speak of, as far as they show it."""

from typing import Any

from relvars.schema import Database, Property, Relation, Schema

AGENT, CUSTOMER = "5d63dbdb439e7306b596c5d0", "5d441038439e7363f3c26539"
RECEIVER, INITIATOR = "669e6968ebf4ac52b623a997", "6751b8f1c5e3db9bcb75befa"

SCHEMA = Schema(
    (
        Database(1, "agents", {"city": "string", "custom_field": "string", "vip": "boolean"}),
        Database(2, "customers", {"score": "integer", "tags": "tags", "more": "object"}),
        Database(9, "shops", {}),
    ),
    (
        Relation(
            3,
            "Likes",
            "likes",
            1,
            2,
            (
                Property("user_like", "integer", sum=True, top="highest", limit=2),
                Property("donate", "float", sum=True),
                Property("is_online", "boolean"),
            ),
        ),
        Relation(2, "Rates", "rates", 1, 9, (Property("exr", "integer", top="lowest"),)),
    ),
)
PROFILES: dict[int, list[dict[str, Any]]] = {
    1: [{"_id": AGENT, "email": "ann@x.org", "_fname": "Ann"}, {"_id": RECEIVER}],
    2: [
        {"_id": CUSTOMER, "phones": ["+79000000000"], "score": 5, "tags": ["a", "b"]},
        {"_id": "c2", "_lname": "Doe", "score": 7},
    ],
    9: [{"_id": INITIATOR}],
}
