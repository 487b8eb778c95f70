"""Merging judgements: for each snapshot, the earlier ones first, what the file says of each subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.interchange.content import (
    ImportedCitation,
    ImportedContent,
    ImportedJudgement,
    ImportedStance,
    ImportedStanding,
    ImportedTie,
)
from stakemap.interchange.merging.actors import ActorMerge
from stakemap.interchange.merging.given import Given, combined, given_by
from stakemap.interchange.merging.issues import IssueMerge
from stakemap.interchange.merging.judged import differences, judged
from stakemap.interchange.merging.planned import FieldChange
from stakemap.interchange.merging.relations import RelationMerge
from stakemap.interchange.merging.snapshots import SnapshotMerge
from stakemap.interchange.merging.sources import SourceMerge
from stakemap.interchange.merging.work import Entry, Work
from stakemap.model.dates import check_day
from stakemap.model.edits_base import Authorship, put_judgements
from stakemap.model.judgements import Citation, Condition, Judgement
from stakemap.model.ledger import is_same_judgement, succeeding
from stakemap.model.records import replace, sentence_of
from stakemap.model.resolve import Resolver, lineage
from stakemap.model.subjects import Subject


class JudgementMerge:
    """Merges all judgements of a content, once its records are merged."""

    def __init__(
        self,
        work: Work,
        actors: ActorMerge,
        issues: IssueMerge,
        relations: RelationMerge,
        snapshots: SnapshotMerge,
        sources: SourceMerge,
        resolver: Resolver,
    ) -> None:
        self._work, self._resolver = work, resolver
        self._actors, self._issues, self._relations = actors, issues, relations
        self._snapshots, self._sources = snapshots, sources
        #: The ids of the sources that the content cites, and of those that a merged judgement does.
        self.cited: set[str] = set()
        self.used: set[str] = set()
        #: How many judgements were written.
        self.count = 0
        self._known_citations: dict[ImportedCitation, Citation] = {}

    def run(self, content: ImportedContent) -> None:
        """Merge the judgements into the map."""
        by_snapshot: dict[str, dict[Subject, list[Given]]] = {}
        records: tuple[ImportedStanding | ImportedStance | ImportedTie, ...]
        records = (*content.standings, *content.stances, *content.ties)
        for record in records:
            self._work.step()
            placed = self._placed(record)
            if placed is not None:
                snapshot, given = placed
                by_snapshot.setdefault(snapshot, {}).setdefault(given.subject, []).append(given)
        document = self._work.document
        for snapshot in sorted(by_snapshot, key=lambda key: (len(lineage(document, key)), key)):
            self._merge(snapshot, by_snapshot[snapshot])

    # --- who and what a record is about --------------------------------------------------------------------

    def _placed(self, record: ImportedStanding | ImportedStance | ImportedTie) -> tuple[str, Given] | None:
        """The snapshot and what a record says there; None if that is of something that is not imported."""
        citations = tuple(self._citations(record))
        snapshot, found = self._snapshots.id_of(record.snapshot), self._subject(record)
        if snapshot is None or found is None:
            return None
        owner, subject = found
        conditions = tuple(self._conditions(record)) if isinstance(record, ImportedStance) else ()
        given = given_by(record, subject, owner, self._authorship(record), citations, conditions)
        return snapshot, given

    def _subject(self, record: ImportedJudgement) -> tuple[Entry, Subject] | None:
        if isinstance(record, ImportedTie):
            relation = self._relations.entry_of(record.relation)
            return None if relation is None else (relation, Subject.tie(relation.id))
        if not isinstance(record, ImportedStanding | ImportedStance):
            return None
        actor = self._actors.entry_of(record.actor)
        if actor is None:
            if record.actor not in self._actors.entries:
                self._work.refuse(tr("This judgement is of no actor of the file."), record.place)
            return None
        if isinstance(record, ImportedStanding):
            return actor, Subject.standing(actor.id)
        issue = self._issues.id_of(record.issue)
        return None if issue is None else (actor, Subject.stance(issue, actor.id))

    def _citations(self, record: ImportedJudgement) -> Iterator[Citation]:
        for each in record.citations:
            source = self._sources.id_of(each.source)
            if source is None:
                continue
            self.cited.add(source)
            citation = self._known_citations.get(each)
            if citation is None:
                try:
                    # Some files have tens of thousands: made at once, not by replacing fields.
                    citation = Citation(source=source, passage=each.passage, against=each.against)
                except ValidationError as error:
                    self._work.refuse(sentence_of(error), record.place, each.passage)
                    continue
                self._known_citations[each] = citation
            yield citation

    def _conditions(self, record: ImportedStance) -> Iterator[Condition]:
        for each in record.conditions:
            issue = self._issues.id_of(each.issue) if each.issue else None
            try:
                yield replace(Condition(text="", issue=issue), text=each.text)
            except EditError as error:
                self._work.refuse(str(error), record.place, each.text)

    def _authorship(self, record: ImportedJudgement) -> Authorship:
        """Who judged, and when: what the file says, else who imports it today."""
        by, on = record.by or self._work.authorship.by, self._work.authorship.on
        if record.on:
            try:
                on = check_day(record.on)
            except ValueError as error:
                self._work.refuse(tr("{problem}.", problem=str(error)), record.place, record.on)
        return Authorship(by, on)

    # --- what becomes of it --------------------------------------------------------------------------------

    def _merge(self, snapshot: str, subjects: Mapping[Subject, list[Given]]) -> None:
        document, is_fresh = self._work.document, snapshot in self._snapshots.fresh
        written: dict[Subject, Judgement | None] = {}
        for subject, parts in subjects.items():
            self._work.step()
            given = combined(self._work, parts)
            shown = self._resolver.layer(document, snapshot, subject.kind, subject.issue).get(subject.id)
            old = None if shown is None else shown.judgement
            # A file with ids of the map has each judgement whole: where it is new, it carries over nothing.
            base = None if is_fresh and given.speaks_of_map else old
            new = self._planned(snapshot, given, base, old)
            if new is None or not given.owner.is_taken:
                continue
            own = document.snapshots[snapshot].judgement(subject)
            if not is_fresh and old is not None and is_same_judgement(old, new):
                self.used.update(citation.source for citation in old.citations)
                continue
            try:
                successor = succeeding(own, replace(new, earlier=()), given.authorship)
            except EditError as error:
                self._work.refuse(str(error), given.place)
                continue
            written[subject] = successor
            self.count += 1
            self.used.update(citation.source for citation in successor.citations)
        self._work.document = put_judgements(document, snapshot, written)

    def _planned(
        self, snapshot: str, given: Given, base: Judgement | None, old: Judgement | None
    ) -> Judgement | None:
        """The judgement that results from `base`, without changes that were left out; notes all changes of
        `old`, the one shown.
        """
        whole = self._sources.named_by_id
        new = judged(self._work, given, base, whole)
        if new is None:
            return None
        skipped = set()
        for field, before, after in differences(old, new):
            token = f"{given.token}/{field}"
            is_skipped = token in self._work.skipped
            if is_skipped:
                skipped.add(field)
            change = FieldChange(
                field,
                before,
                after,
                token,
                given.place,
                snapshot,
                given.subject.issue or "",
                is_skipped,
            )
            given.owner.changes.append(change)
        return judged(self._work, given.without(skipped), base, whole) if skipped else new
