"""The formulas behind levers, with their numbers put in."""

from __future__ import annotations

import numpy as np

from stakemap.analysis.balance.sides import side_of
from stakemap.analysis.levers.found import Found
from stakemap.analysis.levers.levers import Lever
from stakemap.analysis.levers.pairs import Pair
from stakemap.analysis.levers.results import Setting, Target, sides_of
from stakemap.analysis.levers.unknowns import Unknowns, undecided_share
from stakemap.analysis.question import Question
from stakemap.i18n import comma_list, number, tr
from stakemap.wording.names import actor_name
from stakemap.wording.numbers import figure, signed, signed_figure


def how_of(question: Question, found: Found, *levers: Lever) -> str:
    """How levers come about, in lines."""
    lines = (
        line
        for lever in levers
        for line in (*_lines(question, found.setting, lever), *_step_lines(question, lever))
    )
    return "\n".join(dict.fromkeys(lines))


def _decimals(value: float) -> str:
    """A number with up to two decimals, all digits before them, and thousands set apart."""
    return figure(value, _places(value))


def _signed_decimals(value: float) -> str:
    return signed_figure(value, _places(value))


def _places(value: float) -> int:
    """As many decimals as it takes, at most two."""
    return next(places for places in (0, 1, 2) if round(value, places) == round(value, 2))


def _lines(question: Question, setting: Setting, lever: Lever) -> list[str]:
    if lever.target == "blocked":
        return _blocked_lines(question, setting, lever)
    now = [result_line(setting, lever.target)]
    if lever.field == "alignment":
        limit = {"verdict": _verdict_line, "mean": _mean_line, "median": _median_line}[lever.target]
        return [*now, limit(question, setting, lever)]
    return [*now, *_weight_lines(question, setting, lever)]


def _weight_of(setting: Setting, actor: str) -> float:
    return float(setting.weight[setting.inputs.actors.index(actor)])


def sides_line(setting: Setting) -> str:
    """The weights of the sides, and up to what difference they are evenly balanced."""
    support = float(setting.weight[setting.side > 0].sum())
    return tr(
        "for {support} − against {opposition} = {net}; evenly balanced up to {margin} % of {total} = {level}",
        support=_decimals(support),
        opposition=_decimals(support - setting.net),
        net=_signed_decimals(setting.net),
        margin=number(setting.limits.margin),
        total=_decimals(setting.total),
        level=_decimals(setting.margin * setting.total),
    )


def result_line(setting: Setting, target: Target) -> str:
    """What a result rests on now."""
    if target == "verdict":
        return sides_line(setting)
    if target == "mean":
        return tr(
            "Σ(weight × alignment) = {products}; ÷ Σ weight {total} = {mean}",
            products=_signed_decimals(setting.products),
            total=_decimals(setting.total),
            mean=_signed_decimals(setting.products / setting.total),
        )
    above, below = (float(setting.weight[setting.place * sign > 0].sum()) for sign in (1, -1))
    return tr(
        "weight above 0: {above}, below 0: {below}, at 0: {at}; half of all: {half}",
        above=_decimals(above),
        below=_decimals(below),
        at=_decimals(setting.total - above - below),
        half=_decimals(setting.total / 2),
    )


def _verdict_line(question: Question, setting: Setting, lever: Lever) -> str:
    step = _shift(setting, lever)
    return tr(
        "{name} (weight {weight}) changes sides at {limit}; the difference is then {net} {step} = {then}",
        name=actor_name(question.document, lever.actor),
        weight=_decimals(_weight_of(setting, lever.actor)),
        limit=_signed_decimals(float(lever.after)),
        net=_signed_decimals(setting.net),
        step=_term(step),
        then=_signed_decimals(setting.net + step),
    )


def _shift(setting: Setting, lever: Lever) -> float:
    """What a change of sides adds to the difference between them."""
    index = setting.inputs.actors.index(lever.actor)
    (then,) = sides_of(np.array([float(lever.typed)]), setting.limits.threshold)
    return float(setting.weight[index] * (then - setting.side[index]))


def _term(value: float) -> str:
    """A number to be added, with its sign set apart."""
    return (
        tr("− {number}", number=_decimals(-value)) if value < 0 else tr("+ {number}", number=_decimals(value))
    )


def _mean_line(question: Question, setting: Setting, lever: Lever) -> str:
    weight = _weight_of(setting, lever.actor)
    return tr(
        "limit for {name} = alignment − Σ(weight × alignment) ÷ its weight: {before} − ({products} ÷ "
        "{weight}) = {limit}",
        name=actor_name(question.document, lever.actor),
        before=signed(float(lever.before or 0)),
        products=_signed_decimals(setting.products),
        weight=_decimals(weight),
        limit=_signed_decimals(float(lever.after)),
    )


