"""Coalitions as findings: whether those in favour can pass an issue, who turns that, and who is the pivot."""

from __future__ import annotations

from stakemap.analysis.balance.sentences import voice_lines
from stakemap.analysis.balance.verdict_sentences import names_of, side_word
from stakemap.analysis.coalitions.coalitions import Pivot, Problem, Turn
from stakemap.analysis.coalitions.phrases import CoalitionWords, headline_text
from stakemap.analysis.coalitions.sets import blocking, dummies, power, winning, without_votes
from stakemap.analysis.report import Finding, Move
from stakemap.i18n import tr, tr_count
from stakemap.text import capital
from stakemap.wording.numbers import signed

#: Most findings about a change of sides of one actor.
_TURNS = 2


def findings(words: CoalitionWords) -> tuple[Finding, ...]:
    """All findings, the headline first; only what is missing and what can be told without it, if the rule
    cannot be applied.
    """
    if words.found.problem is not None:
        return _without_rule(words, words.found.problem)
    weighty = sum(1 for voter in words.found.voters if voter.weight)
    if words.found.lines_up and weighty < 2:
        text = tr("Sets of actors and a pivot take two actors that count; there is one.")
        return _headline(words), Finding("alone", text, kind="missing")
    told = (
        _headline(words),
        *_turns(words),
        blocking(words),
        winning(words),
        _pivot(words),
        _undecided(words),
        without_votes(words),
        power(words),
        dummies(words),
    )
    return tuple(finding for finding in told if finding is not None)


def first_finding(words: CoalitionWords) -> Finding:
    """Whether those in favour can pass the issue, or what is missing to tell."""
    problem = words.found.problem
    if problem is None:
        return _headline(words)
    return Finding("missing", _problem_text(words, problem), kind="missing")


def _without_rule(words: CoalitionWords, problem: Problem) -> tuple[Finding, ...]:
    found = words.found
    told = [first_finding(words)]
    if problem == "quota-over-total":
        text = tr("Those in favour hold {amount}.", amount=words.amount(found.accepting))
        told.append(Finding("favour", text, words.sum_lines(), "detail"))
    lines = voice_lines(words.document, words.question.balance)
    told += [Finding(f"voices-{index}", line, kind="detail") for index, line in enumerate(lines)]
    missing = without_votes(words)
    return (*told, missing) if missing else tuple(told)


def _problem_text(words: CoalitionWords, problem: Problem) -> str:
    if problem == "no-votes":
        return tr("Votes decide this issue, and nobody has any: enter them with the stances.")
    if problem == "nobody-decides":
        return tr("All who decide must agree on this issue, and no actor has the role of deciding it.")
    if problem == "quota-over-total":
        return tr(
            "The rule needs {quota}, more than there is ({all}), so that nothing can pass.",
            quota=words.quota_text(),
            all=words.amount(words.found.total),
        )
    return tr("Nothing to weigh: no actor has both a known alignment and a weight on this issue.")


def _headline(words: CoalitionWords) -> Finding:
    found = words.found
    accepting = tuple(voter.actor for voter in found.voters if voter.accepts)
    place = words.question.place_of_stance(found.obstacles[0].actor) if found.obstacles else None
    return Finding("result", headline_text(words), words.sum_lines(), place=place, actors=accepting)


# --- changes of sides --------------------------------------------------------------------------------------


def _turns(words: CoalitionWords) -> list[Finding]:
    """What a change of sides does: of single actors, else of the fewest together."""
    found = words.found
    if found.turns:
        return [
            Finding(
                f"turn:{turn.actors[0]}",
                _turn_text(words, turn),
                _turn_how(words, turn),
                place=words.question.place_of_stance(turn.actors[0]),
                actors=turn.actors,
                moves=_moves(words, turn),
            )
            for turn in found.turns[:_TURNS]
        ]
    turn = found.joint_turn
    if turn is None:
        return []
    text = _turn_text(words, turn)
    if found.lines_up:
        text = tr_count(
            "No change of sides of one actor turns this; it takes {count}. {example}",
            "No change of sides of one actor turns this; it takes at least {count}. {example}",
            len(turn.actors),
            example=text,
        )
    return [Finding("turn", text, _turn_how(words, turn), actors=turn.actors, moves=_moves(words, turn))]


def _turn_text(words: CoalitionWords, turn: Turn) -> str:
    found = words.found
    names, amount = words.members(turn.actors), words.amount(turn.weight)
    if not found.lines_up:
        if found.rule == "blockers":
            return (
                tr("If {names} turned against, it would be blocked.", names=names)
                if found.passes
                else tr("If {names} did not oppose it, nobody who can block would.", names=names)
            )
        if found.passes:
            return tr("If {names} turned against, an agreement that is needed would be missing.", names=names)
        return tr("If {names} were in favour, all whose agreement is needed would be.", names=names)
    if not found.passes and found.has_enough:
        return tr(
            "If {names} were in favour, nobody who can block would stand in the way; those in favour would "
            "hold {amount}.",
            names=names,
            amount=amount,
        )
    if not found.passes:
        return tr(
            "If {names} were in favour, those in favour would have enough: {amount}.",
            names=names,
            amount=amount,
        )
    if turn.weight >= found.needed:
        return tr("If {names} turned against, it could block {what}.", names=names, what=words.what)
    return tr(
        "If {names} turned against, those in favour would fall short: {amount}.", names=names, amount=amount
    )


