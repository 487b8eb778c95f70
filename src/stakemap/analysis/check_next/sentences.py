"""Which judgement to check next, in sentences."""

from __future__ import annotations

from stakemap.analysis.balance.intervals import DRAWS, missing_ranges
from stakemap.analysis.balance.verdict_sentences import names_of
from stakemap.analysis.check_next.check_next import NOISE, Answer, Checkable, Uncertainty, swings
from stakemap.analysis.check_next.formulas import how_of_share, percent, points, points_of_weight
from stakemap.analysis.check_next.support import Support, value_name
from stakemap.analysis.check_next.table import data_of, table, tornado
from stakemap.analysis.check_next.uncertainty import BINS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Report
from stakemap.analysis.shared_sentences import rests_on_counted, without_view
from stakemap.i18n import comma_list, tr, tr_count
from stakemap.text import capital
from stakemap.wording.names import actor_name, issue_name
from stakemap.wording.numbers import figure, signed_figure

METHOD = "check-next"
#: Most values in the list, and the least share of one, which is shown as 1 %.
LISTED, LEAST = 5, 0.005
#: Least share of the worth of knowing all that is called nearly as much.
_NEARLY = 0.9


def caveat() -> str:
    """What the method cannot tell."""
    return tr(
        "Each value is taken to err by itself, within its range as judged: errors that judgements share are "
        "not seen, and neither is what a range that is too narrow leaves out. It says what would matter, not "
        "what will happen."
    )


def report(question: Question) -> Report:
    """The report on the issue and snapshot of a question."""
    if not question.has_view:
        return without_view(METHOD, caveat())
    return _Words(Answer(question)).report()


