"""The differences between two versions of a map in words, which name who judged, and the versions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from stakemap.i18n import tr, tr_count
from stakemap.model.changes import FieldChange
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.merging.comparison import Comparison
from stakemap.model.merging.conflicts import ConflictKind
from stakemap.model.merging.difference import Difference
from stakemap.model.records import Record
from stakemap.model.subjects import Place
from stakemap.model.terms import field_label
from stakemap.text import capital, one_line, shortened
from stakemap.wording.changes import field_words, judgement_changes, shown_value, subject_name
from stakemap.wording.citations import cited_for_and_against
from stakemap.wording.dates import date_text
from stakemap.wording.judgements import lines_of, value_of
from stakemap.wording.merging import author_of, authors_of, judged_text, record_name
from stakemap.wording.names import actor_name, issue_name, relation_name, snapshot_name, source_name

#: Fields whose values are too long for a sentence.
_NO_SHORT_FORM = {
    "note",
    "question",
    "key_judgement",
    "text",
    "quadrants",
    "citations",
    "digests",
    "judgements",
}


class Versions(NamedTuple):
    """What the two versions are called in the middle of a sentence."""

    one: str
    other: str


class DifferenceWords:
    """Sentences, lines of a list and details of the differences of a comparison."""

    def __init__(self, comparison: Comparison, versions: Versions) -> None:
        base = comparison.base
        self._one, self._other, self._versions = comparison.one, comparison.other, versions
        #: The map whose names are used; it has all but what the merge removes.
        self._document = comparison.merged.document
        self._documents = [self._document, self._other, self._one, *([] if base is None else [base])]

    # What it is about

    def _document_of(self, place: Place) -> StakeMap:
        """A map that has the record, or the snapshot and the actor or relation of a judgement."""
        if not place.container:
            return self._document
        wanted = [(place.container, place.id)]
        if place.subject is not None:
            wanted.append(("relations" if place.subject.kind == "tie" else "actors", place.subject.id))
        return next(
            (each for each in self._documents if all(key in getattr(each, name) for name, key in wanted)),
            self._document,
        )

    def place(self, difference: Difference) -> str:
        """What a difference is about, in a few words: "Azerbaijan · Opening the border · July 2025"."""
        place = difference.place
        document, subject = self._document_of(place), place.subject
        if subject is None:
            name = record_name(document, place)
            return (
                tr("{name}: {field}", name=name, field=field_label(difference.field))
                if difference.field
                else name
            )
        namer = relation_name if subject.kind == "tie" else actor_name
        what = [] if subject.issue is None else [issue_name(document, subject.issue)]
        if subject.kind == "standing":
            what = [field_label("influence")]
        return " · ".join([namer(document, subject.id), *what, snapshot_name(document, place.id)])

    # Sentences

    def sentence(self, difference: Difference) -> str:
        """The difference in one sentence: "A. Analyst moved Türkiye on Border opening at 2025: 10 → 25"."""
        place = difference.place
        if place.subject is None:
            name = record_name(self._document_of(place), place)
            return tr("{name}: {change}", name=name, change=self.change(difference))
        subject = subject_name(self._document_of(place), place.id, place.subject)
        old, new = _ends(difference)
        if difference.side == "both" or new is None:
            return tr("{subject}: {change}", subject=subject, change=self.change(difference))
        author, change = capital(author_of(new)), self._judged(old, new)
        if old is None:
            return tr("{author} judged {subject}: {change}", author=author, subject=subject, change=change)
        if value_of(old, ranges=True) != value_of(new, ranges=True):
            return tr("{author} moved {subject}: {change}", author=author, subject=subject, change=change)
        return tr("{author} changed {subject}: {change}", author=author, subject=subject, change=change)

    def change(self, difference: Difference) -> str:
        """What differs, without what it is about: "A. Analyst: −40 → −20 (reason: Slow)"."""
        if difference.place.subject is None:
            return self._record_change(difference)
        if difference.side == "both":
            return self._judgements_in_conflict(difference)
        old, new = _ends(difference)
        if new is None:
            return tr("withdrawn, it was {value}", value=judged_text(old) if old is not None else "")
        return tr("{author}: {change}", author=author_of(new), change=self._judged(old, new))

    def _judged(self, old: Judgement | None, new: Judgement) -> str:
        if old is None:
            change = value_of(new, ranges=True)
        elif value_of(old, ranges=True) != value_of(new, ranges=True):
            change = tr("{old} → {new}", old=value_of(old, ranges=True), new=value_of(new, ranges=True))
        else:
            parts = list(judgement_changes(self._one, self._other, old, new))
            return "; ".join(parts) or tr("its history")
        support = self._support(new)
        return tr("{change} ({support})", change=change, support=support) if support else change

    def _support(self, judgement: Judgement) -> str:
        """Reason and sources in brackets: "reason: Slow progress; source: A report"."""
        parts = []
        if judgement.is_explained:
            parts.append(tr("reason: {reason}", reason=one_line(judgement.reason)))
        support, against = cited_for_and_against(judgement.citations, self._source)
        if support:
            sources = "; ".join(support)
            parts.append(tr_count("source: {sources}", "sources: {sources}", len(support), sources=sources))
        if against:
            parts.append(tr("contradicted by: {sources}", sources="; ".join(against)))
        return "; ".join(parts)

    def _source(self, key: str) -> str:
        return source_name(
            next((each for each in self._documents if key in each.sources), self._document), key
        )

    def _judgements_in_conflict(self, difference: Difference) -> str:
        one, other = difference.one, difference.other
        if difference.field:
            return tr("{field} differs", field=field_label(difference.field))
        if one is None and other is None:
            return tr("what was in conflict no longer fits there")
        if one is None or other is None:
            judged, version = (one, self._versions.other) if other is None else (other, self._versions.one)
            return tr(
                "{author} judged {value}; withdrawn in {version}",
                author=author_of(judged),
                value=self._judged(None, judged),
                version=version,
            )
        authors = authors_of(one, other)
        values = [self._judged(None, each) for each in (one, other)]
        if value_of(one, ranges=True) == value_of(other, ranges=True):
            fields = "; ".join(judgement_changes(self._one, self._other, one, other))
            return tr(
                "{one} and {other} both judged {value}: {fields}",
                one=authors[0],
                other=authors[1],
                value=value_of(one, ranges=True),
                fields=fields or tr("by different analysts or on different days"),
            )
        return tr(
            "{one} judged {first}, {other} judged {second}",
            one=authors[0],
            other=authors[1],
            first=values[0],
            second=values[1],
        )

    def _record_change(self, difference: Difference) -> str:
        if difference.conflict is not None:
            return self._conflict(difference, difference.conflict.kind)
        old, new = _ends(difference)
        if difference.field:
            if isinstance(old, dict) or isinstance(new, dict):
                return tr("a field that this version does not know")
            return next(field_words(self._one, self._other, [FieldChange(difference.field, old, new)]))
        if new is None:
            return tr("removed")
        if isinstance(new, Snapshot):
            return tr_count(
                "added, with {count} judgement", "added, with {count} judgements", new.judgement_count
            )
        return tr("added") if old is None else tr("changed")

    def _conflict(self, difference: Difference, kind: ConflictKind) -> str:
        """What the versions have of a field or a record about which they disagree."""
        field, names = difference.field, self._versions
        if kind in ("removed", "referred"):
            if difference.one is not None:
                names = Versions(names.other, names.one)
            versions = {"removed": names.one, "version": names.other}
            if kind == "removed":
                return tr("removed in {removed}, changed in {version}", **versions)
            return tr("removed in {removed}, while {version} refers to it", **versions)
        if not field or difference.one is difference.other is None:
            return tr("changed in both versions in ways that do not go together")
        values = [self._short(field, each) for each in (difference.one, difference.other)]
        if "" in values or values[0] == values[1]:
            return tr("{field} differs", field=field_label(field))
        return tr(
            "{field} {first} in {one}, {second} in {other}",
            field=field_label(field),
            first=values[0],
            second=values[1],
            **names._asdict(),
        )

    def _short(self, field: str, value: Any) -> str:
        """A value for a sentence; "" for one that has no short form."""
        if field in _NO_SHORT_FORM or isinstance(value, dict):
            return ""
        return shown_value(self._document, field, value)

    # Decisions

    def choices(self, difference: Difference, limit: int = 200) -> Versions:
        """What it is to choose what the first or what the other version has, as texts of buttons.

        They name who judged, else the versions, with at most `limit` characters.
        """
        conflict, one, other = difference.conflict, difference.one, difference.other
        if difference.side == "other":
            return Versions(tr("Leave it"), tr("Take it"))
        is_removal = conflict is not None and conflict.kind in ("removed", "referred")
        if is_removal or (not difference.field and None in (one, other)):
            return Versions(tr("Keep it"), tr("Remove it"))
        names = self._versions
        if isinstance(one, Judgement) and isinstance(other, Judgement):
            authors = authors_of(one, other)
            if authors[0] != authors[1]:
                names = Versions(*authors)
        one, other = (shortened(each, limit) for each in names)
        return Versions(tr("Keep {owner}’s", owner=one), tr("Take {owner}’s", owner=other))

    # Details

    def details(self, difference: Difference) -> str:
        """All that both versions have, with author, day, reason, sources and history, as lines of a text."""
        place = difference.place
        blocks = [self.sentence(difference)]
        for name, value in (
            (self._versions.one, difference.one),
            (self._versions.other, difference.other),
            (tr("before, in their common version"), difference.base),
        ):
            if value is difference.base and name not in self._versions and value is None:
                continue
            lines = list(self._lines(place, difference.field, value))
            blocks.append("\n".join([tr("{version}:", version=capital(name)), *lines]))
        return "\n\n".join(blocks)

    def _lines(self, place: Place, field: str, value: Any) -> Iterator[str]:
        if value is None and not field:
            yield tr("Not judged here") if place.subject is not None else tr("Not there")
        elif isinstance(value, Judgement):
            document = next((each for each in self._documents if place.id in each.snapshots), self._document)
            yield from (line.text for line in lines_of(document, place.id, value))
            yield from (
                tr("Earlier: {judgement}", judgement=_earlier(each)) for each in value.with_earlier()[1:]
            )
        elif isinstance(value, Record):
            for name in type(value).model_fields:
                known = getattr(value, name)
                if name not in value.containers and known != type(value).model_fields[name].default:
                    yield tr(
                        "{field}: {value}",
                        field=capital(field_label(name)),
                        value=self._shown(name, known),
                    )
        elif isinstance(value, dict):
            yield str(value.get(field, tr("none")))
        else:
            yield self._shown(field, value)

    def _shown(self, field: str, value: Any) -> str:
        """The value of a field; texts are whole."""
        if (
            isinstance(value, str)
            and value
            and field not in ("group", "part_of", "based_on", "source", "target")
        ):
            return value
        return shown_value(self._document, field, value)


def _ends(difference: Difference) -> tuple[Any, Any]:
    """What was changed, and into what, by the version that changed it."""
    changed, unchanged = difference.one, difference.other
    if difference.side != "one":
        changed, unchanged = unchanged, changed
    if difference.field or difference.base is not None:
        return difference.base, changed
    return unchanged, changed


def _earlier(judgement: Judgement) -> str:
    parts = (judged_text(judgement), one_line(judgement.by), date_text(judgement.on))
    return " · ".join(part for part in parts if part)
