"""KTAB's spatial model of politics: the CSV scenario that its program opens (KAPSARC, KTAB SMP 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from stakemap.errors import UsageError
from stakemap.i18n import tr, tr_count
from stakemap.interchange.tsv import guarded, plain_number
from stakemap.interchange.writers.choosing import chosen_issues, needed_snapshot
from stakemap.interchange.writers.formats import DataOptions, Written
from stakemap.interchange.writers.rows import label_of
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.model.resolve import Resolver, placement, position
from stakemap.text import single_line
from stakemap.wording.names import listing

_LONGEST_NAME, _LONGEST_TEXT = 25, 256
FEWEST_ACTORS, MOST_ACTORS = 3, 250
#: What an actor's saliences add up to at most.
_MOST_SALIENCE: Final = 100.0


class _Actor(NamedTuple):
    """An actor with influence, and position (0 to 100) and salience on each issue."""

    key: str
    influence: float
    places: Sequence[tuple[float, float]]


def ktab_table(document: StakeMap, options: DataOptions) -> Written:
    """The actors whose influence, alignment and salience on each chosen issue are known.

    Raises UsageError with fewer than three such actors, or without issues.
    """
    snapshot, issues = needed_snapshot(document, options), chosen_issues(document, options)
    if not issues:
        raise UsageError(tr("The map has no issue to export."))
    actors, unknown = _known(document, snapshot, issues)
    remarks = []
    if unknown:
        remarks.append(
            tr_count(
                "{count} actor is left out, whose influence, alignment or salience is not known: {names}.",
                "{count} actors are left out, whose influence, alignment or salience is not known: {names}.",
                len(unknown),
                names=_names(document, unknown),
            )
        )
    if len(actors) < FEWEST_ACTORS:
        needed = tr("KTAB needs three actors whose influence, alignment and salience are known.")
        raise UsageError(" ".join((needed, *remarks)))
    if len(actors) > MOST_ACTORS:
        weakest = sorted(actors, key=lambda actor: (-actor.influence, actor.key))[MOST_ACTORS:]
        gone = {actor.key for actor in weakest}
        actors = [actor for actor in actors if actor.key not in gone]
        remarks.append(
            tr_count(
                "KTAB takes {most} actors: the {count} with the least influence is left out.",
                "KTAB takes {most} actors: the {count} with the least influence are left out.",
                len(gone),
                most=MOST_ACTORS,
            )
        )
    actors, scaled = _within_limits(actors)
    if scaled:
        remarks.append(
            tr(
                "Saliences that add up to more than 100 are scaled down in proportion: {names}.",
                names=_names(document, scaled),
            )
        )
    names = _short_names(document, [actor.key for actor in actors])
    shortened = [key for key, name in names.items() if name != label_of(document, "actors", key)]
    if shortened:
        remarks.append(tr("Names are changed to fit: {names}.", names=_names(document, shortened)))
    return Written(_text(document, issues, actors, names).encode(), tuple(remarks))


def _names(document: StakeMap, keys: Sequence[str]) -> str:
    return listing([label_of(document, "actors", key) for key in keys], 6)


def _known(document: StakeMap, snapshot: str, issues: Sequence[str]) -> tuple[list[_Actor], list[str]]:
    """The actors of which all is known, and the others."""
    resolver = Resolver()
    standings = resolver.standings(document, snapshot)
    stances = [resolver.stances(document, snapshot, issue) for issue in issues]
    actors, unknown = list[_Actor](), list[str]()
    for key in actors_in_order(document):
        standing = standings[key].judgement if key in standings else None
        places = list[tuple[float, float]]()
        influence: float | None = None
        for each in stances:
            stance = each[key].judgement if key in each else None
            if placement(standing, stance) == "placed" and stance is not None and stance.salience is not None:
                alignment, weight = position(standing, stance)
                assert alignment is not None
                influence = weight if influence is None else influence
                places.append(((alignment + 100) / 2, stance.salience.value))
        # On one issue that counts which the actor has there, on several what it has on all.
        if len(issues) > 1 and standing is not None and standing.influence is not None:
            influence = standing.influence.value
        if len(places) == len(issues) and influence is not None:
            actors.append(_Actor(key, influence, places))
        else:
            unknown.append(key)
    return actors, unknown


def _within_limits(actors: Sequence[_Actor]) -> tuple[list[_Actor], list[str]]:
    """The actors with saliences scaled down where they add up to too much, and the ids of those."""
    fitting, scaled = list[_Actor](), list[str]()
    for actor in actors:
        total = sum(salience for _, salience in actor.places)
        if total > _MOST_SALIENCE:
            scaled.append(actor.key)
            # Rounded down, so that the sum does not exceed the limit by a trifle.
            places = [(place, salience * _MOST_SALIENCE / total) for place, salience in actor.places]
            actor = actor._replace(places=[(place, int(salience * 100) / 100) for place, salience in places])
        fitting.append(actor)
    return fitting, scaled


def _short_names(document: StakeMap, keys: Sequence[str]) -> dict[str, str]:
    """Names as KTAB takes them: short, and each but once."""
    taken, names = set[str](), dict[str, str]()
    for key in keys:
        name = _plain(label_of(document, "actors", key), _LONGEST_NAME)
        candidate, number = name, 1
        while candidate.casefold() in taken:
            number += 1
            ending = f" {number}"
            candidate = name[: _LONGEST_NAME - len(ending)] + ending
        taken.add(candidate.casefold())
        names[key] = candidate
    return names


def _plain(text: str, limit: int) -> str:
    """A text as KTAB reads it back: on one line, commas as "$$", no quotation marks, not cut within "$$"."""
    written = guarded(single_line(text).replace('"', "'").replace(",", "$$"))
    cut = written[:limit]
    return cut[:-1] if len(written) > limit and cut.endswith("$") and not cut.endswith("$$") else cut


def _text(document: StakeMap, issues: Sequence[str], actors: Sequence[_Actor], names: dict[str, str]) -> str:
    title = _plain(document.title, _LONGEST_NAME) or "Stakemap"
    lines = [f"{title},{_plain(document.question, _LONGEST_TEXT) or title},{len(actors)},{len(issues)},"]
    dimensions = [_plain(label_of(document, "issues", issue), _LONGEST_NAME) for issue in issues]
    columns = [heading for name in dimensions for heading in (f"{name} Position", f"{name} Salience")]
    lines.append(",".join(("Actor", "Description", "Influence", *columns)))
    for actor in actors:
        # An empty field would be dropped by the program, and all that follow it shifted.
        description = _plain(document.actors[actor.key].note, _LONGEST_TEXT) or names[actor.key]
        numbers = (actor.influence, *(number for place in actor.places for number in place))
        lines.append(",".join((names[actor.key], description, *map(plain_number, numbers))))
    return "\n".join(lines) + "\n"
