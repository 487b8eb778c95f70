"""A finding made into a scenario: the changes that it proposes, judged in a snapshot of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from stakemap.analysis.report import Finding, Move
from stakemap.i18n import number, tr
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship, Edit, branch, judge, together
from stakemap.model.ids import mint
from stakemap.model.judgements import (
    AlignmentEstimate,
    Estimate,
    InfluenceEstimate,
    SalienceEstimate,
    Stance,
    Standing,
)
from stakemap.model.ledger import revised
from stakemap.model.records import NAME_LIMIT, TEXT_LIMIT, replace
from stakemap.model.resolve import shown_judgement
from stakemap.model.subjects import AnyJudgement, Subject
from stakemap.model.terms import field_label, term
from stakemap.text import plain, shortened
from stakemap.wording.names import actor_name, listing
from stakemap.wording.numbers import signed

_ESTIMATES: dict[str, type[Estimate]] = {
    "alignment": AlignmentEstimate,
    "salience": SalienceEstimate,
    "influence": InfluenceEstimate,
}


class ScenarioMade(NamedTuple):
    """The id and label of a scenario, and the edit that adds it with its judgements."""

    id: str
    label: str
    edit: Edit


def scenario_of(
    document: StakeMap, base: str, issue: str, finding: Finding, authorship: Authorship
) -> ScenarioMade:
    """A scenario on the snapshot `base` in which the moves of a finding have been made on an issue.

    Each judgement has as its reason what the moves are for, else the sentence of the finding. Ranges are
    shifted along with their values; an influence is judged where the drag of an actor would judge it.
    """
    changes = listing([_change_text(document, move) for move in finding.moves])
    label = shortened(plain(tr("If {changes}", changes=changes)), NAME_LIMIT)
    key = mint(label, document.snapshots)
    reason = shortened(plain(tr("Lever: {sentence}", sentence=finding.reason or finding.text)), TEXT_LIMIT)
    edits = [branch.of(key, base, label, scenario=True)]
    edits.extend(
        judge.of(key, subject, judgement, authorship)
        for subject, judgement in _judgements(document, base, issue, finding, reason)
    )
    return ScenarioMade(key, label, together(edits))


def _change_text(document: StakeMap, move: Move) -> str:
    """A move in a few words: "Azerbaijan: alignment −4"."""
    name = actor_name(document, move.actor)
    if isinstance(move.after, str):
        return tr("{name}: {value}", name=name, value=term(move.after))
    value = signed(move.after) if move.field == "alignment" else number(move.after)
    return tr("{name}: {field} {value}", name=name, field=field_label(move.field), value=value)


def _judgements(
    document: StakeMap, base: str, issue: str, finding: Finding, reason: str
) -> Iterator[tuple[Subject, AnyJudgement]]:
    """The judgements of a scenario; several moves of one subject make one judgement."""
    values: dict[Subject, dict[str, Any]] = {}
    for move in finding.moves:
        subject = _subject(document, base, issue, move)
        value = move.after if isinstance(move.after, str) else _moved(document, base, subject, move)
        values.setdefault(subject, {"reason": reason})[move.field] = value
    for subject, fields in values.items():
        shown = shown_judgement(document, base, subject)
        yield subject, _judged(shown, subject, fields)


def _subject(document: StakeMap, base: str, issue: str, move: Move) -> Subject:
    stance = Subject.stance(issue, move.actor)
    shown = shown_judgement(document, base, stance)
    own_influence = isinstance(shown, Stance) and shown.influence is not None
    return Subject.standing(move.actor) if move.field == "influence" and not own_influence else stance


def _moved(document: StakeMap, base: str, subject: Subject, move: Move) -> Estimate:
    assert not isinstance(move.after, str)
    known: Estimate | None = getattr(shown_judgement(document, base, subject), move.field, None)
    return _ESTIMATES[move.field](value=move.after) if known is None else known.moved_to(move.after)


def _judged(shown: object, subject: Subject, fields: dict[str, Any]) -> AnyJudgement:
    if isinstance(shown, Stance) and "alignment" not in fields:
        # Reason and sources of a stance are about its alignment, which stays.
        reasons = "\n".join(filter(None, (fields["reason"], shown.reason)))
        return replace(
            shown, **(fields | {"reason": reasons[:TEXT_LIMIT], "pooled": None, "others": (), "earlier": ()})
        )
    if isinstance(shown, Standing | Stance):
        return revised(shown, **fields)
    if subject.kind == "standing":
        return Standing(**fields)
    return Stance(state="judged" if "alignment" in fields else "unknown", **fields)
