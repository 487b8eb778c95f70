"""Which variables of a discourse network name the actor, the concept, and whether the actor agrees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stakemap.i18n import tr
from stakemap.interchange.formats import ReadOption
from stakemap.text import fold

#: Options, by id, and their values.
ACTORS, SNAPSHOTS, BY_YEAR = "actors", "snapshots", "years"
#: Names that coders give to variables, the most likely first.
_ORGANISATIONS = ("organization", "organisation", "org", "actor", "party", "akteur")
PERSONS = ("person", "speaker", "politician")
_CONCEPTS = ("concept", "claim", "belief", "category", "frame", "issue", "policy", "argument", "statement")
_AGREEMENTS = ("agreement", "agree", "support", "position", "stance", "qualifier")


class Variables(NamedTuple):
    """Names of variables as the file spells them."""

    actor: str
    concept: str
    agreement: str


def variables_of(texts: Sequence[str], agreements: Sequence[str], actors: str = "") -> Variables | None:
    """The variables among those that hold short texts and those that can say whether an actor agrees.

    `actors` is what was chosen. None where there are too few.
    """
    agreement = _first(agreements, _AGREEMENTS) or next(iter(agreements), "")
    known = [text for text in texts if text != agreement]
    actor = actors if actors in known else _first(known, (*_ORGANISATIONS, *PERSONS))
    actor = actor or next((text for text in known if fold(text) not in _CONCEPTS), "")
    others = [text for text in known if text != actor]
    concept = _first(others, _CONCEPTS)
    concept = concept or next((text for text in reversed(others) if not _is_actor(text)), "")
    return Variables(actor, concept, agreement) if actor and concept and agreement else None


def options_for(texts: Sequence[str], agreements: Sequence[str]) -> tuple[ReadOption, ...]:
    """Who are the actors, where several variables could name them, and how many snapshots there are."""
    found = variables_of(texts, agreements)
    if found is None:
        return ()
    choices = tuple((text, text) for text in texts if text not in (found.concept, found.agreement))
    snapshots = (("", tr("One for all statements")), (BY_YEAR, tr("One a year")))
    actors = ReadOption(ACTORS, tr("Actors"), found.actor, choices)
    return (
        *((actors,) if len(choices) > 1 else ()),
        ReadOption(SNAPSHOTS, tr("Snapshots"), "", snapshots),
    )


def _first(names: Sequence[str], wanted: Sequence[str]) -> str:
    by_fold = {fold(name): name for name in reversed(names)}
    return next((by_fold[each] for each in wanted if each in by_fold), "")


def _is_actor(name: str) -> bool:
    return fold(name) in (*_ORGANISATIONS, *PERSONS)
