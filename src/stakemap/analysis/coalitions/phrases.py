"""Coalitions in words: amounts, quotas, rules, and the headline whether those in favour can pass it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stakemap.analysis.balance.sentences import caveat_lines
from stakemap.analysis.balance.verdict_sentences import names_of, side_word, what_is_decided
from stakemap.analysis.coalitions.coalitions import Coalitions, Voter
from stakemap.analysis.question import Question
from stakemap.i18n import number, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.wording.names import actor_name, enumeration
from stakemap.wording.numbers import figure

#: Most members of a set by name, and most terms of a sum.
_MEMBERS, _TERMS = 8, 12


@dataclass(frozen=True, slots=True)
class CoalitionWords:
    """Tells coalitions on the issue in view; texts hold names of records and are shown as plain text."""

    question: Question
    found: Coalitions

    @property
    def document(self) -> StakeMap:
        """The map."""
        return self.question.document

    # --- words for amounts and names ------------------------------------------------------------------------

    @property
    def what(self) -> str:
        """What is to pass, in quotes: the high end of the issue, else the issue itself."""
        return what_is_decided(self.document, self.question.balance)

    def percent(self, weight: int) -> str:
        """A share of all weight in per cent, with as many places as tell it apart from the quota."""
        share, border = 100 * weight / self.found.total, self.found.quota or 50.0
        digits = 0
        while digits < 4 and share != border and figure(share, digits) == figure(border, digits):
            digits += 1
        return tr("{percent} %", percent=figure(share, digits))

    def amount(self, weight: int) -> str:
        """An amount in what decides: "48 votes", "43 % of the weight", "2 actors"."""
        if self.found.rule == "votes":
            return tr_count("{number} vote", "{number} votes", weight, number=figure(weight))
        if self.found.lines_up:
            return tr("{share} of the weight", share=self.percent(weight))
        return tr_count("{number} actor", "{number} actors", weight, number=figure(weight))

    def short_amount(self, weight: int) -> str:
        """The same where it is said of what: "48", "43 %"."""
        return figure(weight) if self.found.rule == "votes" else self.percent(weight)

    def quota_text(self) -> str:
        """What is needed: "62 votes", "more than half of the weight", "66.7 % of the weight"."""
        found = self.found
        if found.rule == "votes":
            return self.amount(found.needed)
        if found.rule == "share" and found.quota is not None:
            return tr("{percent} % of the weight", percent=number(found.quota))
        return tr("more than half of the weight")

    def exact(self, weight: int) -> str:
        """A weight or number of votes as it is, for a sum."""
        return number(weight / self.found.unit) if self.found.unit > 1 else figure(weight)

    def voices(self, voters: Iterable[Voter]) -> str:
        """Actors with their sides: "Azerbaijan (against) and Iran (unknown)"."""
        sides = {voter.actor: voter.side for voter in voters}
        names = [
            tr("{name} ({side})", name=actor_name(self.document, actor), side=side_word(sides[actor]))
            for actor in actors_in_order(self.document, sides)
        ]
        return enumeration(names)

    def members(self, actors: Sequence[str]) -> str:
        """A complete set: "Armenia, Iran and Türkiye"."""
        names = [actor_name(self.document, actor) for actor in actors_in_order(self.document, actors)]
        return enumeration(names, _MEMBERS) or tr("nobody")

    def terms(self, voters: Iterable[Voter]) -> str:
        """The terms of a sum of weights, the heaviest first: "Armenia 30 + Iran 12"."""
        ranked = sorted(voters, key=lambda voter: (-voter.weight, voter.actor))
        shown = [
            f"{actor_name(self.document, voter.actor)} {self.exact(voter.weight)}"
            for voter in ranked[:_TERMS]
        ]
        if len(ranked) > _TERMS:
            rest = ranked[_TERMS:]
            left = self.exact(sum(voter.weight for voter in rest))
            shown.append(tr_count("{count} more {sum}", "{count} more {sum}", len(rest), sum=left))
        return " + ".join(shown) or "0"

    # --- what it rests on -----------------------------------------------------------------------------------

    def rule_line(self) -> str:
        """The rule in a sentence, and that it was not stated."""
        found = self.found
        if not found.is_stated:
            text = tr("No rule is set for this issue, so more than half of the weight is taken to be needed.")
        elif found.rule == "share" and found.quota is None:
            text = tr(
                "The rule asks for a share of the weight but does not say which; more than half is taken."
            )
        elif found.rule == "unanimity":
            text = tr("Rule: all who decide must agree.")
        elif found.rule == "blockers":
            return tr("Rule: it passes unless somebody who can block is against.")
        else:
            text = tr("Rule: it takes {quota}.", quota=self.quota_text())
        if any(voter.can_block for voter in found.voters):
            text += " " + tr("Whoever can block must agree, too.")
        return text

    def rests_on(self) -> str:
        """What was counted and left out."""
        found = self.found
        if not found.lines_up:
            roles = tr_count(
                "Rests on {count} actor with such a role.",
                "Rests on {count} actors with such a role.",
                len(found.voters),
            )
            return f"{self.rule_line()} {roles}"
        number_of = sum(1 for voter in found.voters if voter.weight)
        if found.rule == "votes":
            counted = tr_count(
                "Rests on {count} actor with votes.", "Rests on {count} actors with votes.", number_of
            )
            return f"{self.rule_line()} {counted}"
        counted = tr_count(
            "Rests on {count} actor of weight with a known alignment.",
            "Rests on {count} actors of weight with a known alignment.",
            number_of,
        )
        return " ".join((self.rule_line(), counted, *caveat_lines(self.document, self.question.balance)))

    def weight_formula(self) -> str:
        if self.found.rule == "votes" or not self.found.lines_up:
            return ""
        if self.found.by_salience:
            return tr("Weight: influence × salience ÷ 100.")
        return tr("Weight: influence, since salience is not judged for all.")

    def sum_lines(self) -> str:
        """How the weight of those who accept is summed, and what is needed."""
        found = self.found
        if not found.lines_up:
            voices = self.voices(found.voters) or tr("nobody")
            return "\n".join((self.rule_line(), tr("With such a role: {voices}", voices=voices)))
        accepting = [voter for voter in found.voters if voter.accepts]
        lines = [
            self.weight_formula(),
            tr(
                "In favour: {terms} = {sum}",
                terms=self.terms(accepting),
                sum=self.exact(found.accepting),
            ),
            tr("All: {sum}", sum=self.exact(found.total)),
        ]
        if found.unit > 1:
            lines.append(
                tr(
                    "Share: {sum} ÷ {all} = {share}; needed: {quota}",
                    sum=self.exact(found.accepting),
                    all=self.exact(found.total),
                    share=self.percent(found.accepting),
                    quota=self.quota_text(),
                )
            )
        else:
            lines.append(tr("Needed: {number}", number=self.exact(found.needed)))
        return "\n".join(line for line in lines if line)


def headline_text(words: CoalitionWords) -> str:
    """Whether those in favour as judged have enough, and what is missing, in a sentence."""
    found = words.found
    if found.rule == "blockers":
        return _unblocked(words)
    if found.rule == "unanimity":
        return _agreed(words)
    text = _weighed(words)
    if not found.obstacles:
        return tr("{text}.", text=text)
    pattern = tr("{text}; {voices} can block it.")
    if found.has_enough and not found.could_turn:
        pattern = tr("{text}, but {voices} can block it.")
    return pattern.format(text=text, voices=words.voices(found.obstacles))


def _agreed(words: CoalitionWords) -> str:
    """The headline where all who decide must agree."""
    voters = words.found.voters
    refusing = [voter for voter in voters if not voter.accepts]
    if refusing:
        return tr(
            "{what} lacks the agreement of {voices}, which it needs.",
            what=words.what,
            voices=words.voices(refusing),
        )
    return tr(
        "{what} has the agreement of all whom it needs: {names}.",
        what=words.what,
        names=words.members([voter.actor for voter in voters]),
    )


def _unblocked(words: CoalitionWords) -> str:
    """The headline where it passes unless somebody who can block is against."""
    voters, what = words.found.voters, words.what
    refusing = [voter for voter in voters if not voter.accepts]
    if not voters:
        return tr("No actor is judged able to block {what}, so that nothing stops it by its rule.", what=what)
    if not refusing:
        return tr(
            "Nobody who can block {what} is against it: {voices}.", what=what, voices=words.voices(voters)
        )
    if all(voter.side == "unknown" for voter in refusing):
        return tr(
            "Whether {what} passes depends on {names}, who can block it and whose position is unknown.",
            what=what,
            names=names_of(words.document, [voter.actor for voter in refusing]),
        )
    return tr("{voices} can block {what}.", voices=words.voices(refusing), what=what)


def _weighed(words: CoalitionWords) -> str:
    """What those in favour hold and what is needed, where weights or votes decide; without a full stop."""
    found = words.found
    if found.could_turn:
        return _turnable(words)
    if not found.accepting:
        text = tr("Nobody who counts is in favour of {what}, which takes {quota}")
    elif found.rule == "votes" and found.has_enough:
        text = tr("Those in favour of {what} hold {held}, enough where {needed} are needed")
    elif found.rule == "votes":
        text = tr("Those in favour of {what} hold {held} of the {quota} needed")
    elif found.has_enough and found.is_stated:
        text = tr("Those in favour of {what} hold {held}, enough where {quota} is needed")
    elif found.has_enough:
        text = tr("Those in favour of {what} hold {held}, enough if more than half decides")
    elif found.is_stated:
        text = tr("Those in favour of {what} hold {held}, and {quota} is needed")
    else:
        text = tr("Those in favour of {what} hold {held}, too little if more than half decides")
    short = found.rule == "votes" and not found.has_enough
    return text.format(
        what=words.what,
        held=figure(found.accepting) if short else words.amount(found.accepting),
        quota=words.quota_text(),
        needed=figure(found.needed),
    )


def _turnable(words: CoalitionWords) -> str:
    """The same where what is not known of some actors could turn it."""
    found = words.found
    if found.rule == "votes":
        return tr_count(
            "Those in favour of {what} hold {held} of the {quota} needed, and {count} actor whose position "
            "is unknown could make up for the rest",
            "Those in favour of {what} hold {held} of the {quota} needed, and {count} actors whose position "
            "is unknown could make up for the rest",
            found.could_turn,
            what=words.what,
            held=figure(found.accepting),
            quota=words.quota_text(),
        )
    return tr_count(
        "Those in favour of {what} hold {share} of the known weight, where {quota} is needed; {count} more "
        "actor, too little known to count, could turn that",
        "Those in favour of {what} hold {share} of the known weight, where {quota} is needed; {count} more "
        "actors, too little known to count, could turn that",
        found.could_turn,
        what=words.what,
        share=words.percent(found.accepting),
        quota=words.quota_text(),
    )
