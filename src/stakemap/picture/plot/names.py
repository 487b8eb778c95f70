"""The names of actors in a plot: those of discs on one spot together, and each where its disc is seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from stakemap.i18n import isolate
from stakemap.picture.appearance.values import ActorLook, label_importance
from stakemap.picture.labels.placement import CROWD, FEW, place
from stakemap.picture.labels.values import Labelling, LabelRequest, LabelStyle, PlacedLabel
from stakemap.picture.plot.disc_positions import visible_side
from stakemap.picture.plot.lines import barred_lines, lines_to_avoid
from stakemap.picture.plot.plan import PlottedNames
from stakemap.picture.slides.page_builder import SMALL
from stakemap.picture.sources import with_numbers

LABEL_WEIGHT = 560
#: The most names of discs on one spot that stand together.
_MOST_TOGETHER = 4
#: How often the names of a few actors are placed again.
_TRIALS = 3


def place_names(plot: PlottedNames, max_numbers: int) -> Labelling:
    """Place the names; all in the least size if fewer are omitted so than in the usual one."""
    style = _style(plot, max_numbers)
    labelling = _improved(plot, style)
    if labelling.omitted and style.min_size < style.size and len(plot.positions) <= CROWD:
        smaller = _improved(plot, replace(style, size=style.min_size))
        if len(smaller.omitted) < len(labelling.omitted):
            return smaller
    return labelling


def _improved(plot: PlottedNames, style: LabelStyle) -> Labelling:
    """The names placed, of a few actors again with those first that had become letters or were elided."""
    best = _together(plot, style, frozenset())
    if len(plot.positions) > FEW:
        return best
    urgent = poor = _poor(best)
    for _ in range(_TRIALS):
        if not poor:
            break
        again = _together(plot, style, urgent)
        rest = _poor(again)
        if len(rest) < len(poor):
            best, poor = again, rest
        if rest <= urgent:
            # The next one would be the same.
            break
        urgent |= rest
    return best


def _poor(labelling: Labelling) -> frozenset[str]:
    """The actors without their whole name beside their disc."""
    return frozenset(labelling.omitted).union(each.key for each in labelling.labels if not _is_whole(each))


def _style(plot: PlottedNames, max_numbers: int) -> LabelStyle:
    """Font sizes of names: from 12 points with few actors down to 10 with many."""
    builder, count = plot.builder, len(plot.positions)
    usual = 12.0 if count <= 24 else 11.0 if count <= 45 else SMALL
    size = builder.size(plot.plan.points or usual)
    widest = min(0.32 * plot.box.width, 15 * size)
    return LabelStyle(
        size,
        builder.size(SMALL),
        LABEL_WEIGHT,
        widest,
        max(2.0, 0.2 * plot.radius),
        max_numbers,
        plot.plan.elides,
    )


def _together(plot: PlottedNames, style: LabelStyle, urgent: frozenset[str]) -> Labelling:
    """The names placed, those of discs on one spot below each other where all of these find room."""
    requests = {
        disc.look.actor: _request(plot, index, urgent)
        for index, disc in enumerate(plot.positions)
        if disc.look.name
    }
    clusters = [[disc.look.actor for disc in reversed(cluster)] for cluster in plot.clusters]
    clusters = [each for each in clusters if len(each) <= _MOST_TOGETHER and requests.keys() >= set(each)]
    while clusters:
        joined = {each[0]: _joined([requests[actor] for actor in each]) for each in clusters}
        members = {actor for each in clusters for actor in each}
        alone = [request for actor, request in requests.items() if actor not in members]
        labelling = _placed(plot, [*joined.values(), *alone], style)
        apart = {label.key for label in labelling.labels if label.key in joined and not _is_whole(label)}
        apart |= joined.keys() & set(labelling.omitted)
        if not apart:
            return _split(labelling, {each[0]: each for each in clusters})
        clusters = [each for each in clusters if each[0] not in apart]
    return _placed(plot, list(requests.values()), style)


def _is_whole(label: PlacedLabel) -> bool:
    return label.number is None and not any(line.text.endswith("…") for line in label.lines)


def _request(plot: PlottedNames, index: int, urgent: frozenset[str]) -> LabelRequest:
    """The request for the name of the disc at `index` of the plot's positions."""
    disc = plot.positions[index]
    look = disc.look
    return LabelRequest(
        look.actor,
        _text(plot, look),
        disc.x,
        disc.y,
        plot.clear_radius(look),
        label_importance(look, plot.appearance.view.selection),
        plot.plan.numbers.get(look.actor),
        _visible_side(plot, index),
        look.actor in urgent,
        plot.radius,
    )


def _text(plot: PlottedNames, look: ActorLook) -> str:
    """The actor's name with its footnote numbers, after its code if that stands neither in its disc nor on a
    tag.
    """
    name, code = look.name, plot.codes[look.actor]
    if look.actor in plot.codes_beside and look.actor not in plot.tags and code != name:
        name = f"{isolate(code)} {name}"
    return with_numbers(name, plot.plan.notes.get(look.actor, ()))


def _visible_side(plot: PlottedNames, index: int) -> tuple[float, float]:
    """The direction from the discs that are painted over the one at `index`, as a unit vector; zeros without
    such.
    """
    # In a crowd any disc covers some others.
    if len(plot.positions) > CROWD:
        return 0.0, 0.0
    return visible_side(plot.positions[index], islice(plot.positions, index + 1, None), plot.radius)


def _joined(requests: Sequence[LabelRequest]) -> LabelRequest:
    """One request for the names of discs on one spot, below each other, the topmost disc's first."""
    top = requests[0]
    text = "\n".join(request.text for request in requests)
    importance = max(request.importance for request in requests)
    return top._replace(text=text, importance=importance, number=None, visible=(0.0, 0.0))


def _placed(plot: PlottedNames, requests: Sequence[LabelRequest], style: LabelStyle) -> Labelling:
    lines, ends = lines_to_avoid(plot)
    return place(
        requests,
        plot.obstacles(),
        plot.box.grown(-plot.builder.px(2)),
        plot.builder.measure,
        style,
        blocked=[*(box for _, box in plot.captions), *plot.badge_boxes()],
        lines=lines,
        ends=ends,
        barred=barred_lines(plot),
    )


def _split(labelling: Labelling, members: dict[str, list[str]]) -> Labelling:
    """The labels with each joined one as a label of each of its actors."""
    labels = (each for label in labelling.labels for each in _parts(label, members.get(label.key, ())))
    return replace(labelling, labels=tuple(labels))


def _parts(label: PlacedLabel, actors: Iterable[str]) -> Iterator[PlacedLabel]:
    """A label of each line, of which the first keeps the leader."""
    actors = list(actors)
    if not actors:
        yield label
        return
    height = label.box.height / len(actors)
    for index, (actor, line) in enumerate(zip(actors, label.lines, strict=True)):
        top = label.box.top + index * height
        box = label.box._replace(left=line.x, right=line.x + line.width, top=top, bottom=top + height)
        yield replace(label, key=actor, lines=(line,), box=box, leader=None if index else label.leader)
