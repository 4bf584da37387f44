"""The program as a module: `python -m openiads`."""

import sys

from openiads.app.cli import main

if __name__ == "__main__":
    sys.exit(main())