def _median_line(question: Question, setting: Setting, lever: Lever) -> str:
    name, limit = actor_name(question.document, lever.actor), float(lever.after)
    weight = _weight_of(setting, lever.actor)
    if round(limit, 3):
        return tr(
            "with half of the weight on either side, the median is the middle between the nearest two "
            "alignments; {name} brings it to 0 at {limit}",
            name=name,
            limit=_signed_decimals(limit),
        )
    now = setting.result("median")
    sign = now or np.sign(limit - float(lever.before or 0))
    on_side = float(setting.weight[setting.place * sign > 0].sum())
    then = on_side - weight if now else on_side + weight
    pattern = (
        tr("weight above 0 once {name} (weight {weight}) is past 0: {on_side} {step} = {then}")
        if sign > 0
        else tr("weight below 0 once {name} (weight {weight}) is past 0: {on_side} {step} = {then}")
    )
    return pattern.format(
        name=name,
        weight=_decimals(weight),
        on_side=_decimals(on_side),
        step=_term(then - on_side),
        then=_decimals(then),
    )


def _weight_lines(question: Question, setting: Setting, lever: Lever) -> list[str]:
    inputs, index = setting.inputs, setting.inputs.actors.index(lever.actor)
    weight, after = float(setting.weight[index]), float(lever.after)
    by_salience = question.balance.by_salience
    other = inputs.salience if lever.field == "influence" else inputs.influence
    needed = after * float(other.value[index]) / 100 if by_salience else after
    lines = [
        tr(
            "weight of {name} (alignment {place}) now {weight}, needed {needed}",
            name=actor_name(question.document, lever.actor),
            place=signed(float(setting.place[index])),
            weight=_decimals(weight),
            needed=_decimals(needed),
        )
    ]
    if by_salience:
        pattern = (
            tr("influence = 100 × weight ÷ salience: 100 × {needed} ÷ {other} = {after}")
            if lever.field == "influence"
            else tr("salience = 100 × weight ÷ influence: 100 × {needed} ÷ {other} = {after}")
        )
        lines.append(
            pattern.format(
                needed=_decimals(needed), other=number(float(other.value[index])), after=_decimals(after)
            )
        )
    lines.append(_weight_effect(setting, lever, needed - weight))
    return lines


def _weight_effect(setting: Setting, lever: Lever, change: float) -> str:
    """What the change of a weight does to the result, at the limit."""
    index = setting.inputs.actors.index(lever.actor)
    if lever.target == "mean":
        return tr(
            "Σ(weight × alignment): {products} {step} × {place} = 0",
            products=_signed_decimals(setting.products),
            step=_term(change),
            place=tr("({number})", number=signed(float(setting.place[index]))),
        )
    if lever.target == "verdict":
        net = setting.net + change * float(setting.side[index])
        return tr(
            "the difference is then {net}, and the margin {margin} % of {total} = {level}",
            net=_signed_decimals(net),
            margin=number(setting.limits.margin),
            total=_decimals(setting.total + change),
            level=_decimals(setting.margin * (setting.total + change)),
        )
    weight = setting.weight.copy()
    weight[index] += change
    return tr(
        "weight above 0 is then {above}, below 0 {below}, half of all {half}",
        above=_decimals(float(weight[setting.place > 0].sum())),
        below=_decimals(float(weight[setting.place < 0].sum())),
        half=_decimals(float(weight.sum()) / 2),
    )


def _step_lines(question: Question, lever: Lever) -> list[str]:
    """The step in half-ranges; nothing without a range."""
    if lever.half_ranges is None or lever.field == "role":
        return []
    before, after = float(lever.before or 0), float(lever.after)
    half = abs(after - before) / lever.half_ranges if lever.half_ranges else 0.0
    if not half:
        return []
    return [
        tr(
            "step of {name} to the limit: {size} ÷ half-range {half} = {times}",
            name=actor_name(question.document, lever.actor),
            size=_decimals(abs(after - before)),
            half=_decimals(half),
            times=_decimals(lever.half_ranges),
        )
    ]


def blocked_line() -> str:
    """What blocked means."""
    return tr("Blocked: somebody who can block is against.")


def _blocked_lines(question: Question, setting: Setting, lever: Lever) -> list[str]:
    if lever.field == "role":
        return [blocked_line()]
    threshold = setting.limits.threshold
    return [
        tr(
            "Blocked: somebody who can block is against, at {limit} or below; {name} is at {now}.",
            limit=signed(-threshold),
            name=actor_name(question.document, lever.actor),
            now=signed(float(lever.before or 0)),
        )
        if threshold
        else tr(
            "Blocked: somebody who can block is against, below 0; {name} is at {now}.",
            name=actor_name(question.document, lever.actor),
            now=signed(float(lever.before or 0)),
        )
    ]


