"""The command `stakemap presets`."""

from __future__ import annotations

import argparse

from stakemap.commands.command import DONE
from stakemap.commands.output import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has none."""


def run(_: argparse.Namespace) -> int:
    """Print id and title of each preset."""
    from stakemap.storage.presets import list_presets

    presets = list_presets()
    width = max((len(preset.id) for preset in presets), default=0)
    for preset in presets:
        say(f"{preset.id:{width}}  {preset.title}")
    return DONE
