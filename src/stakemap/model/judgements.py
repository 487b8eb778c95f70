"""Judgements: a value with its range, confidence, reason, sources, author, date and what it replaced."""

from __future__ import annotations

import math
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from stakemap.i18n import tr
from stakemap.model.records import Day, Id, Name, Record, Text, listed, replace
from stakemap.model.terms import field_label, term

State = Literal["judged", "unknown", "not-applicable"]
Confidence = Literal["low", "moderate", "high"]
Basis = Literal["stated", "inferred", "assumed"]
#: How several analysts' judgements become one: the mean of their distributions (linear opinion pool), the
#: median of their values, the mean of their quantiles.
PoolMethod = Literal["linear", "median", "quantile"]
Role = Literal["decides", "can-block", "influences"]

#: Most votes of one actor.
VOTES_LIMIT = 10**9
Percent = Annotated[float, Field(ge=0, le=100)]
SignedPercent = Annotated[float, Field(ge=-100, le=100)]


#: Decimal places of range ends, so that shifting a range leaves no floating-point residue.
_DECIMAL_PLACES = 6


def shifted_range(
    span: tuple[float, float], value: float, now: float, scale: tuple[float, float]
) -> tuple[float, float]:
    """Shift the range of a value that changes to `now`, clamped to the scale and still containing it."""
    step = now - value
    low, high = (min(max(round(end + step, _DECIMAL_PLACES), scale[0]), scale[1]) for end in span)
    return min(low, now), max(high, now)


def whole(value: float, scale: tuple[float, float]) -> float:
    """Clamp a value to the scale and round it to a whole number, halves up."""
    return float(math.floor(min(max(value, scale[0]), scale[1]) + 0.5))


def check_range(value: float, low: float | None, high: float | None) -> None:
    """Raise ValueError for a range with one end or that does not include its value."""
    if (low is None) != (high is None):
        raise ValueError(tr("a range needs both ends or neither"))
    if low is not None and high is not None and not low <= value <= high:
        raise ValueError(tr("a range must include its value: low ≤ value ≤ high"))


class Estimate(Record):
    """A number with its range, which is the analyst's 80 % plausible interval (10th to 90th percentile)."""

    #: Lowest and highest.
    scale: ClassVar[tuple[float, float]] = (-math.inf, math.inf)

    value: float
    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        check_range(self.value, self.low, self.high)
        return self

    @property
    def has_range(self) -> bool:
        """Whether the analyst gave a plausible interval."""
        return self.low is not None

    def moved_to(self, value: float) -> Self:
        """The estimate at another value with its range shifted within the scale; itself when unchanged.

        Raises EditError for a value off the scale.
        """
        if value == self.value or self.low is None or self.high is None:
            return replace(self, value=value)
        low, high = shifted_range((self.low, self.high), self.value, value, self.scale)
        return replace(self, value=value, low=low, high=high)


class InfluenceEstimate(Estimate):
    """Influence on the question, 0 (none) to 100 (decisive)."""

    scale: ClassVar[tuple[float, float]] = (0.0, 100.0)

    value: Percent
    low: Percent | None = None
    high: Percent | None = None


class SalienceEstimate(Estimate):
    """How much an issue matters to an actor, 0 (not at all) to 100 (above all else)."""

    scale: ClassVar[tuple[float, float]] = (0.0, 100.0)

    value: Percent
    low: Percent | None = None
    high: Percent | None = None


class AlignmentEstimate(Estimate):
    """Where an actor stands on an issue, −100 (its low end) to +100 (its high end)."""

    scale: ClassVar[tuple[float, float]] = (-100.0, 100.0)

    value: SignedPercent
    low: SignedPercent | None = None
    high: SignedPercent | None = None


#: How well a citation fits a reading: 1 very inconsistent, 2 inconsistent, 3 neutral, 4 and 5 consistent.
Rating = Annotated[int, Field(ge=1, le=5)]


class Readings(Record):
    """How well a citation fits each of the three readings of a stance (analysis of competing hypotheses)."""

    supporting: Rating | None = None
    undecided: Rating | None = None
    opposing: Rating | None = None


class Citation(Record):
    """A passage of a source that speaks for a judgement, or against it."""

    source: Id
    passage: Text = ""
    against: bool = False
    readings: Readings | None = None


