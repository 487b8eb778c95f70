"""What gathering sheets does to a map: whose answers are taken, what came with them, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from stakemap.model.commitments import commitment_of, is_counted, keeps_commitment
from stakemap.model.document import Source, StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.records import replace
from stakemap.model.resolve import can_be_judged
from stakemap.model.rounds import answer_of, answers_of, asked_places, need_round, own_source, round_of_sheet
from stakemap.model.subjects import Place, Subject
from stakemap.model.teamwork import Answer, Comment, Round

RemarkKind = Literal[
    # Of what was taken, and what came with it.
    "answered",
    "committed",
    "replaced",
    "matches",
    "uncommitted",
    "new",
    "renamed",
    "further",
    "more",
    "gone",
    # Of what was gathered before.
    "same",
    "older",
    # Of what was refused, or does not count.
    "other-map",
    "no-sheet",
    "other-round",
    "closed",
    "not-asked",
    "no-answers",
    "late",
    "bound",
    "differs",
]
#: Records that a sheet can have and the map does not, besides what was answered.
_NAMED = {"actors": "name", "groups": "name", "issues": "name", "snapshots": "label", "relations": "label"}
#: The most of these that are listed one by one of a sheet.
_TOLD = 20


class ReturnedSheet(NamedTuple):
    """A map that was sent back, by the name of its file."""

    name: str
    document: StakeMap


class Remark(NamedTuple):
    """What is to be said about a sheet: by whom it is, and what it is about (ids, names or numbers)."""

    kind: RemarkKind
    who: str
    about: tuple[str, ...] = ()


@dataclass
class Gathering:
    """What the edit `gather-answers` takes from sheets, and what is said of them."""

    answers: dict[str, Answer] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def note(self, kind: RemarkKind, who: str, *about: str) -> None:
        """Add a remark."""
        self.remarks.append(Remark(kind, who, about))


def gathered(document: StakeMap, round_id: str, sheets: Iterable[ReturnedSheet]) -> Gathering:
    """Take the answers of sheets of a round, in the same way in whatever order they are given.

    An answer of a newer day replaces an older one, and of the same day one that was gathered before; values
    that keep their commitment are not replaced by others. Commitments are taken before values. New sources
    come along; one whose id the map has for another source gets an id with the name of the analyst.
    """
    asked = need_round(document, round_id)
    result = Gathering()
    valid = []
    for sheet in sheets:
        answer = answer_of(sheet.document) if sheet.document.id == document.id else None
        refusal = _refusal(document, round_id, asked, sheet.document, answer)
        if refusal is not None or answer is None:
            result.note(*(refusal or ("no-sheet",))[:1], sheet.name, *(refusal or ())[1:])
        else:
            valid.append((sheet, answer))
    order = {name: number for number, name in enumerate(asked.analysts)}
    valid.sort(
        key=lambda each: (bool(each[1].judgements), order[each[1].analyst], *_age(each[1]), each[0].name)
    )
    known = {each.analyst: each for each in answers_of(document, round_id).values()}
    for sheet, answer in valid:
        _take(result, document, asked, known, sheet.document, answer)
    return result


def _age(answer: Answer) -> tuple[str, int, str]:
    """By which of several answers of an analyst counts: the newest, then the one with more in it."""
    return answer.on or "", len(answer.judgements), commitment_of(answer.salt or "", answer.judgements)


def _refusal(
    document: StakeMap, round_id: str, asked: Round, sheet: StakeMap, answer: Answer | None
) -> tuple[RemarkKind, *tuple[str, ...]] | None:
    """Why nothing is taken of a sheet, and what about."""
    if sheet.id != document.id:
        return "other-map", sheet.title
    found = round_of_sheet(sheet)
    if found is None:
        return ("no-sheet",)
    key, given = found
    if key != round_id:
        return "other-round", given.label
    if given.analyst not in asked.analysts:
        return "not-asked", given.analyst
    if asked.closed is not None:
        return ("closed",)
    if answer is None or not (answer.judgements or answer.commitment):
        return "no-answers", given.analyst
    return None


def _take(
    result: Gathering,
    document: StakeMap,
    asked: Round,
    known: dict[str, Answer],
    sheet: StakeMap,
    answer: Answer,
) -> None:
    """Take one answer, if it is to be taken."""
    who, before = answer.analyst, known.get(answer.analyst)
    if not answer.judgements:
        _take_commitment(result, known, answer)
        return
    commitment = before.commitment if before is not None else None
    new = answer.model_copy(update={"commitment": commitment})
    comments = _comments({**document.comments, **result.comments}, sheet)
    if before is not None and before.judgements:
        is_same = (before.judgements, before.salt) == (new.judgements, new.salt)
        if is_same and not comments:
            result.note("same", who)
            return
        is_counted_now = is_counted(asked, new) and not is_counted(asked, before)
        if (new.on or "") < (before.on or "") and not is_counted_now:
            result.note("older", who, new.on or "", before.on or "")
            return
        if commitment is not None and keeps_commitment(before) and not is_same:
            result.note("bound", who)
            return
    known[who] = result.answers[who] = new
    _take_sources(result, document, sheet, who)
    result.comments |= comments
    asked_for = asked_places(asked)
    result.note("answered", who, str(len(new.judgements)), str(len(asked_for)))
    if before is not None and before.judgements:
        result.note("replaced", who, before.on or "")
    if asked.sealed:
        kind: RemarkKind = "matches" if is_counted(asked, new) else "differs"
        result.note("uncommitted" if commitment is None else kind, who)
    _note_structure(result, document, asked_for, sheet, new)


def _comments(known: Mapping[str, Comment], sheet: StakeMap) -> dict[str, Comment]:
    """The comments of a sheet that are not known, and those that their authors have changed since.

    They may have been written after the answers had been sent. An older text, as in a copy that was sent
    before, replaces none. Whether one is settled is up to the map.
    """
    found = {}
    for key, comment in sheet.comments.items():
        here = known.get(key)
        if here is None:
            found[key] = comment
        elif here.by == comment.by and here.text != comment.text and here.revision <= comment.revision:
            found[key] = replace(here, text=comment.text, revision=comment.revision)
    return found


def _take_commitment(result: Gathering, known: dict[str, Answer], answer: Answer) -> None:
    who, before = answer.analyst, known.get(answer.analyst)
    if before is not None and before.commitment == answer.commitment:
        result.note("same", who)
    elif before is not None and before.judgements:
        # Analysts who have seen the values of others could commit to any now.
        result.note("late", who)
    elif before is not None and (answer.on or "") < (before.on or ""):
        result.note("older", who, answer.on or "", before.on or "")
    else:
        known[who] = result.answers[who] = answer
        result.note("committed", who)
        if before is not None:
            result.note("replaced", who, before.on or "")


def _take_sources(result: Gathering, document: StakeMap, sheet: StakeMap, analyst: str) -> None:
    """Put the new sources of a sheet into `result`; a source of a taken id gets another."""
    for key, source in sorted(sheet.sources.items()):
        here = document.sources.get(key) or result.sources.get(key)
        if here is None:
            result.sources[key] = source
        elif here.title != source.title:
            result.sources[own_source(key, analyst)] = source


def _note_structure(
    result: Gathering, document: StakeMap, asked_for: Mapping[str, Place], sheet: StakeMap, answer: Answer
) -> None:
    """Note what a sheet has besides answers, and what of them the map has no place for."""
    who = answer.analyst
    told = list(_structure(document, sheet))
    for kind, *about in told[:_TOLD]:
        result.note(kind, who, *about)
    if len(told) > _TOLD:
        result.note("further", who, str(len(told) - _TOLD))
    more = _judged_besides(document, asked_for, sheet)
    if more:
        result.note("more", who, str(more))
    gone = [each.place for each in answer.judgements if not _is_there(document, asked_for.get(each.place))]
    if gone:
        result.note("gone", who, str(len(gone)))


def _structure(document: StakeMap, sheet: StakeMap) -> Iterator[tuple[RemarkKind, *tuple[str, ...]]]:
    """Yield what a sheet has and the map does not, and what is called otherwise there."""
    for container, name in _NAMED.items():
        here, there = getattr(document, container), getattr(sheet, container)
        for key in sorted(there):
            theirs = getattr(there[key], name) or key
            if key not in here:
                yield "new", container, theirs
            elif getattr(here[key], name) != getattr(there[key], name):
                yield "renamed", container, theirs, getattr(here[key], name) or key


def _is_there(document: StakeMap, place: Place | None) -> bool:
    return (
        place is not None and place.subject is not None and can_be_judged(document, place.id, place.subject)
    )


def _judged_besides(document: StakeMap, asked_for: Mapping[str, Place], sheet: StakeMap) -> int:
    """How many judgements of a sheet the map does not have and the round does not request."""
    asked = {(place.id, place.subject) for place in asked_for.values()}
    count = 0
    for key, snapshot in sheet.snapshots.items():
        here = document.snapshots.get(key)
        for kind, issue, layer in snapshot.layers():
            known = {} if here is None else here.layer(kind, issue)
            for subject, judgement in layer.items():
                if (key, Subject(kind, subject, issue)) not in asked:
                    own = known.get(subject)
                    count += own is None or _value(own) != _value(judgement)
    return count


def _value(judgement: Judgement) -> Sequence[object]:
    return judgement.state, getattr(judgement, judgement.measured), judgement.reason
