"""The sets of actors that can pass or stop an issue, and power indices, as findings."""

from __future__ import annotations

from stakemap.analysis.balance.verdict_sentences import names_of
from stakemap.analysis.coalitions.phrases import CoalitionWords
from stakemap.analysis.coalitions.voting import ENUMERATED
from stakemap.analysis.report import Finding
from stakemap.i18n import tr, tr_count
from stakemap.wording.names import actor_name
from stakemap.wording.numbers import figure

#: Most smallest sets in a sentence.
_SETS = 3


def winning(words: CoalitionWords) -> Finding | None:
    """Who can pass it: the minimal winning sets; none where nobody needs to be in favour."""
    found, minimal = words.found, words.found.winning
    if not minimal.sets or not minimal.sets[0] or found.rule == "blockers":
        return None
    smallest = [each for each in minimal.sets if len(each) == len(minimal.sets[0])]
    shown = smallest[: _SETS if len(smallest[0]) <= _SETS else 1]
    names = tr("; ").join(words.members(found.names(each)) for each in shown)
    if minimal.count is None:
        text = tr("The fewest who could pass it: {names}.").format(names=names) + " " + _not_listed(words)
    elif minimal.count == 1 and len(minimal.sets[0]) == 1:
        text = tr("{name} alone could pass it, and nothing passes without it.", name=names)
    elif minimal.count == 1:
        text = tr("It takes {names} to pass it; no set without all of them could.", names=names)
    else:
        pattern = tr("{number} sets of actors could just pass it, none with a member to spare; {sets}.")
        first = tr("the smallest: {names}") if shown == smallest else tr("among the smallest: {names}")
        text = pattern.format(number=figure(minimal.count), sets=first.format(names=names))
    how = _sets_how(words, minimal.sets[0], words.rule_line())
    return Finding("winning", text, how, actors=found.names(minimal.sets[0]))


def _not_listed(words: CoalitionWords) -> str:
    weighty = sum(1 for weight in words.found.game.weights if weight)
    return tr(
        "Not all such sets are listed: {number} actors count, and their sets are looked at up to {limit}.",
        number=figure(weighty),
        limit=ENUMERATED,
    )


def blocking(words: CoalitionWords) -> Finding | None:
    """Who can stop it, alone and together."""
    found, minimal = words.found, words.found.blocking
    if not minimal.sets:
        return None
    weighed = zip(found.voters, found.game.weights, strict=True)
    alone = [voter.actor for voter, weight in weighed if weight >= found.game.dual.quota]
    together = [members for members in minimal.sets if len(members) > 1]
    lines = []
    if alone:
        lines.append(
            tr_count(
                "{names} alone could stop it.",
                "{names} could each stop it alone.",
                len(alone),
                names=names_of(words.document, alone),
            )
        )
    if together:
        others = None if minimal.count is None else minimal.count - len(alone)
        lines.append(_stopping(words.members(found.names(together[0])), others, bool(alone)))
    rule = words.rule_line()
    if found.lines_up:
        rule = tr("It is stopped if all others fall short of {quota}.", quota=words.quota_text())
        if any(voter.can_block for voter in found.voters):
            rule += " " + tr("Whoever can block stops it alone.")
    return Finding("blocking", " ".join(lines), _sets_how(words, minimal.sets[0], rule), actors=tuple(alone))


def _stopping(names: str, number: int | None, beside_others: bool) -> str:
    """Who can stop it only together: one of the smallest sets, and how many there are."""
    if number is None:
        return tr("The fewest who could stop it together: {names}.", names=names)
    if number == 1 and beside_others:
        return tr("Otherwise only {names} could, together.", names=names)
    if number == 1:
        return tr("Only {names} together could stop it.", names=names)
    if beside_others:
        return tr(
            "{number} sets of others could together, none with a member to spare; among the smallest: "
            "{names}.",
            number=figure(number),
            names=names,
        )
    return tr(
        "Nobody could stop it alone; {number} sets of actors could together, none with a member to spare; "
        "among the smallest: {names}.",
        number=figure(number),
        names=names,
    )


def _sets_how(words: CoalitionWords, first: tuple[int, ...], rule: str) -> str:
    found, lines = words.found, [words.weight_formula()]
    if found.lines_up:
        voters = [found.voters[place] for place in first]
        lines.append(
            tr(
                "{terms} = {sum} of {all}",
                terms=words.terms(voters),
                sum=words.exact(sum(voter.weight for voter in voters)),
                all=words.exact(found.total),
            )
        )
    lines += [rule, tr("A set is counted if it needs each of its members.")]
    return "\n".join(line for line in lines if line)


def without_votes(words: CoalitionWords) -> Finding | None:
    """Those for whom no votes are entered, though votes decide."""
    missing = words.found.without_votes
    if not missing:
        return None
    text = tr(
        "No votes are entered for {names}; they are counted as having none, and there are no power "
        "indices until they are entered (0 for whoever has no vote).",
        names=names_of(words.document, missing),
    )
    return Finding(
        "without-votes",
        text,
        kind="missing",
        place=words.question.place_of_stance(missing[0]),
        actors=missing,
    )


def power(words: CoalitionWords) -> Finding | None:
    """The power indices of the voter whose share of the votes says least about them."""
    found = words.found
    if found.rule != "votes" or found.without_votes:
        return None
    result = found.indices
    if result is None:
        text = tr(
            "There are no power indices: {number} actors with votes as large as these have too many "
            "coalitions to be counted exactly.",
            number=len(found.voters),
        )
        return Finding("power", text, kind="missing")
    shares = [voter.weight / found.total for voter in found.voters]
    place = max(
        range(len(shares)),
        key=lambda each: (abs(float(result.banzhaf[each]) - shares[each]), found.voters[each].weight),
    )
    text = tr(
        "{name} has {share} % of the votes and {banzhaf} % of the voting power by Banzhaf’s index, which "
        "takes every coalition to be equally likely; {shapley} % by that of Shapley and Shubik, which takes "
        "every order of joining to be.",
        name=actor_name(words.document, found.voters[place].actor),
        share=figure(100 * shares[place], 1),
        banzhaf=figure(100 * float(result.banzhaf[place]), 1),
        shapley=figure(100 * float(result.shapley[place]), 1),
    )
    how = tr(
        "Banzhaf: {swings} of all {all} swings, that is, coalitions that it turns from losing to winning.\n"
        "Shapley and Shubik: {shapley} of all orders in which the actors may join.",
        swings=figure(result.swings[place]),
        all=figure(sum(result.swings)),
        shapley=str(result.shapley[place]),
    )
    return Finding("power", text, how, "detail", actors=(found.voters[place].actor,))


def dummies(words: CoalitionWords) -> Finding | None:
    """Those who never make the difference."""
    dummies = words.found.dummies
    if not dummies or not words.found.lines_up:
        return None
    text = tr_count(
        "Among the actors that count, {names} never makes the difference, whoever agrees with whom.",
        "Among the actors that count, {names} never make the difference, whoever agrees with whom.",
        len(dummies),
        names=names_of(words.document, dummies),
    )
    how = tr("In none of the {number} minimal winning sets.", number=figure(words.found.winning.count or 0))
    return Finding("dummies", text, how, "detail", actors=dummies)