class Condition(Record):
    """What an actor's stance hangs on: a sentence, and the issue it hangs on if it is one of the map's."""

    text: Text
    issue: Id | None = None


class Judgement(Record):
    """What every judgement carries; `earlier` holds what it replaced, newest first, all in one row.

    `others` holds what others judge of the same subject, each with its author and support: a disagreement
    that stands beside the judgement. `pooled` says that the value was pooled from those and is nobody's own.
    """

    #: The name of the field that is set exactly when the state is "judged".
    measured: ClassVar[str]

    state: State = "judged"
    confidence: Confidence | None = None
    basis: Basis | None = None
    reason: Text = ""
    citations: tuple[Citation, ...] = listed()
    #: Whether reason, citations, confidence and basis were written for an earlier value, and the analyst says
    #: that they still apply to this one.
    support_kept: bool = False
    watch_for: Text = ""
    pooled: PoolMethod | None = None
    by: Name = ""
    on: Day | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        has_value = getattr(self, self.measured) is not None
        if self.state == "judged" and not has_value:
            raise ValueError(
                tr(
                    "a judgement needs its {value}, or the state unknown or not applicable",
                    value=field_label(self.measured),
                )
            )
        if self.state != "judged" and has_value:
            raise ValueError(
                tr(
                    "a judgement whose state is “{state}” has no {value}",
                    state=term(self.state),
                    value=field_label(self.measured),
                )
            )
        held: tuple[Judgement, ...] = getattr(self, "earlier", ()) + getattr(self, "others", ())
        if held and any(getattr(each, "earlier", ()) or getattr(each, "others", ()) for each in held):
            raise ValueError(
                tr("a judgement that is listed beside another holds neither earlier ones nor those of others")
            )
        return self

    def with_earlier(self) -> tuple[Judgement, ...]:
        """The judgement and those it replaced, newest first."""
        earlier: tuple[Judgement, ...] = getattr(self, "earlier", ())
        return (self, *earlier) if earlier else (self,)

    @property
    def is_judged(self) -> bool:
        """Whether the analyst gave a value (unknown is not neutral, and not applicable is not unknown)."""
        return self.state == "judged"

    @property
    def is_explained(self) -> bool:
        """Whether it has a reason."""
        return bool(self.reason.strip())

    @property
    def all_citations(self) -> tuple[Citation, ...]:
        """Its citations, and of what was pooled those of each analyst's judgement."""
        if self.pooled is None:
            return self.citations
        others: tuple[Judgement, ...] = getattr(self, "others", ())
        pooled = (citation for other in others for citation in other.citations)
        return tuple(dict.fromkeys((*self.citations, *pooled)))

    @property
    def is_sourced(self) -> bool:
        """Whether it, or anything it was pooled from, cites a source that does not speak against it."""
        return any(not citation.against for citation in self.all_citations)

    @property
    def is_supported(self) -> bool:
        """Whether it has a reason and a supporting source; the canvas marks judgements without them."""
        return self.is_explained and self.is_sourced

    @property
    def is_weak(self) -> bool:
        """Whether it has low confidence, no reason or no supporting source."""
        return self.confidence == "low" or not self.is_supported


class Standing(Judgement):
    """A judgement of an actor's influence on the whole question, 0 to 100."""

    measured: ClassVar[str] = "influence"

    influence: InfluenceEstimate | None = None
    others: tuple[Standing, ...] = listed()
    earlier: tuple[Standing, ...] = listed()


class Stance(Judgement):
    """A judgement of an actor's alignment on an issue, −100 to +100, and how much the issue matters to it."""

    measured: ClassVar[str] = "alignment"

    alignment: AlignmentEstimate | None = None
    salience: SalienceEstimate | None = None
    influence: InfluenceEstimate | None = None
    role: Role | None = None
    #: The votes that the actor has on the issue, if votes are what counts.
    votes: Annotated[int, Field(ge=0, le=VOTES_LIMIT)] | None = None
    conditions: tuple[Condition, ...] = listed()
    others: tuple[Stance, ...] = listed()
    earlier: tuple[Stance, ...] = listed()


class Tie(Judgement):
    """A judgement of a relation's strength at a snapshot, −3 (hostile) to +3 (friendly)."""

    measured: ClassVar[str] = "strength"

    strength: Annotated[int, Field(ge=-3, le=3)] | None = None
    others: tuple[Tie, ...] = listed()
    earlier: tuple[Tie, ...] = listed()
