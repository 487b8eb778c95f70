"""Levers as bars, as a table and as plain data."""

from __future__ import annotations

import math
from collections.abc import Mapping

from stakemap.analysis.balance.counted import Quantity
from stakemap.analysis.levers.found import Found
from stakemap.analysis.levers.levers import Lever, unblocking
from stakemap.analysis.levers.phrases import is_beyond, role_now, times_text
from stakemap.analysis.levers.results import TARGETS, Setting, Target
from stakemap.analysis.question import Question
from stakemap.analysis.report import Bar, Bars, ChartSide, Table
from stakemap.analysis.shared_sentences import code_with_name
from stakemap.i18n import number, tr
from stakemap.model.judgements import Role
from stakemap.model.terms import field_label, term
from stakemap.wording.names import actor_name
from stakemap.wording.numbers import signed

#: Most bars of one result, and most rows of the table.
_BARS, _ROWS = 4, 12


def _target_label(lever: Lever) -> str:
    return {
        "blocked": tr("block") if lever.outcome else tr("unblock"),
        "verdict": tr("lead"),
        "mean": tr("mean"),
        "median": tr("median"),
    }[lever.target]


def _shown(found: Found, target: Target) -> list[Lever]:
    """The levers of a target by what is shown; where several block, what they do together."""
    return list(found.levers[target]) or (list(unblocking(found.setting)) if target == "blocked" else [])


def charts(question: Question, found: Found) -> tuple[Bars, ...]:
    """Where actors would have to stand, and how influential or concerned they would have to be."""
    alignments: list[Bar] = []
    weights: list[Bar] = []
    for target in TARGETS:
        levers = _shown(found, target)
        for bars, fields in ((alignments, ("alignment",)), (weights, ("influence", "salience"))):
            chosen = [lever for lever in levers if lever.field in fields][:_BARS]
            bars += [_bar(question, lever) for lever in chosen]
    made = []
    if alignments:
        made.append(
            Bars(
                tr("Alignment now and where it would turn the result"),
                tuple(alignments),
                (-100.0, 100.0),
                0.0,
                ends=(tr("Against"), tr("For")),
                strong_label=tr("beyond its range as judged"),
            )
        )
    if weights:
        made.append(
            Bars(
                tr("Influence or salience now and where it would turn the result"),
                tuple(weights),
                (0.0, 100.0),
                strong_label=tr("beyond its range as judged"),
            )
        )
    return tuple(made)


def _bar(question: Question, lever: Lever) -> Bar:
    before, after = float(lever.before or 0.0), float(lever.typed)
    code = code_with_name(question.document, lever.actor)
    label, short = _bar_label(code.name, lever), _bar_label(code.code, lever)
    side: ChartSide = "neutral"
    if lever.field == "alignment":
        side = "for" if after > before else "against"
    show = signed if lever.field == "alignment" else number
    text = tr("{before} → {after}", before=show(before), after=show(after))
    return Bar(label, before, after, text, side, is_beyond(question, lever), lever.actor, short, code)


def _bar_label(name: str, lever: Lever) -> str:
    label = tr("{name} · {target}", name=name, target=_target_label(lever))
    if lever.field == "alignment":
        return label
    return tr("{label}, {field}", label=label, field=field_label(lever.field))


def table(question: Question, found: Found) -> tuple[Table, ...]:
    """The smallest levers of each result as a table; none without levers."""
    each = max(1, _ROWS // len(TARGETS))
    levers = [lever for target in TARGETS for lever in _shown(found, target)[:each]]
    if not levers:
        return ()
    rows = tuple(
        (
            _target_label(lever),
            actor_name(question.document, lever.actor),
            field_label(lever.field),
            _value_text(lever, role_now(question, lever.actor) if lever.field == "role" else lever.before),
            _value_text(lever, lever.typed),
            "" if lever.half_ranges is None else times_text(lever.half_ranges),
        )
        for lever in levers
    )
    return (
        Table(
            tr("The smallest changes, each alone"),
            (tr("Turns"), tr("Actor"), tr("Field"), tr("Now"), tr("Needed"), tr("Half-ranges")),
            rows,
            frozenset({3, 4, 5}),
            tuple(lever.actor for lever in levers),
        ),
    )


def _value_text(lever: Lever, value: float | Role | None) -> str:
    if value is None:
        return tr("not given")
    if isinstance(value, str):
        return term(value)
    return signed(value) if lever.field == "alignment" else number(value)


# --- data ---------------------------------------------------------------------------------------------------


def data_of(question: Question, found: Found) -> Mapping[str, object]:
    """All numbers with their inputs, as plain values.

    `to` is the value at which the result turns, at most a millionth of a point beyond its limit;
    `to_in_whole_numbers` the first whole number there or beyond.
    """
    setting, result = found.setting, question.balance
    return {
        "issue": question.issue,
        "snapshot": question.snapshot,
        "threshold": setting.limits.threshold,
        "margin": setting.limits.margin,
        "by_salience": result.by_salience,
        "actors": _inputs(question, setting),
        "left_out": [
            {"actor": actor, "alignment": _plain(place), "weight": weight}
            for actor, place, weight in zip(
                setting.inputs.left_out.actors,
                setting.inputs.left_out.alignment.tolist(),
                setting.inputs.left_out.weight.tolist(),
                strict=True,
            )
        ],
        "can_block": [{"actor": holder.actor, "alignment": holder.alignment} for holder in setting.blockers],
        "results": {
            "net": result.net,
            "weight": result.weight,
            "mean": result.mean,
            "median": result.median,
            "sides": {target: setting.result(target) for target in TARGETS},
        },
        "levers": [_lever(question, lever) for target in TARGETS for lever in found.levers[target]],
        "unblocking": [_lever(question, lever) for lever in unblocking(setting)],
        "pairs": [
            {
                "target": pair.target,
                "size": pair.size,
                "unit": pair.unit,
                "levers": [_lever(question, lever) for lever in pair.levers],
            }
            for pair in found.pairs.values()
            if pair is not None
        ],
        "unknowns": [
            {
                "target": each.target,
                "actors": list(each.actors),
                "toward": each.toward,
                "weight": each.weight,
                "needed": each.needed,
            }
            for each in found.unknowns.values()
            if each is not None
        ],
        "radius": {target: found.radii[target] for target in TARGETS if target != "blocked"},
    }


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else value


def _inputs(question: Question, setting: Setting) -> list[dict[str, object]]:
    inputs = setting.inputs
    rows: list[dict[str, object]] = []
    for index, actor in enumerate(inputs.actors):
        row: dict[str, object] = {"actor": actor}
        for name in ("alignment", "influence", "salience"):
            quantity: Quantity = getattr(inputs, name)
            row[name] = _plain(float(quantity.value[index]))
            row[f"{name}_range"] = (
                [float(quantity.low[index]), float(quantity.high[index])]
                if quantity.has_range[index]
                else None
            )
        row["weight"], row["role"] = float(setting.weight[index]), role_now(question, actor)
        rows.append(row)
    return rows


def _lever(question: Question, lever: Lever) -> dict[str, object]:
    before = role_now(question, lever.actor) if lever.field == "role" else lever.before
    return {
        "target": lever.target,
        "actor": lever.actor,
        "field": lever.field,
        "from": before,
        "to": lever.after,
        "to_in_whole_numbers": lever.typed,
        "share_of_scale": lever.share,
        "half_ranges": lever.half_ranges,
    }
