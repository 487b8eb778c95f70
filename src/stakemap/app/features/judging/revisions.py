"""The judgements changed by a move, described in words, and the edit that explains them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from stakemap.app.kit.forms.targets import CitationDraft, citing, estimate_with
from stakemap.i18n import joined, number, tr, tr_count
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.edits_support import replaced_judgement
from stakemap.model.judgements import Citation, Judgement, Stance
from stakemap.model.ledger import can_keep_support
from stakemap.model.records import replace
from stakemap.model.resolve import Resolved, own_judgement, resolve, shown_also_in
from stakemap.model.subjects import Subject
from stakemap.text import one_line
from stakemap.wording.citations import cited_for_and_against
from stakemap.wording.judgements import support_words, value_of
from stakemap.wording.names import snapshot_text, source_name

Span = tuple[float | None, float | None]

#: Maximum lengths of an earlier reason and of a source title in brief texts.
_REASON_SHOWN, _TITLE_SHOWN = 64, 28


class Revision(NamedTuple):
    """A judgement made in a snapshot, and the one resolved there before.

    `corrects` means that the snapshot had its own judgement before. `replaced` is what the ledger says it
    replaced, since an unexplained one may have been replaced in place.
    """

    subject: Subject
    judgement: Judgement
    before: Resolved[Judgement] | None
    corrects: bool
    replaced: Judgement | None = None

    @property
    def text(self) -> str:
        """Describe the change as "alignment 35 → 55", with both values where two changed."""
        old = self.before.judgement if self.before is not None else None
        change = {"before": value_of(old), "now": value_of(self.judgement)}
        if self.subject.kind == "standing":
            return tr("influence {before} → {now}", **change)
        lines = []
        if value_of(old) != value_of(self.judgement):
            lines.append(tr("alignment {before} → {now}", **change))
        mine, own = (_own_influence(one) for one in (self.judgement, old))
        if mine != own:
            before = tr("not judged") if own is None else number(own)
            now = tr("not judged") if mine is None else number(mine)
            lines.append(tr("influence here {before} → {now}", before=before, now=now))
        return ", ".join(lines) or tr("alignment {now}, unchanged", now=value_of(self.judgement))

    @property
    def may_keep(self) -> bool:
        """Whether the support of what it replaced can be said to still apply."""
        return not self.keeps_support and can_keep_support(self.judgement, self.replaced)

    @property
    def keeps_support(self) -> bool:
        """Whether only the influence on the issue changed, so that the support of the alignment stays."""
        old, new = self.before.judgement if self.before is not None else None, self.judgement
        return isinstance(old, Stance) and isinstance(new, Stance) and old.alignment == new.alignment


def _own_influence(judgement: Judgement | None) -> float | None:
    estimate = judgement.influence if isinstance(judgement, Stance) else None
    return None if estimate is None else estimate.value


def _subjects(issue: str | None, actors: Iterable[str]) -> Iterator[Subject]:
    for actor in actors:
        if issue is not None:
            yield Subject.stance(issue, actor)
        yield Subject.standing(actor)


def revisions(
    before: StakeMap, after: StakeMap, snapshot: str, issue: str, actors: Iterable[str]
) -> tuple[Revision, ...]:
    """Return the judgements of these actors that `after` changed in a snapshot, stances first."""
    made = (
        (subject, own_judgement(before, snapshot, subject), own_judgement(after, snapshot, subject))
        for subject in _subjects(issue, actors)
    )
    return tuple(
        Revision(
            subject,
            now,
            resolve(before, snapshot, subject),
            earlier is not None,
            replaced_judgement(after, snapshot, subject),
        )
        for subject, earlier, now in made
        if now is not None and now is not earlier
    )


def unexplained(
    document: StakeMap, snapshot: str, issue: str | None, actors: Iterable[str]
) -> tuple[Revision, ...]:
    """Return the judgements of these actors in a snapshot that lack a reason, with those they replaced."""
    base = document.snapshots[snapshot].based_on
    found = []
    for subject in _subjects(issue, actors):
        own = own_judgement(document, snapshot, subject)
        if own is None or own.is_explained:
            continue
        ledger = own.with_earlier()[1:]
        if ledger:
            old: Resolved[Judgement] | None = Resolved(ledger[0], snapshot)
        else:
            old = None if base is None else resolve(document, base, subject)
        found.append(
            Revision(subject, own, old, bool(ledger), replaced_judgement(document, snapshot, subject))
        )
    return tuple(found)


def meaning(document: StakeMap, snapshot: str, made: Sequence[Revision]) -> str:
    """Describe what the change means for the snapshot, and which others it affects."""
    record = document.snapshots[snapshot]
    here = snapshot_text(record)
    origin = next((one.before.snapshot for one in made if one.before is not None), None)
    if record.scenario:
        text = tr("Judge for “{snapshot}”", snapshot=here)
    elif any(one.corrects for one in made):
        text = tr("Correct {snapshot}", snapshot=here)
    elif origin is not None and origin in document.snapshots:
        there = snapshot_text(document.snapshots[origin])
        text = tr("Judge {snapshot} (until now carried over from {origin})", snapshot=here, origin=there)
    else:
        text = tr("Judge {snapshot} for the first time", snapshot=here)
    where = _shown_also(document, snapshot, made)
    return tr("{meaning} (also shown in {snapshots})", meaning=text, snapshots=where) if where else text


def _shown_also(document: StakeMap, snapshot: str, made: Sequence[Revision]) -> str:
    others = {other for one in made for other in shown_also_in(document, snapshot, one.subject)}
    scenarios = sum(document.snapshots[other].scenario for other in others)
    dated = len(others) - scenarios
    parts = []
    if dated:
        parts.append(tr_count("{count} later snapshot", "{count} later snapshots", dated))
    if scenarios:
        parts.append(tr_count("{count} scenario", "{count} scenarios", scenarios))
    return joined(parts)


def supported(document: StakeMap, revision: Revision, *, briefly: bool = False) -> str:
    """Describe what supported the previous judgement; "" for none.

    `briefly` shortens the reason, and names one source without passages.
    """
    old = revision.before.judgement if revision.before is not None else None
    if revision.may_keep:
        old = revision.replaced
    if old is None or not old.is_judged:
        return ""
    reason = one_line(old.reason, _REASON_SHOWN) if briefly else one_line(old.reason)
    parts = [tr("“{reason}”", reason=reason)] if old.is_explained else [tr("no reason given")]
    if old.citations:
        parts += [_first_source(document, old.citations)] if briefly else _cited(document, old.citations)
    support = " · ".join([*parts, *support_words(old)])
    if revision.keeps_support and (old.is_explained or old.citations or old.confidence or old.basis):
        return tr("Kept for the alignment: {support}", support=support)
    return tr("Before: {support}", support=support)


def _first_source(document: StakeMap, citations: Sequence[Citation]) -> str:
    sources = list(dict.fromkeys(citation.source for citation in citations))
    title = one_line(source_name(document, sources[0]), _TITLE_SHOWN)
    if len(sources) > 1:
        return tr_count(
            "{source} and {count} more source",
            "{source} and {count} more sources",
            len(sources) - 1,
            source=title,
        )
    if len(citations) > 1:
        return tr_count(
            "{source} ({count} passage)", "{source} ({count} passages)", len(citations), source=title
        )
    return title


def _cited(document: StakeMap, citations: Sequence[Citation]) -> Iterator[str]:
    name = partial(source_name, document)
    support, against = cited_for_and_against(citations, name)
    yield from support
    for source in against:
        yield tr("contradicted by {source}", source=source)


class Explanation(NamedTuple):
    """The content of a card: a reason for each judgement, and support common to all.

    `keep` says of which judgements the support of the old value still applies, or does not, where that is
    new; `span` is the range of the only judgement, None for no change.
    """

    reasons: Mapping[Subject, str]
    citations: tuple[CitationDraft, ...] = ()
    confidence: str | None = None
    basis: str | None = None
    watch_for: str = ""
    keep: Mapping[Subject, bool] = {}
    span: Span | None = None
    #: Author and date, if they were changed.
    signature: Mapping[str, str | None] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered."""
        written = (*self.reasons.values(), self.citations, self.confidence, self.basis, self.watch_for)
        return not any((*written, self.keep, self.signature)) and self.span is None


