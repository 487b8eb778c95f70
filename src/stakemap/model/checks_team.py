"""Warnings about what a team works with: comments, approvals and answers about what the map does not have."""

from __future__ import annotations

from collections.abc import Iterator

from stakemap.errors import Fault
from stakemap.i18n import tr
from stakemap.model.comments import has_place
from stakemap.model.cycles import in_cycles
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.places import place_at
from stakemap.model.subjects import kind_of


def team_warnings(document: StakeMap) -> Iterator[Fault]:
    """Warn of what is about places, comments, rounds and sources that are gone; it is kept as it is."""
    for name in ("conflicts", "comments", "reviews"):
        for key, record in getattr(document, name).items():
            if not has_place(document, place_at(record.place)):
                message = tr("What this is about, “{place}”, is not in the map.", place=record.place)
                yield Fault("no-such-place", f"{name}.{key}.place", message, "warning")
    yield from _comment_warnings(document)
    yield from _round_warnings(document)


def _comment_warnings(document: StakeMap) -> Iterator[Fault]:
    for key, comment in document.comments.items():
        if comment.reply_to is not None and comment.reply_to not in document.comments:
            message = tr("The comment “{id}”, which this answers, is not in the map.", id=comment.reply_to)
            yield Fault("no-such-comment", f"comments.{key}.reply_to", message, "warning")
    for key in in_cycles({key: comment.reply_to for key, comment in document.comments.items()}):
        message = tr("This comment answers itself, directly or through others.")
        yield Fault("comment-cycle", f"comments.{key}.reply_to", message, "warning")


def _round_warnings(document: StakeMap) -> Iterator[Fault]:
    for key, asked in document.rounds.items():
        if asked.follows is not None and asked.follows not in document.rounds:
            message = tr("The round “{id}”, which this follows, is not in the map.", id=asked.follows)
            yield Fault("no-such-round", f"rounds.{key}.follows", message, "warning")
    for key in in_cycles({key: asked.follows for key, asked in document.rounds.items()}):
        message = tr("This round follows itself, directly or through others.")
        yield Fault("round-cycle", f"rounds.{key}.follows", message, "warning")
    for key, answer in document.answers.items():
        if answer.round not in document.rounds:
            message = tr("The round “{id}”, which this answers, is not in the map.", id=answer.round)
            yield Fault("no-such-round", f"answers.{key}.round", message, "warning")
        for number, answered in enumerate(answer.judgements):
            judgement = answered.judgement
            path = f"answers.{key}.judgements.{number}.{kind_of(judgement)}"
            yield from _citation_warnings(document, path, judgement)


def _citation_warnings(document: StakeMap, path: str, judgement: Judgement) -> Iterator[Fault]:
    """An answer stays as it was given, so that it may cite what the map has no longer."""
    for number, citation in enumerate(judgement.citations):
        if citation.source not in document.sources:
            message = tr("The source “{id}” is not in the map.", id=citation.source)
            yield Fault("no-such-source", f"{path}.citations.{number}.source", message, "warning")
