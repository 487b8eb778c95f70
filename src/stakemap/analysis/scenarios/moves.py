"""Who would move in a scenario and why, and what that does to strength, weight and blocking, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stakemap.analysis.balance.verdict_sentences import names_of, side_word
from stakemap.analysis.movement import Mover, steps_text
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, FindingKind, Place
from stakemap.analysis.scenarios.scenarios import Case, Comparison, Restated
from stakemap.i18n import comma_list, joined, number, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.model.subjects import Subject
from stakemap.model.terms import field_label, term
from stakemap.text import one_line
from stakemap.wording.names import actor_name, snapshot_name
from stakemap.wording.numbers import figure, signed_figure

#: Actors whose movement has a sentence of its own; the others share one.
_MOVERS = 2
#: Movements and other changes that a sentence names; the others are counted.
_NAMED = 3
#: Terms of a sum that are written out.
_TERMS = 12
_REASON_LENGTH = 240


def steps_of(document: StakeMap, movers: Sequence[Mover]) -> str:
    """The first movements in a list: "Armenia, alignment −10 → +35 (+45); Iran, influence 10 → 20 (+10)"."""
    steps = [
        tr("{actor}, {steps}", actor=actor_name(document, each.actor), steps=steps_text(each))
        for each in movers[:_NAMED]
    ]
    if len(movers) > _NAMED:
        steps.append(tr_count("{count} more", "{count} more", len(movers) - _NAMED))
    return tr("; ").join(steps)


def move_findings(question: Question, found: Comparison) -> Iterator[Finding]:
    """Who would move how far, with the reason that is given."""
    document, moved = question.document, found.movement.movers
    for each in moved[:_MOVERS]:
        name = actor_name(document, each.actor)
        text = tr(
            "{actor} would move: {steps}. {reasons}",
            actor=name,
            steps=steps_text(each),
            reasons=_reasons(each),
        )
        how = "\n".join(reason_lines(document, (each,)))
        yield Finding(f"move:{each.actor}", text, how, place=place_of(question, each), actors=(each.actor,))
    rest = moved[_MOVERS:]
    if rest:
        text = tr("Also moving: {steps}.", steps=steps_of(document, rest))
        how = "\n".join(reason_lines(document, rest))
        yield Finding("moves", text, how, "detail", actors=tuple(each.actor for each in rest))


def _reasons(mover: Mover) -> str:
    reasons = tuple(dict.fromkeys(one_line(why.reason, _REASON_LENGTH) for why in mover.why if why.reason))
    if not reasons:
        return tr("No reason is given.")
    quoted = " ".join(tr("“{reason}”", reason=each) for each in reasons)
    return tr("Reason given: {reasons}", reasons=quoted)


def reason_lines(document: StakeMap, moved: Sequence[Mover]) -> list[str]:
    """A line on each movement: how far, where it was judged, and the reason."""
    return [
        tr(
            "{actor}: {steps}, judged in {snapshots}. {reasons}",
            actor=actor_name(document, each.actor),
            steps=steps_text(each),
            snapshots=joined(
                [
                    tr("“{snapshot}”", snapshot=snapshot_name(document, snapshot))
                    for snapshot in dict.fromkeys(why.snapshot for why in each.why)
                ]
            ),
            reasons=_reasons(each),
        )
        for each in moved
    ]


def place_of(question: Question, mover: Mover) -> Place:
    """The judgement of the later position of an actor: of its alignment if that moved, else its influence."""
    why, issue = mover.why[0], question.issue or ""
    stance = Subject.stance(issue, mover.actor)
    if why.axis == "alignment":
        return Place(why.snapshot, stance)
    own = question.document.snapshots[why.snapshot].stances.get(issue, {}).get(mover.actor)
    if own is not None and own.influence is not None:
        return Place(why.snapshot, stance, "influence")
    return Place(why.snapshot, Subject.standing(mover.actor))


def other_findings(document: StakeMap, found: Comparison) -> Iterator[Finding]:
    """Who gets or loses a position, and whose salience or role differs."""
    moved, parts = found.movement, []
    if moved.appeared:
        parts.append(tr("{names} would get a position", names=names_of(document, moved.appeared)))
    if moved.vanished:
        parts.append(tr("no position would be known of {names}", names=names_of(document, moved.vanished)))
    parts.extend(_restated_words(document, each) for each in found.restated[:_NAMED])
    if len(found.restated) > _NAMED:
        count = len(found.restated) - _NAMED
        parts.append(tr_count("{count} more salience or role", "{count} more saliences or roles", count))
    if parts:
        text = tr("Judged anew besides: {changes}.", changes=tr("; ").join(parts))
        actors = dict.fromkeys((*moved.appeared, *moved.vanished, *(each.actor for each in found.restated)))
        yield Finding("anew", text, kind="detail", actors=tuple(actors))


def _restated_words(document: StakeMap, change: Restated) -> str:
    def shown(value: float | str | None) -> str:
        if value is None:
            return tr("not judged")
        return term(value) if isinstance(value, str) else number(value)

    return tr(
        "{field} of {actor} {before} → {after}",
        field=field_label(change.field),
        actor=actor_name(document, change.actor),
        before=shown(change.before),
        after=shown(change.after),
    )


# --- strength and weight -----------------------------------------------------------------------------------


def strength_findings(document: StakeMap, found: Comparison) -> Iterator[Finding]:
    """Strength and weight of each side in the base and in the scenario."""
    before, after = found.before, found.after
    if before.is_nothing or after.is_nothing:
        return
    if not found.has_one_unit:
        without = {*before.balance.without_salience, *after.balance.without_salience}
        text = tr(
            "One of the two is weighted by influence alone, the other by influence and salience, so their "
            "weights cannot be compared: salience is not judged for {names}.",
            names=names_of(document, without),
        )
        yield Finding("strength", text, kind="detail")
        return
    text = tr(
        "Strength, that is weight × firmness: for {strength_for}, against {strength_against}. Weight alone: "
        "for {weight_for}, against {weight_against}, undecided {undecided}.",
        strength_for=_step(before.strength.support, after.strength.support),
        strength_against=_step(before.strength.opposition, after.strength.opposition),
        weight_for=_step(before.balance.support, after.balance.support),
        weight_against=_step(before.balance.opposition, after.balance.opposition),
        undecided=_step(before.balance.undecided, after.balance.undecided),
    )
    rule = tr(
        "Strength of a side = Σ weight × |alignment| ÷ 100 over its actors, as in PolicyMaker. Who is "
        "undecided (|alignment| below {threshold}) has weight and no strength here, where PolicyMaker gives "
        "players who are not mobilised a position of 5 of 7; who is not judged counts nowhere.",
        threshold=number(before.balance.threshold),
    )
    lines = [_strength_line(document, case, sign) for case in (before, after) for sign in (1, -1)]
    yield Finding("strength", text, "\n".join((rule, *lines)))


def _step(before: float, after: float) -> str:
    old, new = figure(before), figure(after)
    if old == new:
        return tr("{value} (unchanged)", value=new)
    return tr("{before} → {after} ({step})", before=old, after=new, step=signed_figure(after - before))


def _strength_line(document: StakeMap, case: Case, sign: int) -> str:
    threshold = case.balance.threshold
    weighed = zip(case.balance.power, case.inputs.alignment.value.tolist(), strict=True)
    rows = sorted(
        (-weight * abs(alignment) / 100, actor, weight, alignment)
        for (actor, weight), alignment in weighed
        if alignment * sign > 0 and abs(alignment) >= threshold
    )
    terms = [
        tr(
            "{actor} {weight} × {alignment} ÷ 100",
            actor=actor_name(document, actor),
            weight=figure(weight, 1),
            alignment=number(abs(alignment)),
        )
        for _, actor, weight, alignment in rows[:_TERMS]
    ]
    if len(rows) > _TERMS:
        terms.append(tr_count("{count} more", "{count} more", len(rows) - _TERMS))
    values = {
        "snapshot": snapshot_name(document, case.snapshot),
        "side": side_word("for" if sign > 0 else "against"),
    }
    if not terms:
        return tr("“{snapshot}”, {side}: nobody", **values)
    total = figure(-sum(row[0] for row in rows), 1)
    return tr("“{snapshot}”, {side}: {terms} = {total}", terms=" + ".join(terms), total=total, **values)


# --- blocking ----------------------------------------------------------------------------------------------


def blocker_findings(document: StakeMap, found: Comparison) -> Iterator[Finding]:
    """Who would stop or begin to be against with the power to block."""
    sides = {voice.actor: voice.side for voice in found.after.balance.blockers}
    before, after = frozenset(found.before.blockers), frozenset(found.after.blockers)
    gone = before - after
    unknown = {actor for actor in gone if sides.get(actor) == "unknown"}
    parts = [
        pattern.format(names=names_of(document, actors))
        for pattern, actors in (
            (tr("no longer {names}"), gone - unknown),
            (tr("newly {names}"), after - before),
            (tr("still {names}"), before & after),
            (tr("perhaps {names}, whose position is not known there"), unknown),
        )
        if actors
    ]
    if parts:
        text = tr("Against, and can block: {changes}.", changes=comma_list(parts))
        how = "\n".join(_blocker_line(document, case) for case in (found.before, found.after))
        kind: FindingKind = "detail" if before == after else "result"
        yield Finding("blockers", text, how, kind, actors=actors_in_order(document, before | after))


def _blocker_line(document: StakeMap, case: Case) -> str:
    sides = {voice.actor: voice.side for voice in case.balance.blockers}
    voices = [
        tr("{name} ({side})", name=actor_name(document, actor), side=side_word(sides[actor]))
        for actor in actors_in_order(document, sides)
    ]
    return tr(
        "Can block in “{snapshot}”: {voices}",
        snapshot=snapshot_name(document, case.snapshot),
        voices=comma_list(voices) or tr("nobody"),
    )