def explaining(
    document: StakeMap, snapshot: str, explanation: Explanation, authorship: edits.Authorship
) -> edits.Edit:
    """Return the edit that adds an explanation to the judgements of a map, and new sources.

    A judgement that already has a reason, such as one that is kept from the old value, gets the new reason
    appended; so does what to watch for.
    """
    first: list[edits.Edit] = []
    for subject, kept in explanation.keep.items():
        first.append(edits.keep_support.of(snapshot, (subject,), kept, authorship))
        document = first[-1].apply(document)
    if explanation.span is not None:
        first.append(_set_span(document, snapshot, explanation, authorship))
        document = first[-1].apply(document)
    added, citations = citing(document, explanation.citations)
    written = []
    for subject, reason in explanation.reasons.items():
        own = own_judgement(document, snapshot, subject)
        if own is None:
            continue
        given = {
            "reason": _appended(own.reason, reason),
            "citations": (*own.citations, *citations) if citations else (),
            "confidence": explanation.confidence,
            "basis": explanation.basis,
            "watch_for": _appended(own.watch_for, explanation.watch_for),
        }
        fields = {name: value for name, value in given.items() if value} | dict(explanation.signature)
        if fields:
            written.append(edits.annotate.of(snapshot, subject, authorship=authorship, **fields))
    return edits.together((*first, *added, *written))


def _set_span(
    document: StakeMap, snapshot: str, explanation: Explanation, authorship: edits.Authorship
) -> edits.Edit:
    """The edit of the range. Raises ValueError with a sentence when it does not hold the value."""
    (subject,) = explanation.reasons
    own = own_judgement(document, snapshot, subject)
    assert own is not None
    known = getattr(own, own.measured)
    estimate = estimate_with(type(known), known, "range", explanation.span)
    judgement: Any = replace(own, **{own.measured: estimate}, earlier=())
    return edits.judge.of(snapshot, subject, judgement, authorship)


def _appended(known: str, new: str) -> str:
    """The text with a new line; "" for no change."""
    return f"{known}\n{new}" if new and known.strip() else new
