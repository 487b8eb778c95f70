"""The command `stakemap schema`."""

from __future__ import annotations

import argparse

from stakemap.commands.command import DONE
from stakemap.commands.output import write_bytes

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has none."""


def run(_: argparse.Namespace) -> int:
    """Print the JSON Schema of maps."""
    from stakemap.storage.schema import json_schema

    write_bytes(json_schema())
    return DONE
