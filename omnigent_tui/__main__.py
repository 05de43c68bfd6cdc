"""Makes ``python -m omnigent_tui`` the same as ``omnigent-tui``."""

import sys

from omnigent_tui.command_line import main

if __name__ == "__main__":
    sys.exit(main())
