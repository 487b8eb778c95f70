"""The list of all features of a window; actions appear in menus in this order.

To add a feature, write its package below `features/` and name its class here.
"""

from __future__ import annotations

from stakemap.app.document.commands import DocumentFeature
from stakemap.app.document.safekeeping import Safekeeping
from stakemap.app.document.saving import Saving
from stakemap.app.features.actors.clipboard import ClipboardFeature
from stakemap.app.features.actors.feature import ActorsFeature
from stakemap.app.features.analysis.feature import AnalysisFeature
from stakemap.app.features.approach.feature import ApproachFeature
from stakemap.app.features.balance.feature import BalanceFeature
from stakemap.app.features.combining.feature import CombiningFeature
from stakemap.app.features.comments.feature import CommentsFeature
from stakemap.app.features.comparison.feature import ComparisonFeature
from stakemap.app.features.confidential.feature import ConfidentialFeature
from stakemap.app.features.data_export.feature import DataExportFeature
from stakemap.app.features.disputed.feature import DisputedFeature
from stakemap.app.features.distance.feature import DistanceFeature
from stakemap.app.features.evidence.feature import EvidenceFeature
from stakemap.app.features.export.feature import ExportFeature
from stakemap.app.features.groups.feature import GroupsFeature
from stakemap.app.features.history.feature import HistoryFeature
from stakemap.app.features.importing.feature import ImportFeature
from stakemap.app.features.inspector.feature import InspectorFeature
from stakemap.app.features.issues.feature import IssuesFeature
from stakemap.app.features.judging.feature import JudgingFeature
from stakemap.app.features.matrix.feature import MatrixFeature
from stakemap.app.features.movers.feature import MoversFeature
from stakemap.app.features.paste.feature import PasteFeature
from stakemap.app.features.relations.feature import RelationsFeature
from stakemap.app.features.review.feature import ReviewFeature
from stakemap.app.features.rounds.feature import RoundsFeature
from stakemap.app.features.search.feature import SearchFeature
from stakemap.app.features.sources.feature import SourcesFeature
from stakemap.app.features.timeline.commands import SnapshotsFeature
from stakemap.app.features.timeline.feature import TimelineFeature
from stakemap.app.features.track_record.feature import TrackRecordFeature
from stakemap.app.kit.window import Feature
from stakemap.app.shell.help_commands import HelpFeature
from stakemap.app.shell.undo import UndoFeature
from stakemap.app.shell.view_commands import ViewFeature

FEATURES: list[type[Feature]] = [
    Saving,
    Safekeeping,
    ExportFeature,
    DataExportFeature,
    DocumentFeature,
    ConfidentialFeature,
    ImportFeature,
    CombiningFeature,
    UndoFeature,
    ClipboardFeature,
    PasteFeature,
    ActorsFeature,
    SearchFeature,
    InspectorFeature,
    DistanceFeature,
    JudgingFeature,
    DisputedFeature,
    RelationsFeature,
    SnapshotsFeature,
    TimelineFeature,
    TrackRecordFeature,
    IssuesFeature,
    GroupsFeature,
    SourcesFeature,
    EvidenceFeature,
    HistoryFeature,
    CommentsFeature,
    ReviewFeature,
    MatrixFeature,
    BalanceFeature,
    MoversFeature,
    ApproachFeature,
    AnalysisFeature,
    RoundsFeature,
    ComparisonFeature,
    ViewFeature,
    HelpFeature,
]
