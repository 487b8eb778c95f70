"""Disputed stances in sentences, as matrices of citations and readings, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stakemap.analysis.balance.verdict_sentences import side_word
from stakemap.analysis.disputed.disputed import (
    NEUTRAL,
    READINGS,
    Dispute,
    Evidence,
    Reading,
    dispute_of,
    is_disputed,
)
from stakemap.analysis.methods import MethodPage
from stakemap.analysis.question import Question
from stakemap.analysis.report import Cell, Finding, Grid, Report, Table
from stakemap.analysis.shared_sentences import missing_report, without_view
from stakemap.i18n import comma_list, joined, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Citation, Readings, Stance
from stakemap.model.order import actors_in_order
from stakemap.model.records import replace
from stakemap.text import capital, one_line
from stakemap.wording.names import actor_name, issue_name, snapshot_name, source_name
from stakemap.wording.numbers import figure, signed

#: Most disputes that have a sentence each; the others are in the table.
_SENTENCES = 8
_CHARTS = 2
_PASSAGE_LENGTH = 60


def report(question: Question) -> Report:
    """Which reading of each disputed stance in view its citations contradict least."""
    if not question.has_view:
        return without_view("disputed", caveat())
    disputes = _disputes(question)
    if not disputes:
        return missing_report(
            "disputed",
            "nothing",
            tr(
                "No stance on “{issue}” in “{snapshot}” has citations that speak for it and others that "
                "speak against it. Tick Contradicts beside a citation that speaks against a stance, and the "
                "readings can be compared.",
                issue=issue_name(question.document, question.issue or ""),
                snapshot=snapshot_name(question.document, question.snapshot or ""),
            ),
            caveat(),
        )
    document = question.document
    findings = [_finding(question, each) for each in disputes[:_SENTENCES]]
    if len(disputes) > _SENTENCES:
        count = len(disputes) - _SENTENCES
        text = tr_count(
            "{count} more disputed stance is in the table.",
            "{count} more disputed stances are in the table.",
            count,
        )
        findings.append(Finding("more", text, kind="detail"))
    return Report(
        "disputed",
        findings,
        [_grid(document, each) for each in disputes if each.rated][:_CHARTS],
        [_table(question, disputes)] if any(each.rated for each in disputes) else (),
        rests_on=_rests_on(disputes),
        caveat=caveat(),
        data=_data(question, disputes),
    )


def _disputes(question: Question) -> list[Dispute]:
    """The disputed stances in view: those first that are judged unlike the least contradicted reading, then
    the others that are rated, each by name.
    """
    stances = question.stances
    found = [
        dispute_of(actor, stances[actor].judgement, question.limits.threshold)
        for actor in actors_in_order(question.document)
        if actor in stances and is_disputed(stances[actor].judgement)
    ]
    return sorted(found, key=lambda each: (not each.is_contradicted, not each.rated))


def caveat() -> str:
    """What the method cannot tell."""
    return tr(
        "The reading with the fewest contradictions is not the most likely one: what is not cited does not "
        "count, and each citation counts once, however good its source."
    )


def _rests_on(disputes: Sequence[Dispute]) -> str:
    rated, cited = sum(each.rated for each in disputes), sum(len(each.evidence) for each in disputes)
    return tr_count(
        "Rests on the rated citations, {rated} of {all}, of {count} stance with citations on both sides.",
        "Rests on the rated citations, {rated} of {all}, of {count} stances with citations on both sides.",
        len(disputes),
        rated=rated,
        all=cited,
    )


# --- the findings ------------------------------------------------------------------------------------------


def reading_word(reading: Reading) -> str:
    """A reading of a stance within a sentence."""
    return {
        "supporting": tr("in favour"),
        "undecided": tr("undecided"),
        "opposing": tr("against"),
    }[reading]


def _quoted(readings: Sequence[Reading]) -> str:
    return joined([tr("“{reading}”", reading=reading_word(each)) for each in readings])


def _finding(question: Question, found: Dispute) -> Finding:
    document, name = question.document, actor_name(question.document, found.actor)
    place = question.place_of_stance(found.actor, "citations")
    identity = f"disputed:{found.actor}"
    if not found.rated:
        text = tr(
            "{actor}: citations speak for the stance and others against it, and none is rated for all "
            "readings yet. With Rate the citations…, say how well each fits {readings}; until then it cannot "
            "be told which reading they contradict least.",
            actor=name,
            readings=_quoted(READINGS),
        )
        how = "\n".join(_evidence_line(document, each) for each in found.evidence)
        return Finding(identity, text, how, "missing", place, (found.actor,), action="rate-citations")
    sentences = [
        _least(found).format(actor=name, readings=_quoted(found.least), scores=points_text(found)),
        _judged(question, found),
    ]
    unrated = len(found.evidence) - found.rated
    if unrated:
        sentences.append(
            tr_count(
                "{count} citation is not rated and not counted.",
                "{count} citations are not rated and not counted.",
                unrated,
            )
        )
    return Finding(
        identity,
        " ".join(sentences),
        "\n".join(_how(document, found)),
        place=place,
        actors=(found.actor,),
        action="rate-citations" if unrated else "",
    )


def points_text(found: Dispute) -> str:
    """The points of contradiction of each reading: "in favour 5, undecided 0, against 1"."""
    return comma_list(
        [
            tr("{reading} {score}", reading=reading_word(reading), score=_points(score))
            for reading, score in zip(READINGS, found.scores, strict=True)
        ]
    )


def _least(found: Dispute) -> str:
    if len(found.least) == len(READINGS):
        return tr(
            "{actor}: the rated citations contradict all readings alike ({scores} points of contradiction), "
            "so they do not tell them apart."
        )
    return tr("{actor}: the rated citations contradict {readings} least ({scores} points of contradiction).")


def _judged(question: Question, found: Dispute) -> str:
    alignment = question.stances[found.actor].judgement.alignment
    if alignment is None:
        return tr("The stance is judged unknown.")
    values = {"value": signed(alignment.value), "side": side_word(found.judged)}
    if found.is_contradicted:
        return tr("Yet the stance is judged {value}, {side}.", **values)
    return tr("The stance is judged {value}, {side}.", **values)


def _how(document: StakeMap, found: Dispute) -> Iterator[str]:
    for each in found.evidence:
        yield _evidence_line(document, each)
    yield tr("Points of contradiction = Σ (3 − rating)² over the ratings below 3:")
    for place, (reading, score) in enumerate(zip(READINGS, found.scores, strict=True)):
        ratings = [each.ratings[place] for each in found.evidence if each.is_rated]
        terms = [
            tr("(3 − {rating})²", rating=_points(rating))
            for rating in ratings
            if rating is not None and rating < NEUTRAL
        ]
        if terms:
            sum_of = " + ".join(terms)
            yield tr(
                "{reading}: {terms} = {score}",
                reading=reading_word(reading),
                terms=sum_of,
                score=_points(score),
            )
        else:
            yield tr("{reading}: no rating below 3, 0", reading=reading_word(reading))


def _points(value: float) -> str:
    """Ratings and scores: whole numbers, unless they are means of several analysts."""
    return figure(value, 0 if value == int(value) else 2)


def citation_text(document: StakeMap, cited: Evidence | Citation) -> str:
    """The source and the passage of a citation: "A paper, p. 3"."""
    source = source_name(document, cited.source)
    passage = one_line(cited.passage, _PASSAGE_LENGTH)
    return tr("{source}, {passage}", source=source, passage=passage) if passage else source


def _evidence_line(document: StakeMap, evidence: Evidence) -> str:
    ratings = comma_list(
        [
            tr(
                "{reading} {rating}",
                reading=reading_word(reading),
                rating=tr("not rated") if rating is None else _points(rating),
            )
            for reading, rating in zip(READINGS, evidence.ratings, strict=True)
        ]
    )
    pattern = tr("{citation} (contradicts): {ratings}") if evidence.against else tr("{citation}: {ratings}")
    line = pattern.format(citation=citation_text(document, evidence), ratings=ratings)
    if evidence.raters > 1:
        return f"{line} {tr('(means of {count} ratings)', count=evidence.raters)}"
    return line


# --- matrix, table, data -----------------------------------------------------------------------------------


def _grid(document: StakeMap, found: Dispute) -> Grid:
    return Grid(
        tr("{actor}: how well each citation fits each reading", actor=actor_name(document, found.actor)),
        tuple(citation_text(document, each) for each in found.evidence),
        tuple(
            tr("{reading}: {score}", reading=capital(reading_word(reading)), score=_points(score))
            for reading, score in zip(READINGS, found.scores, strict=True)
        ),
        tuple(
            tuple(
                Cell(None) if rating is None else Cell((rating - NEUTRAL) / 2, _points(rating))
                for rating in each.ratings
            )
            for each in found.evidence
        ),
        legend=(tr("very inconsistent"), tr("neutral"), tr("very consistent")),
    )


def _table(question: Question, disputes: Sequence[Dispute]) -> Table:
    document = question.document
    rows = [
        (
            actor_name(document, each.actor),
            capital(side_word(each.judged)),
            *([_points(score) for score in each.scores] or [""] * len(READINGS)),
            tr("{rated} of {all}", rated=each.rated, all=len(each.evidence)),
        )
        for each in disputes
    ]
    return Table(
        tr("Points of contradiction"),
        (
            tr("Actor"),
            tr("Judged"),
            *(capital(reading_word(reading)) for reading in READINGS),
            tr("Rated citations"),
        ),
        tuple(rows),
        frozenset({2, 3, 4}),
        tuple(each.actor for each in disputes),
    )


def _data(question: Question, disputes: Sequence[Dispute]) -> Mapping[str, object]:
    return {
        "threshold": question.limits.threshold,
        "disputed": [
            {
                "actor": each.actor,
                "snapshot": question.stances[each.actor].snapshot,
                "judged": each.judged,
                "citations": [
                    {
                        "source": row.source,
                        "passage": row.passage,
                        "against": row.against,
                        "raters": row.raters,
                        "ratings": dict(zip(READINGS, row.ratings, strict=True)),
                    }
                    for row in each.evidence
                ],
                "scores": dict(zip(READINGS, each.scores, strict=True)) if each.scores else None,
                "fewest_contradictions": list(each.least),
            }
            for each in disputes
        ],
    }


# --- its page in Help --------------------------------------------------------------------------------------


def page() -> MethodPage:
    """The page of the method in Help."""
    return MethodPage(
        question=tr("Which reading of a disputed stance do its citations contradict least?"),
        formulas=(
            tr(
                "Each citation is rated against each reading: 1 very inconsistent, 2 inconsistent, 3 "
                "neutral, 4 consistent, 5 very consistent; several ratings of one passage are averaged"
            ),
            tr("Points of contradiction of a reading = Σ (3 − rating)² over its ratings below 3"),
            tr(
                "The square is a choice of this app: one citation that is very inconsistent counts for four "
                "that are inconsistent. Heuer counts inconsistencies and leaves their weight to the analyst"
            ),
        ),
        sources=(tr("Richards J. Heuer, Psychology of Intelligence Analysis, 1999, chapter 8"),),
        caveat=caveat(),
        example=_example,
    )


def _example(question: Question) -> tuple[str, ...]:
    """The first disputed stance of the map, with ratings put in."""
    document = question.document
    for issue in (question.issue, *document.issues):
        for snapshot in (question.snapshot, *document.snapshots):
            view = Question(document, issue, snapshot, question.resolver, question.limits)
            disputed = _disputes(view) if view.has_view else []
            if disputed:
                return _rated_example(view, disputed[0].actor)
    return ()


def _rated_example(question: Question, actor: str) -> tuple[str, ...]:
    document, (stance, made_in) = question.document, question.stances[actor]
    rated = replace(
        stance,
        citations=tuple(
            replace(each, readings=_example_readings(stance, against=each.against))
            for each in stance.citations
        ),
    )
    view = question.place_of_stance(actor)
    snapshot = document.snapshots[made_in].with_judgements({view.subject: rated})
    with_ratings = replace(document, snapshots=document.snapshots | {made_in: snapshot})
    found = _finding(
        Question(with_ratings, question.issue, question.snapshot, limits=question.limits),
        dispute_of(actor, rated, question.limits.threshold),
    )
    note = tr("The ratings are put in for this example; the map holds none.")
    return (note, found.text, *found.how.splitlines())


def _example_readings(stance: Stance, *, against: bool) -> Readings:
    """Plausible ratings: what supports a stance fits its side, what speaks against it fits the other."""
    is_for = stance.alignment is not None and stance.alignment.value > 0
    if is_for != against:
        return Readings(supporting=4, undecided=2, opposing=1)
    return Readings(supporting=2, undecided=3, opposing=4)
