"""`python -m scorejar` is `scorejar`."""

from __future__ import annotations

from scorejar.cli import main

if __name__ == "__main__":
    main()
