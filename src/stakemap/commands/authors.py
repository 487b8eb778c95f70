"""The name of the analyst in what the command line writes into maps."""

from __future__ import annotations

import argparse

from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.text import single_line


def add_author(parser: argparse.ArgumentParser) -> None:
    """Add the option of the analyst's name."""
    author = tr("the name that is recorded with judgements (default: none)")
    parser.add_argument("--author", metavar=tr("NAME"), default="", help=author)


def author_of(options: argparse.Namespace) -> str:
    """The name that was given; where the policy requires one, else that of the app's preferences.

    Raises UsageError where there is none and the policy requires one.
    """
    from stakemap.storage.policy import policy
    from stakemap.storage.settings.settings import SettingsStore

    name = single_line(options.author)
    if name or not policy().require_author:
        return name
    name = single_line(SettingsStore().load().author)
    if not name:
        raise UsageError(
            tr(
                "{organisation} requires your name with judgements: give it with --author NAME.",
                organisation=policy().whose,
            )
        )
    return name
