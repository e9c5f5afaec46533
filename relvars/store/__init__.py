"""The embedded store: databases, profiles, relations and links in one SQLite file.

Writes are transactions of their own. Statistics are kept as links are written, so that reading
them costs the same however many links a profile has.
"""

from relvars.store.bulk import Progress, import_links, import_profiles
from relvars.store.checking import check
from relvars.store.documents import document, document_names, put_document
from relvars.store.linking import attach, detach, edit, strengthen
from relvars.store.matching import MATCHING, find_profile
from relvars.store.opening import PROJECT_STORE, make_store_folder, open_store
from relvars.store.reads import Link, Statistics, count_links, linked, links, statistics
from relvars.store.records import (
    Imported,
    count_profiles,
    delete_profile,
    import_profile,
    profile,
    profile_ids,
    profiles,
    update_profile,
)
from relvars.store.store import Store, StoreError, schema_of

__all__ = [
    "MATCHING",
    "PROJECT_STORE",
    "Imported",
    "Link",
    "Progress",
    "Statistics",
    "Store",
    "StoreError",
    "attach",
    "check",
    "count_links",
    "count_profiles",
    "delete_profile",
    "detach",
    "document",
    "document_names",
    "edit",
    "find_profile",
    "import_links",
    "import_profile",
    "import_profiles",
    "linked",
    "links",
    "make_store_folder",
    "open_store",
    "profile",
    "profile_ids",
    "profiles",
    "put_document",
    "schema_of",
    "statistics",
    "strengthen",
    "update_profile",
]
