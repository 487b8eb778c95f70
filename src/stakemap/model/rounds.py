"""Rounds of judging: the sheet that an analyst fills in without others' judgements, and what it answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.citing import rewrite_judgement
from stakemap.model.clean import CleanOptions, clean
from stakemap.model.commitments import is_counted
from stakemap.model.document import Resolution, StakeMap
from stakemap.model.ids import slug
from stakemap.model.judgements import Judgement
from stakemap.model.order import actors_in_order
from stakemap.model.places import path_of, place_at
from stakemap.model.records import replace
from stakemap.model.resolve import can_be_judged, shown_judgement
from stakemap.model.subjects import Place, Subject, kind_of
from stakemap.model.teamwork import Answer, AnsweredJudgement, Round

#: The hexadecimal digits that make the id of a source that of an analyst.
_SOURCE_DIGITS = 12


def is_sheet(document: StakeMap) -> bool:
    """Whether a map is the sheet of an analyst in a round, or their commitment: no version to be merged."""
    return round_of_sheet(document) is not None


def round_of_sheet(document: StakeMap) -> tuple[str, Round] | None:
    """The round of a sheet, with its id; None for any other map."""
    return next(((key, each) for key, each in sorted(document.rounds.items()) if each.analyst), None)


def need_round(document: StakeMap, round_id: str) -> Round:
    """The round with this id. Raises EditError when there is none."""
    found = document.rounds.get(round_id)
    if found is None:
        raise EditError(tr("There is no round “{id}” in this map.", id=round_id))
    return found


def rounds_in_order(document: StakeMap) -> tuple[str, ...]:
    """The ids of all rounds: those that are open first, then the newest first."""

    def key(round_id: str) -> tuple[bool, str, int, str]:
        found = document.rounds[round_id]
        return found.closed is None, found.opened or "", found.number, round_id

    return tuple(sorted(document.rounds, key=key, reverse=True))


def latest_round(document: StakeMap) -> str | None:
    """The id of the round to go on with, the first of `rounds_in_order`; None where there is none."""
    return next(iter(rounds_in_order(document)), None)


def asked_places(asked: Round) -> dict[str, Place]:
    """The places of the judgements that a round requests, by their path, in the order of the questions."""
    places = {path: place_at(path) for path in asked.places}
    return {path: place for path, place in places.items() if place.subject is not None}


def answerable_places(sheet: StakeMap, asked: Round) -> dict[str, Place]:
    """Those of `asked_places` that can be judged in a sheet."""
    return {
        path: place
        for path, place in asked_places(asked).items()
        if place.subject is not None and can_be_judged(sheet, place.id, place.subject)
    }


def places_in_view(
    document: StakeMap,
    issue: str | None,
    snapshot: str,
    *,
    influence: bool,
    actors: Iterable[str] | None = None,
) -> tuple[str, ...]:
    """The paths of the stances of actors, or of all, on an issue at a snapshot, by the names of the actors.

    With `influence` also of their standings. What is judged not to be applicable is not requested.
    """
    found = []
    for actor in actors_in_order(document, actors):
        subjects = [] if issue is None else [Subject.stance(issue, actor)]
        for subject in [*subjects, *([Subject.standing(actor)] if influence else [])]:
            shown = shown_judgement(document, snapshot, subject)
            if shown is None or shown.state != "not-applicable":
                found.append(path_of(Place("snapshots", snapshot, subject)))
    return tuple(found)


# --- sheets ------------------------------------------------------------------------------------------------


def sheets_of(document: StakeMap, round_id: str) -> dict[str, StakeMap]:
    """The sheets of all analysts of a round by their names: the map without anything that was judged of what
    is asked.

    What is asked about a subject goes in every snapshot, since an earlier judgement of it would be an anchor,
    too; with it go what was found of it, all ledgers and others' judgements, headlines and the key judgement,
    conflicts, comments, reviews, other rounds, answers, who else is asked, and fields that this version does
    not know. All else stays as context, notes and the reasons of judgements that are not asked
    included. In a round that follows another, a sheet has what was answered then, see `_earlier_answers`.
    Raises EditError for an unknown round.
    """
    asked = need_round(document, round_id)
    blind = _without_judgements(document, {place.subject for place in asked_places(asked).values()})
    return {name: _for_analyst(document, blind, round_id, name) for name in asked.analysts}


def _for_analyst(document: StakeMap, blind: StakeMap, round_id: str, analyst: str) -> StakeMap:
    asked = document.rounds[round_id]
    rounds = {round_id: _cut(asked, analyst=analyst, analysts=())}
    answers: dict[str, Answer] = {}
    if asked.follows in document.rounds:
        before = document.rounds[asked.follows]
        rounds[asked.follows] = _cut(before, analysts=())
        answers = _earlier_answers(document, asked.follows, set(asked.places), analyst)
    return blind.model_copy(update={"rounds": rounds, "answers": answers})


def _cut(asked: Round, **changes: Any) -> Round:
    """A round without fields that this version does not know, which might name the analysts."""
    kept = {name: getattr(asked, name) for name in Round.model_fields}
    return Round.model_construct(**(kept | changes))


def _without_judgements(document: StakeMap, subjects: set[Subject | None]) -> StakeMap:
    """The map without what was judged of these subjects, and without what a sheet never has."""
    snapshots = {}
    for key, snapshot in document.snapshots.items():
        changes: dict[Subject, Judgement | None] = {}
        for subject, judgement in snapshot.judgements():
            if subject in subjects:
                changes[subject] = None
            elif getattr(judgement, "others", ()):
                changes[subject] = judgement.model_copy(update={"others": ()})
        snapshots[key] = snapshot.with_judgements(changes)
    resolutions = {
        key: each for key, each in document.resolutions.items() if _subject_of(each) not in subjects
    }
    stripped = replace(
        document,
        key_judgement="",
        snapshots=snapshots,
        resolutions=resolutions,
        headlines={},
        conflicts={},
        comments={},
        reviews={},
        rounds={},
        answers={},
    )
    # What a clean copy leaves out, but for notes, authors and what to watch for.
    return clean(stripped, CleanOptions(ledger=True, analysts=False, notes=False, watch_lists=False))


def _subject_of(found: Resolution) -> Subject:
    if found.issue is None:
        return Subject.standing(found.actor)
    return Subject.stance(found.issue, found.actor)


def _earlier_answers(document: StakeMap, round_id: str, places: set[str], analyst: str) -> dict[str, Answer]:
    """What was answered about these places in an earlier round, for the sheet of an analyst: their own
    answer, and those of the others.

    Where names are not shown, those of the others are without author and day, and sorted by value about each
    place by itself, so that no record is that of one analyst.
    """
    before = document.rounds[round_id]
    result: dict[str, Answer] = {}
    rows: dict[str, list[AnsweredJudgement]] = {}
    for key, answer in sorted(answers_of(document, round_id).items()):
        chosen = tuple(each for each in answer.judgements if each.place in places)
        if not chosen or not is_counted(before, answer):
            continue
        # Of an answer the sheet has the sources that are meant, also where the map has them under other ids.
        given = [(each.place, given_judgement(document, answer.analyst, each)) for each in chosen]
        if before.names_shown or answer.analyst == analyst:
            judgements = tuple(_answered(*each) for each in given)
            result[key] = Answer(round=round_id, analyst=answer.analyst, on=answer.on, judgements=judgements)
            continue
        for path, judgement in given:
            rows.setdefault(path, []).append(_unsigned(path, judgement))
    for path in rows:
        rows[path].sort(key=lambda each: (_value(each.judgement), each.judgement.model_dump_json()))
    for number in range(max(map(len, rows.values()), default=0)):
        judgements = tuple(rows[path][number] for path in sorted(rows) if number < len(rows[path]))
        key = f"{round_id}-unnamed-{number + 1}"[-120:].strip("-")
        result[key] = Answer(round=round_id, analyst="", judgements=judgements)
    return result


def _unsigned(path: str, judgement: Judgement) -> AnsweredJudgement:
    """An answer without its author and day, and without fields that this version does not know."""
    kept = {name: getattr(judgement, name) for name in type(judgement).model_fields}
    return _answered(path, type(judgement).model_construct(**(kept | {"by": "", "on": None})))


def _answered(path: str, judgement: Judgement) -> AnsweredJudgement:
    fields: dict[str, Any] = {kind_of(judgement): judgement}
    return AnsweredJudgement(place=path, **fields)


def _value(judgement: Judgement) -> float:
    measured = getattr(judgement, judgement.measured)
    return float("-inf") if measured is None else float(getattr(measured, "value", measured))


# --- answers -----------------------------------------------------------------------------------------------


def answer_of(sheet: StakeMap) -> Answer | None:
    """What a sheet answers: what its analyst judged of what is asked, signed with their name.

    It has the commitment and the salt of a sealed sheet. Its day is that of the newest judgement. None for a
    map that is no sheet.
    """
    found = round_of_sheet(sheet)
    if found is None:
        return None
    round_id, asked = found
    sealed = next((each for each in _own(sheet, round_id, asked.analyst).values()), None)
    judgements = []
    for path, (_, snapshot, subject) in asked_places(asked).items():
        assert subject is not None
        held = sheet.snapshots.get(snapshot)
        judgement = None if held is None else held.judgement(subject)
        if judgement is not None:
            judgements.append(answered(path, judgement, asked.analyst))
    days = [each.judgement.on for each in judgements if each.judgement.on is not None]
    day = max(days, default=None)
    return Answer(
        round=round_id,
        analyst=asked.analyst,
        on=sealed.on if day is None and sealed is not None else day,
        judgements=tuple(judgements),
        commitment=None if sealed is None else sealed.commitment,
        salt=None if sealed is None else sealed.salt,
    )


def answered(path: str, judgement: Judgement, analyst: str) -> AnsweredJudgement:
    """An analyst's answer about a place: their judgement without its ledger."""
    alone = judgement.model_copy(update={"by": analyst, "earlier": (), "others": (), "pooled": None})
    return _answered(path, alone)