class _Words:
    """The findings on one answer."""

    def __init__(self, answer: Answer) -> None:
        self._answer, self._question = answer, answer.question
        self._document = answer.question.document
        self._support, self._swings = Support(answer.question), swings(answer.question)

    def report(self) -> Report:
        findings = [*self._unknown(), *self._shares(), *self._by_weight(), *self._left_out()]
        if not findings:
            text = tr(
                "No actor has a known alignment and influence on “{issue}”, so there is nothing to check.",
                issue=issue_name(self._document, self._question.issue or ""),
            )
            findings = [Finding("nothing", text, kind="missing")]
        bars = self._swings
        return Report(
            METHOD,
            findings,
            charts=[tornado(self._question, bars)] if bars else [],
            tables=[table(self._answer, self._support)] if self._answer.known else [],
            rests_on=rests_on_counted(self._question),
            caveat=caveat(),
            data=data_of(self._answer, bars, self._support),
        )

    # --- what is not known ---------------------------------------------------------------------------------

    def _unknown(self) -> list[Finding]:
        """Those not known that could turn the verdict, in one sentence."""
        entries = [each for each in self._answer.entries if not each.is_known]
        if not entries:
            return []
        first, *others = entries
        result = self._question.balance
        needed = max(abs(result.net), result.margin / 100 * result.weight)
        what = self._unknown_value(first)
        if result.mean is None:
            text = tr("Nothing can be weighed yet: judge first {what}.", what=what)
        elif first.weight >= needed or not others:
            text = tr(
                "Find out first {what}: with a weight of up to {weight}, it could turn the result.",
                what=what,
                weight=figure(first.weight),
            )
        else:
            text = tr(
                "Find out first {what}: together with others that are not known ({others}), it could turn "
                "the result.",
                what=what,
                others=names_of(self._document, [each.actor for each in others]),
            )
        how = tr(
            "difference between the sides: {net}; to turn it takes {needed}; what they could weigh (an "
            "influence that is not judged may be as high as 100): {weights}",
            net=signed_figure(result.net),
            needed=figure(needed),
            weights=comma_list([self._weight_text(each) for each in entries]),
        )
        actors = tuple(each.actor for each in entries)
        return [Finding("unknown", text, how, place=first.place, actors=actors)]

    def _weight_text(self, each: Checkable) -> str:
        name = actor_name(self._document, each.actor)
        return tr("{name} up to {weight}", name=name, weight=figure(each.weight))

    def _unknown_value(self, each: Checkable) -> str:
        name = actor_name(self._document, each.actor)
        if each.field == "influence":
            return tr("how much influence {name} has", name=name)
        return tr("where {name} stands", name=name)

    def _left_out(self) -> list[Finding]:
        """Those left out that could not turn the verdict."""
        result = self._question.balance
        if any(not each.is_known for each in self._answer.entries) or not self._answer.known:
            return []
        weight = sum(each.weight for each in result.potential)
        left_out = self._question.inputs.left_out.actors
        if weight <= 0 or not left_out:
            return []
        text = tr_count(
            "{names} is not counted since its alignment or influence is not known: it could weigh up to "
            "{weight}, which could not turn the result by itself.",
            "{names} are not counted since their alignment or influence is not known: together they could "
            "weigh up to {weight}, which could not turn the result by itself.",
            len(left_out),
            names=names_of(self._document, left_out),
            weight=figure(weight),
        )
        place = self._question.place_of_stance(left_out[0])
        return [Finding("left-out", text, kind="detail", place=place, actors=left_out)]

    # --- with ranges ---------------------------------------------------------------------------------------

    def _shares(self) -> list[Finding]:
        found = self._answer.found
        if found is None or not self._answer.known:
            return []
        if found.lead is None and found.position is None:
            text = (
                tr("No counted actor has any weight, so nothing is uncertain about the result.")
                if self._question.balance.mean is None
                else tr(
                    "Every range is empty: by the values as judged, nothing is uncertain about the result."
                )
            )
            return [Finding("certain", text, kind="missing")]
        top = self._answer.known[0]
        listed = [each for each in self._answer.known if self._share(each, found) >= LEAST]
        findings = [self._headline(found, top), *self._worth(found), *self._of_places()]
        findings += [self._entry(found, each) for each in listed[1:LISTED]]
        return findings

    @staticmethod
    def _share(each: Checkable, found: Uncertainty) -> float:
        """The share by which values are ranked."""
        return (each.share if found.lead is not None else each.share_of_position) or 0.0

    def _headline(self, found: Uncertainty, top: Checkable) -> Finding:
        whole = (
            tr("the uncertainty about the difference between the sides")
            if found.lead is not None
            else tr("the uncertainty about the weighted mean")
        )
        values = {
            "value": value_name(self._question, top),
            "share": percent(self._share(top, found)),
            "whole": whole,
            "support": self._support.words(top),
        }
        tied = sum(percent(self._share(each, found)) == values["share"] for each in self._answer.known)
        if top is self._answer.entries[0]:
            text = tr_count(
                "The judgement most worth checking is {value}, which carries {share} of {whole}; behind it: "
                "{support}.",
                "One of the {count} judgements most worth checking is {value}, each of which carries {share} "
                "of {whole}; behind it: {support}.",
                tied,
                **values,
            )
        else:
            text = tr_count(
                "Of what is judged, {value} is most worth checking: it carries {share} of {whole}; behind "
                "it: {support}.",
                "Of what is judged, {value} is one of the {count} most worth checking: each carries {share} "
                "of {whole}; behind it: {support}.",
                tied,
                **values,
            )
        how = how_of_share(self._question, found, top)
        return Finding("first", text, how, place=top.place, actors=(top.actor,))

    def _entry(self, found: Uncertainty, each: Checkable) -> Finding:
        text = tr(
            "{value}: {share} of the uncertainty; behind it: {support}.",
            value=capital(value_name(self._question, each)),
            share=percent(self._share(each, found)),
            support=self._support.words(each),
        )
        return Finding(
            f"{each.actor}.{each.field}",
            text,
            how_of_share(self._question, found, each),
            kind="detail",
            place=each.place,
            actors=(each.actor,),
        )

    def _worth(self, found: Uncertainty) -> list[Finding]:
        """What knowing all values, and the one that is worth most, would be worth."""
        if found.lead is None or self._answer.drawn is None:
            return []
        best, whole = max(self._answer.known, key=_worth), self._answer.worth_of_all
        value = value_name(self._question, best)
        worth = points_of_weight(whole)
        if _worth(best) >= _NEARLY * whole > 0:
            text = tr(
                "For a step that pays only if those in favour have more weight, knowing every value first "
                "would be worth {worth} on average over the ranges, and knowing {value} alone nearly as "
                "much.",
                worth=worth,
                value=value,
            )
        elif _worth(best) > 0:
            text = tr(
                "For a step that pays only if those in favour have more weight, knowing every value first "
                "would be worth {worth} on average over the ranges; knowing {value} alone, {one}.",
                worth=worth,
                one=points(_worth(best)),
                value=value,
            )
        elif round(whole, 6) <= 0:
            text = tr(
                "For a step that pays only if those in favour have more weight, knowing values first would "
                "be worth nothing: in every draw from the ranges, the same side has more weight."
            )
        else:
            text = tr(
                "For a step that pays only if those in favour have more weight, knowing every value first "
                "would be worth {worth} on average over the ranges, but knowing a single one nothing: "
                "whatever it is, the same side would be expected to have more weight.",
                worth=worth,
            )
        how = tr(
            "worth of knowing all = mean of max(0, difference) − max(0, mean difference) over {draws} draws "
            "from the ranges = {all}; the expected difference is {expected}; knowing {value} is worth {one}",
            draws=figure(DRAWS),
            all=figure(whole, 1),
            expected=signed_figure(found.expected, 1),
            value=value,
            one=figure(_worth(best), 1),
        )
        return [Finding("worth", text, how, kind="detail", place=best.place, actors=(best.actor,))]

    def _of_places(self) -> list[Finding]:
        """Which values carry most of the uncertainty of the weighted mean and median."""
        position = max(self._answer.known, key=lambda each: each.share_of_position or 0.0)
        median = max(self._answer.known, key=self._of_median)
        if not position.share_of_position:
            return []
        values = {
            "value": value_name(self._question, position),
            "share": percent(position.share_of_position),
            "of_median": percent(self._of_median(median)),
            "other": value_name(self._question, median),
        }
        if self._of_median(median) < NOISE:
            text = tr("Of the uncertainty of the weighted mean, {value} carries most ({share}).", **values)
        elif median is position:
            text = tr(
                "Of the uncertainty of the weighted mean, {value} carries most ({share}), and so it does "
                "of that of the weighted median ({of_median}).",
                **values,
            )
        else:
            text = tr(
                "Of the uncertainty of the weighted mean, {value} carries most ({share}); of that of the "
                "weighted median, {other} ({of_median}).",
                **values,
            )
        how = tr(
            "position: variance of weight × alignment; median: variance between {bins} bins of a value over "
            "{draws} draws, without what chance alone gives; under {noise} is noise",
            bins=BINS,
            draws=figure(DRAWS),
            noise=percent(NOISE),
        )
        return [Finding("places", text, how, kind="detail", place=position.place)]

    def _of_median(self, each: Checkable) -> float:
        return self._answer.median_share(each) or 0.0

    # --- without ranges ------------------------------------------------------------------------------------

    def _by_weight(self) -> list[Finding]:
        """What is known without ranges: which judgements weigh most and have the weakest support."""
        if self._answer.found is not None or not self._answer.known:
            return []
        lacking = missing_ranges(self._question.inputs)
        weak = [
            each
            for each in self._answer.known
            if each.judgement is not None and each.judgement.is_weak and each.weight > 0
        ]
        findings = [self._weak_entry(each, number) for number, each in enumerate(weak[:LISTED])]
        text = tr(
            "Which judgement carries most of the uncertainty can be told only with a range for every value "
            "that counts; actors without one: {names}.",
            names=names_of(self._document, lacking),
        )
        if not weak:
            text += " " + tr("No judgement that counts has low confidence, no reason or no source.")
        widest = next(iter(self._swings), None)
        if widest is not None:
            text += " " + tr(
                "Of the ranges of alignments that there are, that of {name} moves the weighted mean "
                "most: {low} to {high}.",
                name=actor_name(self._document, widest.actor),
                low=signed_figure(widest.low),
                high=signed_figure(widest.high),
            )
        place = next(each.place for each in self._answer.known if each.actor == lacking[0])
        findings.insert(
            min(len(findings), 1), Finding("no-ranges", text, kind="missing", place=place, actors=lacking)
        )
        return findings

    def _weak_entry(self, each: Checkable, number: int) -> Finding:
        values = {
            "value": value_name(self._question, each),
            "weight": figure(each.weight),
            "support": self._support.words(each),
        }
        if number == 0:
            text = tr(
                "The weightiest judgement with weak support is {value} (weight {weight}); behind it: "
                "{support}.",
                **values,
            )
        else:
            text = capital(tr("{value}: weight {weight}; behind it: {support}.", **values))
        return Finding(
            f"weak.{each.actor}.{each.field}",
            text,
            tr("weak support: low confidence, no reason, or no source that supports it; sorted by weight"),
            kind="result" if number == 0 else "detail",
            place=each.place,
            actors=(each.actor,),
        )


def _worth(each: Checkable) -> float:
    return each.worth or 0.0
