"""A process that writes to a store until it is killed, and says which writes were acknowledged."""

import os
import sys

from relvars.store import open_store, strengthen

from .account import LOYAL, SCHEMA

# Sums of these are exact as floats, so a test can say what they must be.
STEP = 0.25
A, B = 3, 20


def main(file: str, number: int, worker: str) -> None:
    """Strengthen links in turn; the number of a write goes to stdout once it is done."""
    with open_store(file, SCHEMA) as store:
        for count in range(number):
            weights = {"profit": STEP, "visits": 1}
            strengthen(store, LOYAL.id, f"a{count % A}", f"{worker}{count % B}", weights)
            os.write(1, f"{count}\n".encode())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
