"""The conflicts about one judgement that nobody decided, as sentences by their ids."""

from __future__ import annotations

from collections.abc import Mapping

from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.places import path_of
from stakemap.model.subjects import Place, Subject


class OpenConflicts:
    """Finds conflicts by the path of what they are about, which is looked up anew only where they changed."""

    def __init__(self) -> None:
        self._of: object = None
        self._by_path: dict[str, list[str]] = {}

    def about(self, document: StakeMap, snapshot: str, subject: Subject) -> Mapping[str, str]:
        """A sentence for each conflict about a judgement at a snapshot, by its id."""
        if not document.conflicts:
            return {}
        if self._of is not document.conflicts:
            self._of, self._by_path = document.conflicts, {}
            for key in sorted(document.conflicts):
                self._by_path.setdefault(document.conflicts[key].place, []).append(key)
        found = self._by_path.get(path_of(Place("snapshots", snapshot, subject)), ())
        return {key: _sentence(document, key) for key in found}


def _sentence(document: StakeMap, key: str) -> str:
    from stakemap.model.merging.recording import as_conflict
    from stakemap.wording.merging import conflict_text

    try:
        return conflict_text(document, as_conflict(document, document.conflicts[key]))
    except StakemapError:
        return tr("two versions of the map disagree here, in a way that cannot be shown")
