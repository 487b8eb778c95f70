"""`python -m stakemap`: the same as the `stakemap` command."""

from __future__ import annotations

from stakemap.cli import script

if __name__ == "__main__":
    script()
