"""The registry of commands.

To add a command, write a module with `add_arguments(parser)` and `run(options)`, which returns an exit status
and imports what it needs; it raises StakemapError with a sentence for the user. Add a line to `COMMANDS`, and
the summary, with which `stakemap --help` describes it, needs no import of the module.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple, Protocol, cast

from stakemap.i18n import tr

#: Exit statuses: success; the input has faults, or the maps differ or are in conflict; failure.
DONE, FAULTY, FAILED = 0, 1, 2


class _Module(Protocol):
    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the arguments of the command."""

    def run(self, options: argparse.Namespace) -> int:
        """Run the command and return its exit status."""


class Command(NamedTuple):
    """A command: the module that carries it out, and what it does in a few words."""

    module: str
    summary: Callable[[], str]

    def load(self) -> _Module:
        """The module, imported."""
        return cast("_Module", import_module(f"stakemap.commands.{self.module}"))


#: All commands by their names, in the order in which help lists them.
COMMANDS: Mapping[str, Command] = {
    "open": Command("open", lambda: tr("open maps in the app")),
    "presets": Command("presets", lambda: tr("list the presets")),
    "new": Command("new", lambda: tr("write a new map")),
    "export": Command("export", lambda: tr("draw a map as slides, or write its data for other programs")),
    "import": Command(
        "import_files", lambda: tr("make a map from files of other programs, or merge them into one")
    ),
    "analyse": Command("analyse", lambda: tr("say what would change the result, in words or as JSON")),
    "validate": Command("validate", lambda: tr("say what is wrong with maps, a line for each finding")),
    "schema": Command("schema", lambda: tr("print the JSON Schema of the file format")),
    "diff": Command("diff", lambda: tr("say in words how two maps differ")),
    "merge": Command("merge", lambda: tr("merge two versions of a map, and say what is in conflict")),
    "combine": Command("combine", lambda: tr("make one map of several analysts’ maps, and say who agrees")),
    "desktop-setup": Command(
        "desktop_setup", lambda: tr("have a double click open maps, on Linux, for you alone")
    ),
    "git-setup": Command("git_setup", lambda: tr("have git merge maps, and show differences in words")),
    "merge-driver": Command("merge_driver", lambda: tr("merge versions of a map for git")),
    "textconv": Command("textconv", lambda: tr("print a map in words for git, a line for each judgement")),
    "round": Command(
        "round", lambda: tr("ask analysts for their judgements, and gather what they send back")
    ),
    "selftest": Command("selftest", lambda: tr("check this installation and print what a bug report needs")),
}
