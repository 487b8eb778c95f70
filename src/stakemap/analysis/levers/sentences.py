"""Levers in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stakemap.analysis.balance.verdict import leader, turned_by
from stakemap.analysis.balance.verdict_sentences import names_of, open_lead
from stakemap.analysis.levers.combined import pair_findings, radius_findings, unknowns_findings
from stakemap.analysis.levers.context import LeverContext
from stakemap.analysis.levers.data import charts, data_of, table
from stakemap.analysis.levers.formulas import blocked_line, how_of, how_of_pair, result_line, sides_line
from stakemap.analysis.levers.levers import Lever, unblocking
from stakemap.analysis.levers.phrases import (
    change_text,
    changes_text,
    lead_text,
    place_text,
    size_text,
    together_text,
)
from stakemap.analysis.levers.results import Target
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Report
from stakemap.analysis.shared_sentences import rests_on_counted, without_view
from stakemap.i18n import comma_list, tr, tr_count

METHOD = "levers"
#: Changes beside the smallest one that a sentence names.
_OTHERS = 3


def caveat() -> str:
    """What the method cannot tell."""
    return tr(
        "Each change is tried with all else held; it says what would matter, not what will happen. The "
        "smallest change need not be the most likely one, and judgements that err together are not seen."
    )


def report(question: Question) -> Report:
    """The report on the issue and snapshot of a question."""
    if not question.has_view:
        return without_view(METHOD, caveat())
    words = LeverWords(question)
    found = words.found
    return Report(
        METHOD,
        words.findings(),
        charts=charts(question, found),
        tables=table(question, found),
        rests_on=" ".join((words.rests_on(), *words.beside_the_rule())),
        caveat=caveat(),
        data=data_of(question, found),
    )


class Claim(NamedTuple):
    """A headline, the levers that it proposes, which are to be made together, and how it comes about."""

    text: str
    levers: tuple[Lever, ...]
    how: str


class LeverWords(LeverContext):
    """The sentences on the levers of one question, which has a view."""

    def findings(self) -> list[Finding]:
        """The headline first, then what turns each result, then what several together would do."""
        if self.question.balance.mean is None:
            return [self._nothing(), *self.blocked_findings()]
        unknowns = unknowns_findings(self)
        return [
            self.headline(),
            *(unknowns if self.is_uncertain else ()),
            *self.blocked_findings(),
            *self.verdict_findings(),
            *self._position("mean"),
            *self._position("median"),
            *pair_findings(self),
            *(() if self.is_uncertain else unknowns),
            *radius_findings(self),
        ]

    # --- the headline --------------------------------------------------------------------------------------

    @property
    def is_blocked(self) -> bool:
        """Whether somebody who can block is against, and something else would pass."""
        return bool(self.setting.opposed) and leader(self.question.balance) != "against"

    @property
    def is_uncertain(self) -> bool:
        """Whether those left out could turn the verdict, as in the balance."""
        return turned_by(self.question.balance) == "unknowns"

    def blocked_text(self) -> str:
        """Who blocks what."""
        opposed = [holder.actor for holder in self.setting.opposed]
        return tr("{what} is blocked by {names}", what=self.what, names=names_of(self.document, opposed))

    def headline(self) -> Finding:
        """What the result is and the smallest change that turns it, in one sentence."""
        claim = self.claim()
        return self.finding("headline", tr("{claim}.", claim=claim.text), claim.levers, claim.how)

    def claim(self, *, in_short: bool = False, is_open: bool = False) -> Claim:
        """The headline without its full stop, in short without the values now; `is_open` if within the
        ranges either side could lead.
        """
        lever = self.found.smallest("verdict")
        if not self.is_blocked:
            return self._verdict_claim(lever, in_short=in_short, is_open=is_open)
        together = unblocking(self.setting)
        blocked, change = self.blocked_text(), together_text(self.document, together, in_short=in_short)
        if lever is None:
            text = tr("{blocked}; it would take {change} to unblock it", blocked=blocked, change=change)
            return self._claim(text, together)
        text = tr(
            "{blocked}; it would take {change} to unblock it, while {other} would be enough {purpose}",
            blocked=blocked,
            change=change,
            other=change_text(self.document, lever, in_short=in_short),
            purpose=self.purpose(lever),
        )
        # The other change is no part of unblocking it: a scenario of the sentence makes only the first.
        return Claim(text, together, how_of(self.question, self.found, *together, lever))

    def _verdict_claim(self, lever: Lever | None, *, in_short: bool, is_open: bool) -> Claim:
        lead, pair = lead_text(self.document, self.question.balance), self.found.pairs["verdict"]
        if is_open:
            lead = open_lead(self.document, self.question.balance)
        elif self.is_uncertain:
            lead = tr("{lead} as far as is known, which is too little to call it", lead=lead)
        else:
            lead = tr("{lead} as judged", lead=lead)
        if lever is not None:
            text = tr(
                "{lead}; it would take {change} {purpose}",
                lead=lead,
                change=change_text(self.document, lever, in_short=in_short),
                purpose=self.purpose(lever),
            )
            return self._claim(text, (lever,))
        if pair is not None:
            text = tr(
                "{lead}; no single change would turn that: it would take both {changes} {purpose}",
                lead=lead,
                changes=changes_text(self.document, pair.levers, in_short=in_short),
                purpose=self.purpose(pair.levers[0]),
            )
            return Claim(text, pair.levers, how_of_pair(self.question, self.found, pair))
        text = tr("{lead}, and neither a single change nor any two alignments would turn that", lead=lead)
        return Claim(text, (), sides_line(self.setting))

    def _claim(self, text: str, levers: tuple[Lever, ...]) -> Claim:
        return Claim(text, levers, how_of(self.question, self.found, *levers))

    def _nothing(self) -> Finding:
        text = tr(
            "No actor has both a known alignment and a weight on this issue, so there is no result that a "
            "change could turn."
        )
        return Finding("headline", text, kind="missing")

    # --- who can block -------------------------------------------------------------------------------------

    def blocked_findings(self) -> list[Finding]:
        """Who blocks it and what would unblock it, or who could come to block it."""
        levers, opposed = self.found.levers["blocked"], self.setting.opposed
        if len(opposed) > 1:
            together = unblocking(self.setting)
            text = tr(
                "No single change would unblock {what}; all who can block and are against would have to "
                "move: {changes}.",
                what=self.what,
                changes=together_text(self.document, together),
            )
            return [self.finding("blocked", text, together)]
        if opposed:
            place = [lever for lever in levers if lever.field == "alignment"]
            text = tr(
                "It would take {change} to unblock {what}{size}, or for it to lose the power to block.",
                change=change_text(self.document, place[0]),
                what=self.what,
                size=size_text(self.question, place[0]),
            )
            return [self.finding("blocked", text, place)]
        return self._unknown_blockers() or self._could_block(levers)

    def _unknown_blockers(self) -> list[Finding]:
        unknown = [holder.actor for holder in self.setting.blockers if holder.alignment is None]
        if self.setting.opposed or not unknown:
            return []
        text = tr_count(
            "Whether {what} is blocked is open: {names} can block, and where it stands is not known.",
            "Whether {what} is blocked is open: {names} can block, and where they stand is not known.",
            len(unknown),
            what=self.what,
            names=names_of(self.document, unknown),
        )
        how = blocked_line()
        place = self.question.place_of_stance(unknown[0])
        return [Finding("blocked", text, how, place=place, actors=tuple(unknown))]

    def _could_block(self, levers: Sequence[Lever]) -> list[Finding]:
        places = [lever for lever in levers if lever.field == "alignment"]
        if places:
            text = tr(
                "Nobody who can block is against; it would take {change} to block {what}{size}.",
                change=change_text(self.document, places[0]),
                what=self.what,
                size=size_text(self.question, places[0]),
            )
            return [self.finding("blocked", text, places[:1])]
        roles = [lever for lever in levers if lever.field == "role"]
        if not roles:
            return []
        text = tr_count(
            "Nobody is judged to be able to block {what}; it would be blocked if {names}, who is against, "
            "could.",
            "Nobody is judged to be able to block {what}; it would be blocked if one of those against could: "
            "{names}.",
            len(roles),
            what=self.what,
            names=names_of(self.document, [lever.actor for lever in roles]),
        )
        how = blocked_line()
        actors = tuple(lever.actor for lever in roles)
        place = self.question.place_of_stance(roles[0].actor, "role")
        return [Finding("blocked", text, how, "detail", place=place, actors=actors)]

    # --- verdict, mean and median --------------------------------------------------------------------------

    def verdict_findings(self) -> list[Finding]:
        """The smallest changes that would turn which side leads."""
        first, *others = self.found.levers["verdict"] or (None,)
        if first is None:
            return []
        text = tr(
            "It would take {change} {purpose}{size}.",
            change=change_text(self.document, first),
            purpose=self.purpose(first),
            size=size_text(self.question, first),
        )
        listed: list[Lever] = []
        for lever in others:
            named = {each.actor for each in (first, *listed)}
            if len(listed) < _OTHERS and lever.outcome == first.outcome and lever.actor not in named:
                listed.append(lever)
        if listed:
            text = tr_count(
                "{sentence} The next smallest change that would do it is {changes}.",
                "{sentence} The next smallest changes that would do it are {changes}.",
                len(listed),
                sentence=text,
                changes=comma_list(
                    [change_text(self.document, each) + size_text(self.question, each) for each in listed]
                ),
            )
        findings = [self.finding("verdict", text, (first,))]
        likeliest = self.found.most_plausible("verdict")
        if likeliest is not None and likeliest not in (first, *listed):
            text = tr(
                "Measured by the ranges as judged, the smallest change is {change} {purpose}{size}.",
                change=change_text(self.document, likeliest),
                purpose=self.purpose(likeliest),
                size=size_text(self.question, likeliest),
            )
            findings.append(self.finding("plausible", text, (likeliest,), is_detail=True))
        return findings

    def _position(self, target: Target) -> list[Finding]:
        """What would bring the weighted mean or median over 0."""
        value = self.question.balance.mean if target == "mean" else self.question.balance.median
        now, lever = self.setting.result(target) or 0, self.found.smallest(target)
        shown = place_text(value or 0.0)
        name = tr("weighted mean") if target == "mean" else tr("weighted median")
        if target == "mean" and now == 0:
            text = tr("The weighted mean is at 0: any change of alignment moves it to one side.")
            return [Finding("mean", text, tr("Σ(weight × alignment) = 0"), "detail")]
        if lever is None:
            pattern = (
                tr("The {name} is {value}; no single change would bring it to 0.")
                if now
                else tr("The {name} is {value}; no single change would move it from there.")
            )
            how = result_line(self.setting, target)
            return [Finding(target, pattern.format(name=name, value=shown), how, "detail")]
        text = tr(
            "The {name} is {value}; it would take {change} {purpose}{size}.",
            name=name,
            value=shown,
            change=change_text(self.document, lever),
            purpose=self.purpose(lever),
            size=size_text(self.question, lever),
        )
        return [self.finding(target, text, (lever,), is_detail=target == "median")]

    # --- what it rests on ----------------------------------------------------------------------------------

    def rests_on(self) -> str:
        """What was counted and left out, and what a half-range is if steps are measured in them."""
        text = rests_on_counted(self.question)
        levers = [lever for each in self.found.levers.values() for lever in each]
        if all(lever.half_ranges is None for lever in levers):
            return text
        return f"{text} " + tr("A half-range is half of the width of the range judged plausible.")

    def beside_the_rule(self) -> tuple[str, ...]:
        """That a rule which the issue states is reported elsewhere; nothing if weight decides anyway."""
        rule = self.document.issues[self.question.issue or ""].rule
        if rule is None or rule.kind == "majority":
            return ()
        return (tr("This weighs actors; what the rule of the issue makes of it, see “Coalitions”."),)
