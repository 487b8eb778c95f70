"""Which sheets of a workbook are read: those with actors; the others are left out for a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.plan import ColumnPlan
from stakemap.interchange.register.value_reading import ranked

Reason = Literal[
    "",
    "instructions",
    "legend",
    "template",
    "empty",
    "grid",
    "contacts",
    "hidden",
    "chosen",
    "relations",
]
_LEGEND_NAME: Final = re.compile(
    r"legend|leyenda|légende|\bkeys?\b|lists?\b|listas?\b|lookup|drop.?down|validation|parameters?|settings|"
    r"par[aá]metros|dados|catalog|cat[aá]logo|справочник|легенда|списки?|lejant|listeler|auswahl|werte|scale|escala|"
    r"criteria|criterios|definitions?|glossar|довідник",
    re.IGNORECASE,
)
_INSTRUCTIONS_NAME: Final = re.compile(
    r"instruc|instruç|anleitung|anweisung|guide|guidance|how.?to|read.?me|about|intro|help|hilfe|ayuda|ajuda|aide|"
    r"инструкц|описание|talimat|nasıl|notes?\b|cover|portada|deckblatt|version|change.?log|інструкц|disclaimer|"
    r"terms|copyright",
    re.IGNORECASE,
)
_TEMPLATE_NAME: Final = re.compile(
    r"template|plantilla|modelo|vorlage|modèle|шаблон|şablon|blank|example|sample|ejemplo|exemplo|beispiel|exemple|"
    r"пример|örnek",
    re.IGNORECASE,
)
_CONTACTS_NAME: Final = re.compile(
    r"contact|directorio|directory|kontakt|контакт|iletişim|contato|annuaire|phone|address", re.IGNORECASE
)
_JUDGED: Final = frozenset({"influence", "salience", "alignment", "mark", "relation", "strength"})
_LONG = 60
#: More names than this are no legend of levels.
_MOST_LEVELS = 50
#: The share of known names from which a sheet without ratings is about the same actors.
_SHARED = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sheet: why it has no table, or the columns, names and number of rows of its table."""

    sheet: str
    is_hidden: bool
    reason: Reason
    columns: tuple[ColumnPlan, ...] = ()
    names: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    rows: int = 0

    @property
    def is_judged(self) -> bool:
        """Whether its table has judgements."""
        return any(plan.role in _JUDGED for plan in self.columns)


def reason_without_table(grid: Grid) -> Reason:
    """Why a sheet in which no table of actors was found is left out."""
    texts = [text for _, cells in grid.rows(1, 200) for text in cells.values()]
    if not texts:
        return "empty"
    if _LEGEND_NAME.search(grid.sheet.name):
        return "legend"
    words = sum(ranked(text, "level") is not None or ranked(text, "stance") is not None for text in texts)
    if words >= 0.4 * len(texts) and words > 2:
        return "legend"
    long = sum(len(text) > _LONG for text in texts)
    if _INSTRUCTIONS_NAME.search(grid.sheet.name) or long >= 0.25 * len(texts):
        return "instructions"
    return "grid"


def left_out_reasons(candidates: Sequence[Candidate]) -> tuple[Reason, ...]:
    """Why each sheet is left out, "" where it is read; hidden ones are read only if no other has actors."""
    reasons = [_own_reason(candidate) for candidate in candidates]
    are_real = [
        not reason and candidate.is_judged and not _TEMPLATE_NAME.search(candidate.sheet)
        for candidate, reason in zip(candidates, reasons, strict=True)
    ]
    if any(are_real):
        # An example beside the real register.
        reasons = [
            "template" if not reason and _TEMPLATE_NAME.search(candidate.sheet) else reason
            for candidate, reason in zip(candidates, reasons, strict=True)
        ]
    judged = any(
        candidate.is_judged and not reason for candidate, reason in zip(candidates, reasons, strict=True)
    )
    known = frozenset[str]().union(
        *(
            candidate.names
            for candidate, reason in zip(candidates, reasons, strict=True)
            if candidate.is_judged and not reason
        )
    )
    found: list[Reason] = []
    for candidate, reason in zip(candidates, reasons, strict=True):
        if not reason and judged and not candidate.is_judged:
            reason = _reason_without_judgements(candidate, known)
        found.append(reason)
    shown = any(not reason and not each.is_hidden for each, reason in zip(candidates, found, strict=True))
    if not shown:
        return tuple(found)
    return tuple(
        "hidden" if each.is_hidden and not reason else reason
        for each, reason in zip(candidates, found, strict=True)
    )


def _own_reason(candidate: Candidate) -> Reason:
    if candidate.reason:
        return candidate.reason
    if not candidate.rows:
        return "template"
    if 0 < len(candidate.names) <= _MOST_LEVELS:
        ranks = [ranked(name, "level") for name in candidate.names]
        if sum(rank is not None and rank.family == "level" for rank in ranks) > 0.5 * len(ranks):
            return "legend"
    if not candidate.is_judged and _INSTRUCTIONS_NAME.search(candidate.sheet):
        return "instructions"
    if not candidate.is_judged and _LEGEND_NAME.search(candidate.sheet):
        return "legend"
    return ""


def _reason_without_judgements(candidate: Candidate, known: frozenset[str]) -> Reason:
    """Why a sheet without judgements is left out beside others; "" if it is about the same actors."""
    contacts = [plan for plan in candidate.columns if plan.role == "contact"]
    other = [plan for plan in candidate.columns if plan.role in ("note", "tag", "group", "kind", "reason")]
    if contacts and (_CONTACTS_NAME.search(candidate.sheet) or len(contacts) >= len(other)):
        return "contacts"
    shared = max(len(said & known) / max(len(said), 1) for said in (candidate.names, candidate.ids))
    if shared >= _SHARED:
        return ""
    if _TEMPLATE_NAME.search(candidate.sheet):
        return "template"
    return "grid" if not other else "instructions"
