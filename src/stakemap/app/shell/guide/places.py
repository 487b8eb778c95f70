"""The heading of the Guide about each panel and dialog, for F1."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stakemap.app.shell.guide import FORMATS_PAGE, KEPT_PAGE, METHODS_PAGE, TEAM_PAGE, TOUR_PAGE

#: Page and heading ("" for its beginning) by the name of a panel, or by the class of a dialog.
PLACES: dict[str, tuple[str, str]] = {
    "actors-panel": (TOUR_PAGE, "3-drag"),
    "analysis-panel": (METHODS_PAGE, ""),
    "comments-panel": (TEAM_PAGE, "comments-and-sign-off"),
    "compare-panel": (TEAM_PAGE, "two-people-on-one-map-by-mail"),
    "evidence-panel": (TOUR_PAGE, "5-back-it"),
    "history-panel": (TOUR_PAGE, "5-back-it"),
    "inspector-panel": (TOUR_PAGE, "4-say-why"),
    "movers-panel": (TOUR_PAGE, "6-go-through-time"),
    "round-panel": (TEAM_PAGE, "several-analysts-by-mail-in-rounds"),
    "sources-panel": (TOUR_PAGE, "5-back-it"),
    "judgement-card": (TOUR_PAGE, "4-say-why"),
    "ApproveDialog": (TEAM_PAGE, "comments-and-sign-off"),
    "CleanCopyDialog": (TOUR_PAGE, "8-export"),
    "CombineDialog": (TEAM_PAGE, "several-analysts-one-map"),
    "DataExportDialog": (FORMATS_PAGE, "export-of-data"),
    "ExportDialog": (TOUR_PAGE, "8-export"),
    "ImportDialog": (TOUR_PAGE, "9-bring-what-you-have"),
    "IssuesDialog": (TOUR_PAGE, "6-go-through-time"),
    "OutcomeDialog": (TOUR_PAGE, "6-go-through-time"),
    "PasteRowsDialog": (TOUR_PAGE, "9-bring-what-you-have"),
    "PreferencesDialog": (KEPT_PAGE, "rules-of-your-organisation"),
    "PrintDialog": (TOUR_PAGE, "8-export"),
    "RecordedDialog": (TOUR_PAGE, "6-go-through-time"),
    "ReportDialog": ("how-to-help", ""),
    "ResolveDialog": (TOUR_PAGE, "6-go-through-time"),
    "SnapshotDialog": (TOUR_PAGE, "6-go-through-time"),
    "StartDialog": (TEAM_PAGE, "several-analysts-by-mail-in-rounds"),
    "WithdrawDialog": (TEAM_PAGE, "comments-and-sign-off"),
}


def place_about(widget: QWidget | None) -> tuple[str, str]:
    """The place about the panel or dialog of a widget; two empty texts if there is none."""
    while widget is not None:
        for key in (widget.objectName(), type(widget).__name__):
            if key in PLACES:
                return PLACES[key]
        widget = widget.parentWidget()
    return "", ""
