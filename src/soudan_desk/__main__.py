"""Start: the window, or a command; nothing else."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run a sub-command when one is named, else open the window; return the exit code."""
    from soudan_desk import app

    arguments = list(sys.argv[1:] if argv is None else argv)
    is_command = bool(arguments) and not arguments[0].startswith("--office")
    return app.run_command(arguments) if is_command else app.open_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
