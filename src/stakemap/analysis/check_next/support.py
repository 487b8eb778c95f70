"""What supports a judgement now, in words, and what a judged value is called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from stakemap.analysis.check_next.check_next import Checkable
from stakemap.analysis.evidence.evidence import DEFAULT_SOURCE_AGE
from stakemap.analysis.evidence.source_age import old_sources
from stakemap.analysis.question import Question
from stakemap.i18n import comma_list, tr, tr_count
from stakemap.model.dates import end_of
from stakemap.model.judgements import Judgement
from stakemap.model.terms import term
from stakemap.wording.dates import date_text
from stakemap.wording.judgements import confidence_text
from stakemap.wording.names import actor_name, snapshot_name
from stakemap.wording.numbers import figure


def value_name(question: Question, each: Checkable) -> str:
    """A judged value within a sentence: "the alignment of Armenia"."""
    name = actor_name(question.document, each.actor)
    return {
        "alignment": tr("the alignment of {name}", name=name),
        "influence": tr("the influence of {name}", name=name),
        "salience": tr("the salience of the issue to {name}", name=name),
    }[each.field]


@dataclass(frozen=True)
class Support:
    """What supports judgements at the snapshot of a question: sources with their age, confidence, reason."""

    question: Question

    @cached_property
    def _old(self) -> frozenset[str]:
        return old_sources(self.question.document, self.question.snapshot or "", DEFAULT_SOURCE_AGE)

    def words(self, each: Checkable) -> str:
        """In words, as a list: "1 source, dated 2021, more than 2 years old, low confidence"."""
        judgement = each.judgement
        if judgement is None:
            return tr("not judged")
        parts = [self._sources(judgement)]
        supporting, opposing = _cited(judgement)
        if supporting and supporting <= self._old:
            parts.append(tr("more than {age} years old", age=figure(DEFAULT_SOURCE_AGE)))
        if opposing:
            parts.append(tr_count("{count} source against it", "{count} sources against it", len(opposing)))
        if not judgement.is_explained:
            parts.append(tr("no reason given"))
        if judgement.confidence:
            parts.append(confidence_text(judgement.confidence))
        if judgement.basis == "assumed":
            parts.append(term(judgement.basis))
        if each.place.snapshot != self.question.snapshot:
            label = snapshot_name(self.question.document, each.place.snapshot)
            parts.append(tr("carried over from “{snapshot}”", snapshot=label))
        return comma_list(parts)

    def _sources(self, judgement: Judgement) -> str:
        supporting, _ = _cited(judgement)
        if not supporting:
            return tr("no source")
        sources = self.question.document.sources
        # In a fixed order, since a year and its last day end at the same time.
        dates = [sources[key].date for key in sorted(supporting) if key in sources]
        newest = max((date for date in dates if date), key=end_of, default=None)
        if newest is None:
            return tr_count("{count} source", "{count} sources", len(supporting))
        return tr_count(
            "{count} source, dated {date}",
            "{count} sources, the newest dated {date}",
            len(supporting),
            date=date_text(newest),
        )

    def data(self, each: Checkable) -> dict[str, object]:
        """The same as plain values."""
        judgement = each.judgement
        supporting, opposing = _cited(judgement) if judgement is not None else (frozenset(), frozenset())
        return {
            "sources": sorted(supporting),
            "sources_against": sorted(opposing),
            "old_sources": sorted(supporting & self._old),
            "confidence": None if judgement is None else judgement.confidence,
            "basis": None if judgement is None else judgement.basis,
            "has_reason": judgement is not None and judgement.is_explained,
            "judged_in": each.place.snapshot,
        }


def _cited(judgement: Judgement) -> tuple[frozenset[str], frozenset[str]]:
    """The sources that support a judgement, and those that speak against it."""
    citations = judgement.citations
    return (
        frozenset(citation.source for citation in citations if not citation.against),
        frozenset(citation.source for citation in citations if citation.against),
    )
