"""Review: which snapshots would change, grouped by how, for a terminal or a page."""

from relvars.review.columns import columns
from relvars.review.grouping import Group, groups
from relvars.review.page import page
from relvars.review.pending import Pending, Review, accept, find

__all__ = ["Group", "Pending", "Review", "accept", "columns", "find", "groups", "page"]
