"""Snapshots: which file keeps what a case printed, and what has changed since, for readers."""

from relvars.snapshots.changes import Change, changes
from relvars.snapshots.naming import case_folder, ending, shelf, stem
from relvars.snapshots.storing import damage, load, store

__all__ = [
    "Change",
    "case_folder",
    "changes",
    "damage",
    "ending",
    "load",
    "shelf",
    "stem",
    "store",
]