def commitment_file(sheet: StakeMap) -> StakeMap:
    """What an analyst sends before the values: a map that holds nothing but the commitment of a sealed sheet.

    Raises EditError for a sheet that is not sealed.
    """
    found, answer = round_of_sheet(sheet), answer_of(sheet)
    if found is None or answer is None or answer.commitment is None:
        raise EditError(tr("The answers of this sheet are not sealed yet."))
    round_id, asked = found
    key = next(iter(_own(sheet, round_id, asked.analyst)))
    given = Answer(round=round_id, analyst=asked.analyst, on=answer.on, commitment=answer.commitment)
    return StakeMap(
        id=sheet.id,
        title=sheet.title,
        rounds={round_id: _cut(asked, question="", places=(), analysts=())},
        answers={key: given},
    )


def _own(document: StakeMap, round_id: str, analyst: str) -> dict[str, Answer]:
    return {key: each for key, each in answers_of(document, round_id).items() if each.analyst == analyst}


# --- what was gathered -------------------------------------------------------------------------------------


def answers_of(document: StakeMap, round_id: str) -> dict[str, Answer]:
    """The answers that were given in a round, by id."""
    return {key: each for key, each in document.answers.items() if each.round == round_id}


def answer_ids(document: StakeMap, round_id: str) -> Mapping[str, str]:
    """The ids of the answers of a round by analyst, the same in whatever order answers come."""
    known = {each.analyst: key for key, each in answers_of(document, round_id).items()}
    taken = set(document.answers) - set(known.values())
    result: dict[str, str] = {}
    for analyst in need_round(document, round_id).analysts:
        base = f"{round_id}-{slug(analyst)}"[:110].strip("-")
        candidates: Iterable[str] = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        result[analyst] = known.get(analyst) or next(each for each in candidates if each not in taken)
        taken.add(result[analyst])
    return result


def own_source(key: str, analyst: str) -> str:
    """The id for a source that an analyst added under the id of another source of the map.

    It discloses nobody's identity, and no other source has it by chance.
    """
    digest = hashlib.sha256(f"{analyst}\n{key}".encode()).hexdigest()[:_SOURCE_DIGITS]
    return f"{key[:100].strip('-')}-{digest}"


def given_judgement(document: StakeMap, analyst: str, given: AnsweredJudgement) -> Judgement:
    """What an analyst answered, with references to what the map has; answers themselves stay as given."""

    def source(key: str) -> str | None:
        own = own_source(key, analyst)
        return own if own in document.sources else key if key in document.sources else None

    def issue(key: str) -> str | None:
        return key if key in document.issues else None

    return rewrite_judgement(given.judgement, source=source, issue=issue)


def missing(document: StakeMap, round_id: str) -> tuple[str, ...]:
    """The analysts of a round whose values have not been gathered, in the order of the round."""
    given = {each.analyst for each in answers_of(document, round_id).values() if each.judgements}
    return tuple(name for name in need_round(document, round_id).analysts if name not in given)
