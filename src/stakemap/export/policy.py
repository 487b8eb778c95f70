"""What a policy leaves of exports: their formats, and the theme and footer of slides.

The app and the command line ask here, and so do the functions through which all that is exported goes.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from stakemap.errors import UsageError
from stakemap.export.exporters import EXPORTERS, Exporter
from stakemap.export.theme_files import read_theme
from stakemap.i18n import tr
from stakemap.interchange.writers.formats import DATA_WRITERS, DataOptions, DataWriter, Written
from stakemap.model.document import StakeMap
from stakemap.picture.options import SlideOptions
from stakemap.picture.theme import Theme
from stakemap.storage.policy import policy, policy_origin
from stakemap.storage.policy.handling import check_allowed, check_marked


def check_format(chosen: Exporter | DataWriter) -> None:
    """Raise UsageError for a format in which maps may not be exported."""
    check_allowed(chosen.id, chosen.title())


def check_table(document: StakeMap) -> None:
    """Raise UsageError where rows of a map may not be copied as text, which is to export them as CSV."""
    check_marked(document)
    check_format(DATA_WRITERS["csv"])


def exporters() -> list[Exporter]:
    """The formats of slides that may be exported."""
    return [each for each in EXPORTERS if policy().allows(each.id)]


def data_writers() -> list[DataWriter]:
    """The formats of data that may be exported."""
    return [each for each in DATA_WRITERS if policy().allows(each.id)]


def write_data(writer: DataWriter, document: StakeMap, options: DataOptions) -> Written:
    """The data of a map in a format. Raises UsageError where the map or the policy does not allow it."""
    check_marked(document)
    check_format(writer)
    return writer.write(document, options)


# --- the look of slides -------------------------------------------------------------------------------------

_lock = threading.Lock()
#: The theme of a policy by the path of its file, once it was read.
_read: dict[Path, Theme] = {}


def house_theme() -> Theme | None:
    """The theme that the policy has for all slides; None without one.

    Raises UsageError where its file cannot be used: slides in another look would break the rule unseen.
    """
    rules, origin = policy(), policy_origin()
    if not rules.theme:
        return None
    path = Path(rules.theme) if origin.path is None else origin.path.parent / rules.theme
    with _lock:
        if path not in _read:
            try:
                _read[path] = read_theme(path)
            except (UsageError, ValueError) as error:
                raise UsageError(
                    tr(
                        "Slides cannot be exported until the theme set by {organisation} can be used: "
                        "{problem}",
                        organisation=rules.who,
                        problem=error,
                    )
                ) from error
        return _read[path]


def in_house(theme: Theme, parts: SlideOptions) -> tuple[Theme, SlideOptions]:
    """The look of slides as far as the policy leaves it to the user: its theme, footer and handling marks are
    on all slides. Raises UsageError where its theme cannot be used.
    """
    rules = policy()
    theme = house_theme() or theme
    if rules.footer:
        theme, parts = replace(theme, footer=rules.footer), replace(parts, footer=True)
    if rules.require_handling:
        parts = replace(parts, handling=True)
    return theme, parts
