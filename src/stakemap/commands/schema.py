"""The command `stakemap schema`."""

from __future__ import annotations

import argparse

from stakemap.commands.command import DONE
from stakemap.commands.output import write_bytes
from stakemap.i18n import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the schema is of."""
    what = tr("of maps, or of the rules of an organisation (default: %(default)s)")
    parser.add_argument("what", nargs="?", choices=("map", "policy"), default="map", help=what)


def run(options: argparse.Namespace) -> int:
    """Print a JSON Schema."""
    from stakemap.storage.schema import json_schema, policy_schema

    write_bytes(policy_schema() if options.what == "policy" else json_schema())
    return DONE
