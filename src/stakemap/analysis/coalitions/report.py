"""The report on coalitions: sentences, how far each side reaches, the actors, the smallest sets, numbers."""

from __future__ import annotations

from collections.abc import Mapping

from stakemap.analysis.balance.sides import Side
from stakemap.analysis.balance.verdict_sentences import side_word
from stakemap.analysis.coalitions.coalitions import Coalitions, Voter, coalitions
from stakemap.analysis.coalitions.findings import findings
from stakemap.analysis.coalitions.phrases import CoalitionWords
from stakemap.analysis.coalitions.voting import MinimalSets
from stakemap.analysis.question import Question
from stakemap.analysis.report import ChartSide, Report, Segment, Stack, Stacks, Table
from stakemap.analysis.shared_sentences import code_with_name, without_view
from stakemap.i18n import tr, tr_count
from stakemap.model.order import sort_key
from stakemap.text import capital
from stakemap.wording.names import actor_name
from stakemap.wording.numbers import figure

#: Most segments of a bar and most sets of a kind in the table.
_SEGMENTS, _SETS = 12, 10
_SIDES: tuple[Side, ...] = ("for", "undecided", "against", "unknown")


def report(question: Question) -> Report:
    """Who can pass the issue in view, who can stop it, and whose change of sides turns that."""
    if not question.has_view:
        return without_view("coalitions", caveat())
    found = coalitions(question)
    words = CoalitionWords(question, found)
    told = found.problem is None
    return Report(
        "coalitions",
        findings(words),
        charts=(_chart(words),) if told and found.rule != "blockers" else (),
        tables=_tables(words) if told and found.voters else (),
        rests_on=words.rests_on(),
        caveat=caveat(),
        data=_data(question, found),
    )


def caveat() -> str:
    """What the method cannot tell."""
    return tr(
        "Sets and indices count what could happen if anyone might join anyone; they ignore where actors "
        "stand. Sides are told from the judged values, not from their ranges."
    )


# --- charts and tables -------------------------------------------------------------------------------------


def _chart(words: CoalitionWords) -> Stacks:
    found = words.found
    stacks = [
        Stack(capital(side_word(side)), _segments(words, voters), words.amount(sum(v.weight for v in voters)))
        for side in _SIDES
        if (voters := [voter for voter in found.voters if voter.side == side])
    ]
    if found.winning.sets:
        smallest = [found.voters[place] for place in found.winning.sets[0]]
        amount = words.amount(sum(voter.weight for voter in smallest))
        stacks.append(Stack(tr("A smallest set that could pass it"), _segments(words, smallest), amount))
    line = found.total / 2 if found.unit > 1 and found.quota is None else found.needed
    return Stacks(
        tr("How far each side reaches"),
        tuple(stacks),
        total=found.total / found.unit,
        line=line / found.unit,
        line_label=words.quota_text() if found.lines_up else tr("all"),
    )


def _segments(words: CoalitionWords, voters: list[Voter]) -> tuple[Segment, ...]:
    """The actors of a bar, the heaviest first; what does not weigh and cannot block is not there."""
    ranked = [voter for voter in _ranked(words, voters) if voter.weight or voter.can_block]
    sides: dict[Side, ChartSide] = {"for": "for", "against": "against", "undecided": "undecided"}
    unit = words.found.unit
    shown = []
    for voter in ranked[:_SEGMENTS]:
        code = code_with_name(words.document, voter.actor)
        side = sides.get(voter.side, "neutral")
        weight = voter.weight / unit
        shown.append(Segment(code.name, weight, side, voter.can_block, voter.actor, code.code, code))
    rest = ranked[_SEGMENTS:]
    if rest:
        side = sides.get(rest[0].side, "neutral") if len({voter.side for voter in rest}) == 1 else "neutral"
        label = tr_count("{count} more", "{count} more", len(rest))
        locked = any(voter.can_block for voter in rest)
        shown.append(Segment(label, sum(voter.weight for voter in rest) / unit, side, locked))
    return tuple(shown)


def _ranked(words: CoalitionWords, voters: list[Voter]) -> list[Voter]:
    def key(voter: Voter) -> tuple[int, str, str]:
        return -voter.weight, sort_key(actor_name(words.document, voter.actor)), voter.actor

    return sorted(voters, key=key)


