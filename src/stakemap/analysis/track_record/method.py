"""Track record: how often the ranges of judgements held what was later found, and scenarios came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.analysis.availability import has_record
from stakemap.analysis.methods import Method, MethodPage, MethodSlide
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.analysis.question import Question
    from stakemap.analysis.report import Report


def _report(question: Question) -> Report:
    from stakemap.analysis.track_record.sentences import report

    return report(question.document)


def _example(question: Question) -> tuple[str, ...]:
    from stakemap.analysis.track_record.example import example

    return example(question)


def _page() -> MethodPage:
    return MethodPage(
        question=tr("Were we right?"),
        formulas=(
            tr("A range held if what was found lies within it, ends included."),
            tr("Hit rate = ranges that held ÷ ranges resolved; of 80 % ranges, 80 % should hold."),
            tr(
                "Wilson’s 95 % interval = (p + z² ÷ 2n ± z √(p (1 − p) ÷ n + z² ÷ 4n²)) ÷ (1 + z² ÷ n), "
                "z = 1.96"
            ),
            tr("Probability of at most k of n = Σ C(n, i) 0.8ⁱ 0.2ⁿ⁻ⁱ over i from 0 to k"),
            tr(
                "Calibration = exp(−N Σ sᵢ ln(sᵢ ÷ pᵢ)) of the shares s below, within and above N ranges, "
                "where p is 0.1, 0.8 and 0.1; 1 is perfect"
            ),
            tr("Interval score = width + 10 × distance of what was found from the range"),
            tr(
                "Brier score = mean of (probability − 1 if it came about, else 0)² = reliability − "
                "resolution + uncertainty; skill = 1 − Brier score ÷ uncertainty"
            ),
            tr("A likelihood counts as the middle of its band in the Intelligence Community Directive 203."),
            tr("Nothing is told of fewer than 10."),
        ),
        sources=(
            tr(
                "Edwin B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, "
                "Journal of the American Statistical Association 22, 1927"
            ),
            tr("Roger M. Cooke, Experts in Uncertainty, 1991"),
            tr(
                "Tilmann Gneiting and Adrian E. Raftery, Strictly Proper Scoring Rules, Prediction, and "
                "Estimation, Journal of the American Statistical Association 102, 2007"
            ),
            tr(
                "Glenn W. Brier, Verification of Forecasts Expressed in Terms of Probability, Monthly "
                "Weather Review 78, 1950"
            ),
            tr(
                "Allan H. Murphy, A New Vector Partition of the Probability Score, Journal of Applied "
                "Meteorology 12, 1973"
            ),
        ),
        caveat=tr(
            "A record tells how the judgements that were resolved have done, not how others will. What is "
            "resolved is chosen by people, and judgements of the same actor depend on each other."
        ),
        example=_example,
    )


def _rests_on(question: Question) -> tuple[object, ...]:
    document = question.document
    return (
        document.resolutions,
        document.outcomes,
        document.actors,
        document.issues,
        document.snapshots,
    )


METHODS = (
    Method(
        "track-record",
        lambda: tr("Track record"),
        _report,
        _page,
        _rests_on,
        of_issue=False,
        slide=MethodSlide(has_record, lambda: tr("Trac&k record")),
    ),
)
