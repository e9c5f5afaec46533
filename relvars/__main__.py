"""`python -m relvars`."""

import sys

from relvars.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
