"""How the likelihoods of scenarios have done, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from stakemap.analysis.report import Finding
from stakemap.analysis.scenarios.scenarios import BANDS
from stakemap.analysis.track_record.track_record import LEAST, Brier, Forecasts, brier, forecasts
from stakemap.i18n import tr, tr_count
from stakemap.model.document import Likelihood, StakeMap
from stakemap.model.terms import term
from stakemap.wording.numbers import figure


def scenario_finding(document: StakeMap) -> Finding:
    """The Brier score of the scenarios whose outcome is recorded, or how many more it takes."""
    groups = forecasts(document.outcomes.values())
    found = brier([each for _, each in groups])
    return _missing(document, groups) if found is None else _told(groups, found)


def _missing(document: StakeMap, groups: Sequence[tuple[Likelihood, Forecasts]]) -> Finding:
    count = sum(each.count for _, each in groups)
    if not document.outcomes:
        text = tr(
            "No outcome of a scenario is recorded yet: how the likelihoods did can be told from {least} on. "
            "To record one, show the scenario and choose “Record the outcome…”.",
            least=LEAST,
        )
    else:
        text = tr_count(
            "{judged} of {all} recorded outcomes are of scenarios with a likelihood: how the likelihoods did "
            "can be told from {least} on, so {count} more is needed.",
            "{judged} of {all} recorded outcomes are of scenarios with a likelihood: how the likelihoods did "
            "can be told from {least} on, so {count} more are needed.",
            LEAST - count,
            judged=count,
            all=len(document.outcomes),
            least=LEAST,
        )
    return Finding("scenarios", text, kind="missing", action="record-outcome")


def _told(groups: Sequence[tuple[Likelihood, Forecasts]], found: Brier) -> Finding:
    values = {"count": found.count, "score": figure(found.score, 2)}
    skill = found.skill
    if skill is None:
        happened = any(each.happened for _, each in groups)
        all_or_none = tr("all of them came about") if happened else tr("none of them came about")
        text = tr(
            "The likelihoods of {count} scenarios have a Brier score of {score} (0 is perfect); as "
            "{all_or_none}, there is no base rate to compare them with.",
            all_or_none=all_or_none,
            **values,
        )
    elif skill >= 0:
        text = tr(
            "The likelihoods of {count} scenarios have a Brier score of {score} (0 is perfect), {skill} % "
            "better than if each had been given the share that came about.",
            skill=figure(100 * skill),
            **values,
        )
    else:
        text = tr(
            "The likelihoods of {count} scenarios have a Brier score of {score} (0 is perfect), {skill} % "
            "worse than if each had been given the share that came about.",
            skill=figure(-100 * skill),
            **values,
        )
    return Finding("scenarios", text, _how(groups, found))


def _how(groups: Sequence[tuple[Likelihood, Forecasts]], found: Brier) -> str:
    lines = [tr("Each likelihood counts as the middle of its band (Intelligence Community Directive 203).")]
    lines += [
        tr(
            "{likelihood} ({low} to {high} %): counted as {probability}; {happened} of {count} came about",
            likelihood=term(likelihood),
            low=BANDS[likelihood][0],
            high=BANDS[likelihood][1],
            probability=figure(each.probability, 3),
            happened=each.happened,
            count=each.count,
        )
        for likelihood, each in groups
    ]
    lines.append(
        tr(
            "Brier score = mean of (probability − 1 if it came about, else 0)² = {score} = reliability "
            "{reliability} − resolution {resolution} + uncertainty {uncertainty}",
            score=figure(found.score, 3),
            reliability=figure(found.reliability, 3),
            resolution=figure(found.resolution, 3),
            uncertainty=figure(found.uncertainty, 3),
        )
    )
    if found.skill is not None:
        lines.append(
            tr(
                "Skill = 1 − {score} ÷ {uncertainty} = {skill}",
                score=figure(found.score, 3),
                uncertainty=figure(found.uncertainty, 3),
                skill=figure(found.skill, 3),
            )
        )
    return "\n".join(lines)