def _tables(words: CoalitionWords) -> tuple[Table, ...]:
    found = words.found
    sets = [
        (kind, figure(len(members)), words.members(found.names(members)))
        for kind, minimal in ((tr("could pass it"), found.winning), (tr("could stop it"), found.blocking))
        for members in minimal.sets[:_SETS]
        if members
    ]
    headers = (tr("Together they"), tr("Actors"), tr("Who"))
    return _actors_table(words), Table(tr("Smallest sets"), headers, tuple(sets), frozenset({1}))


def _actors_table(words: CoalitionWords) -> Table:
    found = words.found
    power = found.indices
    places = {voter.actor: place for place, voter in enumerate(found.voters)}
    headers = [tr("Actor"), tr("Side"), tr("Can block"), tr("If it changed sides")]
    if found.lines_up:
        headers.append(tr("Votes") if found.rule == "votes" else tr("Weight"))
        headers.append(tr("Share in %"))
    if power is not None:
        headers += [tr("Banzhaf in %"), tr("Shapley–Shubik in %")]
    rows = []
    ranked = _ranked(words, list(found.voters))
    for voter in ranked:
        row = [
            actor_name(words.document, voter.actor),
            side_word(voter.side),
            tr("yes") if voter.can_block else "",
            tr("would pass") if found.passes_after(voter) else tr("would not pass"),
        ]
        if found.lines_up:
            digits = 0 if found.rule == "votes" else 1
            row += [figure(voter.weight / found.unit, digits), figure(100 * voter.weight / found.total, 1)]
        if power is not None:
            place = places[voter.actor]
            indices = power.banzhaf[place], power.shapley[place]
            row += [figure(100 * float(index), 2) for index in indices]
        rows.append(tuple(row))
    return Table(
        tr("Actors under the rule"),
        tuple(headers),
        tuple(rows),
        frozenset(range(4, len(headers))),
        tuple(voter.actor for voter in ranked),
    )


# --- numbers ------------------------------------------------------------------------------------------------


def _data(question: Question, found: Coalitions) -> Mapping[str, object]:
    """All numbers with their inputs. Weights are in the unit of the map: votes, actors or weight."""
    data: dict[str, object] = {
        "issue": question.issue,
        "snapshot": question.snapshot,
        "rule": found.rule,
        "rule_is_stated": found.is_stated,
        "quota": found.quota,
        "threshold": question.limits.threshold,
        "needed": found.needed / found.unit,
        "total": found.total / found.unit,
        "in_favour": found.accepting / found.unit,
        "voters": _voters_data(question, found),
        "without_votes": list(found.without_votes),
        "problem": found.problem,
    }
    if found.problem is not None:
        return data
    pivot = found.pivot()
    data |= {
        "passes": found.passes,
        "obstacles": [voter.actor for voter in found.obstacles],
        "pivot": None if pivot is None or not found.lines_up else list(pivot.actors),
        "turns": [
            {"actors": list(turn.actors), "in_favour": turn.weight / found.unit}
            for turn in found.turns or ((found.joint_turn,) if found.joint_turn else ())
        ],
        "winning": _sets_data(found, found.winning),
        "blocking": _sets_data(found, found.blocking),
        "dummies": list(found.dummies),
    }
    return data


def _voters_data(question: Question, found: Coalitions) -> list[dict[str, object]]:
    inputs, power = question.inputs, found.indices if found.problem is None else None
    rows = {actor: row for row, actor in enumerate(inputs.actors)}
    told: list[dict[str, object]] = []
    for place, voter in enumerate(found.voters):
        entry: dict[str, object] = {
            "actor": voter.actor,
            "weight": voter.weight / found.unit,
            "alignment": voter.alignment,
            "side": voter.side,
            "can_block": voter.can_block,
        }
        row = rows.get(voter.actor)
        if row is not None and found.rule in ("majority", "share"):
            entry["influence"] = float(inputs.influence.value[row])
            if found.by_salience:
                entry["salience"] = float(inputs.salience.value[row])
        if found.problem is None:
            entry["passes_if_it_changed_sides"] = found.passes_after(voter)
        if power is not None:
            entry |= {
                "swings": power.swings[place],
                "banzhaf": float(power.banzhaf[place]),
                "shapley_shubik": float(power.shapley[place]),
            }
        told.append(entry)
    return told


def _sets_data(found: Coalitions, minimal: MinimalSets) -> dict[str, object]:
    return {"count": minimal.count, "sets": [list(found.names(members)) for members in minimal.sets]}