# --- several actors -----------------------------------------------------------------------------------------


def how_of_pair(question: Question, found: Found, pair: Pair) -> str:
    """How a pair comes about, in lines."""
    setting, lines = found.setting, [result_line(found.setting, pair.target)]
    for lever in pair.levers:
        weight, name = _weight_of(setting, lever.actor), actor_name(question.document, lever.actor)
        if pair.target == "mean":
            lines.append(
                tr(
                    "{name}: weight {weight} × step {step} = {effect}",
                    name=name,
                    weight=_decimals(weight),
                    step=_signed_decimals(float(lever.after) - float(lever.before or 0)),
                    effect=_signed_decimals(weight * (float(lever.after) - float(lever.before or 0))),
                )
            )
        elif pair.target == "verdict":
            lines.append(_verdict_line_of_pair(question, setting, lever))
        else:
            lines.append(tr("{name}: weight {weight}", name=name, weight=_decimals(weight)))
        lines.extend(_step_lines(question, lever))
    lines.append(
        tr("Of all pairs, this is the one whose greater step is smallest, each measured by its own range.")
        if pair.unit == "half-ranges"
        else tr("Of all pairs, this is the one whose greater step is smallest.")
    )
    return "\n".join(lines)


def _verdict_line_of_pair(question: Question, setting: Setting, lever: Lever) -> str:
    return tr(
        "{name} (weight {weight}) changes sides at {limit}: {step} for the difference",
        name=actor_name(question.document, lever.actor),
        weight=_decimals(_weight_of(setting, lever.actor)),
        limit=_signed_decimals(float(lever.after)),
        step=_term(_shift(setting, lever)),
    )


def _needed_line(setting: Setting, unknowns: Unknowns) -> str:
    """What weight it takes; it adds to the whole too, of which the margin is a share."""
    net = setting.net * unknowns.toward
    pattern = (
        tr("it takes a weight of ({lead} − {level}) ÷ (1 + {margin} %) = {needed} on the other side")
        if setting.result("verdict")
        else tr("it takes a weight of ({level} − {net}) ÷ (1 − {margin} %) = {needed} on that side")
    )
    return pattern.format(
        lead=_decimals(-net),
        net=_signed_decimals(net),
        level=_decimals(setting.margin * setting.total),
        margin=number(setting.limits.margin),
        needed=_decimals(unknowns.needed),
    )


def how_of_unknowns(question: Question, found: Found, unknowns: Unknowns) -> str:
    """What the actors left out could weigh, and what it takes."""
    setting, left_out = found.setting, found.setting.inputs.left_out
    rows = zip(left_out.actors, left_out.alignment.tolist(), left_out.weight.tolist(), strict=True)
    chosen = [row for row in rows if row[0] in unknowns.actors]
    weights = [
        tr("{name} {weight}", name=actor_name(question.document, actor), weight=_decimals(weight))
        for actor, _, weight in chosen
    ]
    lines = [
        sides_line(setting),
        _needed_line(setting, unknowns),
        tr(
            "what they could weigh (an influence that is not known may be as high as 100): {weights}",
            weights=comma_list(weights),
        ),
    ]
    undecided = [
        actor for actor, place, _ in chosen if side_of(place, setting.limits.threshold) == "undecided"
    ]
    if undecided:
        lines.append(
            tr(
                "{names}: undecided, so the weight only adds to the whole, and counts margin ÷ (1 + margin) "
                "= {share} of itself",
                names=comma_list([actor_name(question.document, actor) for actor in undecided]),
                share=_decimals(undecided_share(setting)),
            )
        )
    return "\n".join(lines)


def how_of_radius(found: Found) -> str:
    """The radius of the mean with its numbers, and how the others are found."""
    setting = found.setting
    lines = []
    mean = found.radii["mean"]
    if mean:
        lines.append(
            tr(
                "mean: |Σ(weight × alignment)| ÷ Σ(weight × half-range): {products} ÷ {reach} = {times}",
                products=figure(abs(setting.products)),
                reach=figure(abs(setting.products) / mean),
                times=_decimals(mean),
            )
        )
    lines.append(
        tr(
            "others: all alignments are pushed to one side by the same number of half-ranges, until the "
            "result, computed again, turns"
        )
    )
    labels: dict[Target, str] = {"verdict": tr("which side leads"), "median": tr("median")}
    for target, label in labels.items():
        size = found.radii[target]
        if size is not None:
            lines.append(tr("{label}: {times}", label=label, times=_decimals(size)))
    return "\n".join(lines)
