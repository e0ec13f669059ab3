"""What runs when llmlint is called as a program?"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end the process with its status."""
    from llmlint.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
