"""What several analysts judge of one subject, in words: each of them, their spread, and what was pooled."""

from __future__ import annotations

from collections.abc import Iterator

from stakemap.i18n import number, tr, tr_count
from stakemap.model.judgements import Estimate, Judgement, PoolMethod, Stance, Standing
from stakemap.model.others import judgements_of_analysts, others_of
from stakemap.model.terms import term
from stakemap.text import plain, shortened
from stakemap.wording.dates import date_text
from stakemap.wording.numbers import estimate_words, signed

#: The most characters of a reason in a line.
_REASON = 100
#: The most judgements of others that are listed.
_MOST_OTHERS = 7


def pool_methods() -> dict[PoolMethod, str]:
    """The methods of pooling in words, the default first."""
    return {
        "linear": tr("mean of the distributions"),
        "median": tr("median of the values"),
        "quantile": tr("mean of the quantiles"),
    }


def pooled_text(judgement: Judgement) -> str:
    """From how many analysts a judgement was pooled, and how; "" for an analyst's own."""
    if judgement.pooled is None:
        return ""
    analysts = judgements_of_analysts(judgement)
    method, count = pool_methods()[judgement.pooled], len(analysts)
    if not judgement.is_judged and any(each.is_judged for each in analysts):
        return tr_count(
            "Not pooled: {count} analyst’s judgement excludes others",
            "Not pooled: the judgements of {count} analysts exclude each other",
            count,
        )
    if not count:
        # In a ledger, where it stands without them.
        return tr("Pooled from several analysts ({method})", method=method)
    return tr_count(
        "Pooled from {count} analyst ({method})",
        "Pooled from {count} analysts ({method})",
        count,
        method=method,
    )


def signature_text(judgement: Judgement) -> str:
    """Who judged on which day, as far as known, or who pooled it; "" if nothing is known."""
    by, day = plain(judgement.by), date_text(judgement.on)
    if judgement.pooled is not None:
        if by and day:
            return tr("Pooled by {analyst} on {date}", analyst=by, date=day)
        if by:
            return tr("Pooled by {analyst}", analyst=by)
        return tr("Pooled on {date}", date=day) if day else ""
    if by and day:
        return tr("Judged by {analyst} on {date}", analyst=by, date=day)
    if by:
        return tr("Judged by {analyst}", analyst=by)
    return tr("Judged on {date}", date=day) if day else ""


def analyst_name(judgement: Judgement) -> str:
    """The author of a judgement, "Somebody" if it has none."""
    return plain(judgement.by).strip() or tr("Somebody")


def judged_value(judgement: Judgement) -> str:
    """The value of a judgement with its range, or its state: "+45 (+30 to +60)", "unknown"."""
    measured = getattr(judgement, judgement.measured)
    if measured is None:
        return term(judgement.state)
    if not isinstance(measured, Estimate):
        return signed(measured)
    return estimate_words(measured, with_sign=isinstance(judgement, Stance))


def other_line(judgement: Judgement) -> str:
    """What one analyst judges in a line, with a reason of any length shortened."""
    values = {"analyst": analyst_name(judgement), "value": judged_value(judgement)}
    if not judgement.is_explained:
        return tr("{analyst}: {value}", **values)
    return tr("{analyst}: {value}. {reason}", **values, reason=shortened(plain(judgement.reason), _REASON))


def other_lines(judgement: Judgement) -> Iterator[str]:
    """How many others judge the same subject, then what each of the first ones judges."""
    others = others_of(judgement)
    if not others:
        return
    yield tr_count("Judged by {count} other:", "Judged by {count} others:", len(others))
    yield from map(other_line, others[:_MOST_OTHERS])
    if len(others) > _MOST_OTHERS:
        left = len(others) - _MOST_OTHERS
        yield tr_count("and {count} more", "and {count} more", left)


def spread_ends(judgement: Judgement) -> tuple[float, float] | None:
    """The lowest and the highest value that analysts judge; None unless several give one."""
    if not others_of(judgement):
        return None
    measured = (getattr(each, each.measured) for each in judgements_of_analysts(judgement))
    values = [
        each.value if isinstance(each, Estimate) else float(each) for each in measured if each is not None
    ]
    return (min(values), max(values)) if len(values) > 1 else None


def spread_text(judgement: Judgement) -> str:
    """How far the analysts are apart: "−20 … +45, 3 analysts"; "" where nobody else judges."""
    if not others_of(judgement):
        return ""
    count = len(judgements_of_analysts(judgement))
    analysts = tr_count("{count} analyst", "{count} analysts", count)
    ends = spread_ends(judgement)
    if ends is None:
        return analysts
    shown = [number(end) if isinstance(judgement, Standing) else signed(end) for end in ends]
    span = shown[0] if shown[0] == shown[1] else " … ".join(shown)
    return tr("{span}, {analysts}", span=span, analysts=analysts)