def _turn_how(words: CoalitionWords, turn: Turn) -> str:
    found = words.found
    if not found.lines_up:
        return words.rule_line()
    actors = frozenset(turn.actors)
    changing = [voter for voter in found.voters if voter.actor in actors]
    pattern = tr("In favour then: {sum} + ({terms}) = {then} of {all}; needed: {quota}")
    if found.passes:
        pattern = tr("In favour then: {sum} − ({terms}) = {then} of {all}; needed: {quota}")
    line = pattern.format(
        sum=words.exact(found.accepting),
        terms=words.terms(changing),
        then=words.exact(turn.weight),
        all=words.exact(found.total),
        quota=words.quota_text(),
    )
    if not found.obstacles:
        return line
    blockers = names_of(words.document, [voter.actor for voter in found.obstacles])
    return "\n".join((line, tr("Can block and would be in favour then: {names}", names=blockers)))


def _moves(words: CoalitionWords, turn: Turn) -> tuple[Move, ...]:
    """The smallest changes of alignment that put the actors on the other side."""
    found = words.found
    step = words.question.limits.threshold or 1.0
    after = -step if found.passes else 0.0 if found.rule == "blockers" else step
    places = {voter.actor: voter.alignment for voter in found.voters}
    return tuple(Move(actor, "alignment", places[actor], after) for actor in turn.actors)


# --- the pivot, and those without a side -------------------------------------------------------------------


def _pivot(words: CoalitionWords) -> Finding | None:
    """The actor with whom the weight needed is reached, also if all or none of the unknown were in favour."""
    found = words.found
    if not found.lines_up:
        return None
    pivot, other = found.pivot(), found.pivot(unknown_accept=True)
    if pivot is None or other is None or pivot.actors != other.actors:
        unknown = tuple(voter.actor for voter in found.voters if voter.side == "unknown" and voter.weight)
        text = tr(
            "Who the pivot is depends on actors whose position is unknown: {names}.",
            names=names_of(words.document, unknown),
        )
        return Finding("pivot", text, kind="missing", actors=unknown)
    if len(pivot.actors) > 1:
        pattern = tr(
            "Counted from the most in favour, the quota ({quota}) is reached among {names}, who stand at the "
            "same place ({place}): {before} before them, {reached} with them."
        )
    elif found.quota is None and 2 * pivot.before < found.total and not found.weight_on("unknown"):
        pattern = tr(
            "The pivot, at the weighted median, is {names} ({place}): those more in favour hold {before}, "
            "with it {reached}."
        )
    else:
        pattern = tr(
            "The pivot, with whom the quota ({quota}) is reached, is {names} ({place}): those more in favour "
            "hold {before}, with it {reached}."
        )
    text = pattern.format(
        names=words.members(pivot.actors),
        place=signed(pivot.alignment),
        quota=words.quota_text(),
        before=words.amount(pivot.before),
        reached=words.short_amount(pivot.reached),
    )
    place = words.question.place_of_stance(pivot.actors[0])
    return Finding("pivot", text, _pivot_how(words, pivot), place=place, actors=pivot.actors)


def _pivot_how(words: CoalitionWords, pivot: Pivot) -> str:
    found = words.found
    more = [each for each in found.voters if each.alignment is not None and each.alignment > pivot.alignment]
    actors = frozenset(pivot.actors)
    same = [voter for voter in found.voters if voter.actor in actors]
    lines = (
        words.weight_formula(),
        tr(
            "Weights are added up from the most in favour until {quota} is reached.", quota=words.quota_text()
        ),
        tr("More in favour: {terms} = {sum}", terms=words.terms(more), sum=words.exact(pivot.before)),
        tr("With {terms}: {sum}", terms=words.terms(same), sum=words.exact(pivot.reached)),
        tr("All: {sum}", sum=words.exact(found.total)),
    )
    return "\n".join(line for line in lines if line)


def _undecided(words: CoalitionWords) -> Finding | None:
    """The undecided and the unknown, separately, and what their agreement would add."""
    found = words.found
    if not found.lines_up:
        return None
    open_sides = {
        side: [voter for voter in found.voters if voter.side == side and voter.weight]
        for side in ("undecided", "unknown")
    }
    parts = [
        tr(
            "{label}: {names} ({amount}).",
            label=capital(side_word(voters[0].side)),
            names=names_of(words.document, [voter.actor for voter in voters]),
            amount=words.amount(sum(voter.weight for voter in voters)),
        )
        for voters in open_sides.values()
        if voters
    ]
    if not parts:
        return None
    added = [voter for voters in open_sides.values() for voter in voters]
    most = found.accepting + sum(voter.weight for voter in added)
    parts.append(
        tr_count(
            "With it, those in favour would hold {amount}.",
            "With all of these, those in favour would hold {amount}.",
            len(added),
            amount=words.amount(most),
        )
    )
    how = tr(
        "{favour} + {terms} = {sum} of {all}",
        favour=words.exact(found.accepting),
        terms=words.terms(added),
        sum=words.exact(most),
        all=words.exact(found.total),
    )
    return Finding("undecided", " ".join(parts), how, "detail", actors=tuple(voter.actor for voter in added))
