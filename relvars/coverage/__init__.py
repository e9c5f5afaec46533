"""Which parts of templates any case reached: counted, added up, and reported."""

from relvars.coverage.measured import Measured, Share, measured, share, total
from relvars.coverage.points import Hits, Point, Reached, merged, points, reach

__all__ = [
    "Hits",
    "Measured",
    "Point",
    "Reached",
    "Share",
    "measured",
    "merged",
    "points",
    "reach",
    "share",
    "total",
]
