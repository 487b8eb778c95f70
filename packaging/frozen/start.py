"""The program of the frozen app."""

from stakemap.cli import script

if __name__ == "__main__":
    script()
