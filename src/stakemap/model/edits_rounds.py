"""Edits of rounds: starting one, gathering answers, closing it; sealing the answers of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.commitments import commitment_of, is_counted
from stakemap.model.document import Source, StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import Authorship, add_record, check_subject, put_judgements, put_record
from stakemap.model.edits_others import put_others
from stakemap.model.judgements import Judgement
from stakemap.model.others import others_of
from stakemap.model.places import PlacePath, place_at
from stakemap.model.records import LIST_LIMIT, Name, Record, merged, replace
from stakemap.model.resolve import can_be_judged, own_judgement
from stakemap.model.rounds import (
    answer_ids,
    answer_of,
    answers_of,
    asked_places,
    given_judgement,
    is_sheet,
    need_round,
    round_of_sheet,
)
from stakemap.model.subjects import AnyJudgement, Subject
from stakemap.model.teamwork import ROUND_LIMIT, Answer, Comment, Round, RoundKind
from stakemap.text import fold_latin, single_line

R = TypeVar("R", bound=Record)


@edit("start-round")
def start_round(
    document: StakeMap,
    round_id: str,
    label: str,
    kind: RoundKind,
    question: str,
    places: Iterable[PlacePath],
    analysts: Iterable[Name],
    authorship: Authorship,
    names_shown: bool = True,
    sealed: bool = False,
    follows: str | None = None,
) -> StakeMap:
    """Start a round that asks analysts for judgements, each once and in the given order.

    Raises EditError in a sheet, for nothing to ask, no analysts, two whose names differ only in case and
    accents, for an earlier round that is not in the map, and for texts that are too long. The earlier one
    is closed.
    """
    if is_sheet(document):
        raise EditError(tr("This is the sheet of an analyst; a round is started in the map it came from."))
    asked, names = tuple(dict.fromkeys(places)), tuple(dict.fromkeys(map(single_line, analysts)))
    _check_asked(document, asked)
    _check_names(names)
    count = 1 if follows is None else need_round(document, follows).number + 1
    if count > ROUND_LIMIT:
        raise EditError(
            tr(
                "At most {limit} rounds follow each other; start one that follows none.",
                limit=ROUND_LIMIT,
            )
        )
    started = replace(
        Round(label=""),
        label=label,
        kind=kind,
        number=count,
        follows=follows,
        question=question,
        places=asked,
        analysts=names,
        names_shown=names_shown,
        sealed=sealed,
        opened=authorship.on,
        by=authorship.by,
    )
    if follows is not None and document.rounds[follows].closed is None:
        document = close_round(document, follows, authorship.on)
    return add_record(document, "rounds", round_id, started)


def _check_asked(document: StakeMap, asked: tuple[str, ...]) -> None:
    if not asked:
        raise EditError(tr("A round needs at least one judgement to ask for."))
    if len(asked) > LIST_LIMIT:
        raise EditError(
            tr(
                "A round asks for at most {limit} judgements; these are {count}.",
                limit=LIST_LIMIT,
                count=len(asked),
            )
        )
    for path in asked:
        _, snapshot, subject = place_at(path)
        if subject is None:
            raise EditError(tr("A round asks for judgements; “{path}” is none.", path=path))
        check_subject(document, snapshot, subject)


def _check_names(names: tuple[str, ...]) -> None:
    if not any(names):
        raise EditError(tr("A round needs at least one analyst."))
    if len(names) > LIST_LIMIT:
        raise EditError(tr("A round has at most {limit} analysts.", limit=LIST_LIMIT))
    known: dict[str, str] = {}
    for name in names:
        if not name:
            raise EditError(tr("An analyst of a round needs a name."))
        other = known.setdefault(fold_latin(name), name)
        if other != name:
            raise EditError(
                tr(
                    "“{one}” and “{other}” could be mistaken for each other; name them apart.",
                    one=other,
                    other=name,
                )
            )


@edit("gather-answers")
def gather_answers(
    document: StakeMap,
    round_id: str,
    answers: Iterable[Answer],
    sources: Mapping[str, Source],
    comments: Mapping[str, Comment],
    pools: Mapping[PlacePath, AnyJudgement],
) -> StakeMap:
    """Record answers in a round, in the place of what their analysts answered before, with the sources and
    comments that came with them, and list what counts beside the judgements of the map.

    `pools` has what to judge where nobody did at that snapshot, or where the judgement was pooled: what
    stands there must be nobody's own. What an analyst answered before and does not answer any more goes.
    Places that are gone stay in the answers only. Raises EditError for a round that is not open and an
    analyst who is not in it.
    """
    asked = _need_open(document, round_id)
    document = replace(
        document,
        sources=_with(document.sources, sources),
        comments=_with(document.comments, comments),
    )
    ids = answer_ids(document, round_id)
    given: dict[str, list[Judgement]] = {}
    withdrawn: dict[str, list[Judgement]] = {}
    for answer in answers:
        if answer.analyst not in ids or answer.round != round_id:
            raise EditError(tr("“{name}” is not an analyst of this round.", name=answer.analyst))
        key = ids[answer.analyst]
        _collect(withdrawn, document, asked, document.answers.get(key))
        _collect(given, document, asked, answer)
        document = replace(document, answers=_with(document.answers, {key: answer}))
    for path, (_, snapshot, subject) in asked_places(asked).items():
        if subject is not None and can_be_judged(document, snapshot, subject):
            if path in withdrawn:
                pool, is_answered = pools.get(path), path in given
                document = _without(document, snapshot, subject, withdrawn[path], pool, is_answered)
            if path in given:
                document = _listed(document, snapshot, subject, given[path], pools.get(path))
    return document


def _with(known: dict[str, R], added: Mapping[str, R]) -> dict[str, R]:
    return merged(known, {key: each for key, each in added.items() if known.get(key) != each})


def _collect(
    rows: dict[str, list[Judgement]], document: StakeMap, asked: Round, answer: Answer | None
) -> None:
    """Add the judgements of an answer that counts to rows by place."""
    if answer is not None and is_counted(asked, answer):
        for each in answer.judgements:
            rows.setdefault(each.place, []).append(given_judgement(document, answer.analyst, each))


def _without(
    document: StakeMap,
    snapshot: str,
    subject: Subject,
    withdrawn: list[Judgement],
    pool: Judgement | None,
    is_answered: bool,
) -> StakeMap:
    """The map without what analysts answered before, unless it has been changed since.

    Where nothing is left of which a judgement was pooled, and nothing answered again, the one before stands
    again.
    """
    own = own_judgement(document, snapshot, subject)
    if own is None:
        return document
    others = tuple(each for each in others_of(own) if each not in withdrawn)
    ledger: tuple[Judgement, ...] = getattr(own, "earlier", ())
    if own.pooled and not others and not (ledger and is_answered):
        before = replace(ledger[0], earlier=ledger[1:]) if ledger else None
        return put_judgements(document, snapshot, {subject: before})
    left = own
    if own.pooled and pool is not None:
        check_subject(document, snapshot, subject, pool)
        left = replace(pool, earlier=ledger)
    return put_judgements(document, snapshot, {subject: replace(left, others=others)})


def _listed(
    document: StakeMap, snapshot: str, subject: Subject, given: list[Judgement], pool: Judgement | None
) -> StakeMap:
    """The map with the answers about a subject beside what its snapshot judges, else beside their pool."""
    own = own_judgement(document, snapshot, subject)
    if own is None or own.pooled:
        if pool is None:
            raise EditError(tr("There is no judgement here yet to add this to."))
        check_subject(document, snapshot, subject, pool)
        lists = {"others": getattr(own, "others", ()), "earlier": getattr(own, "earlier", ())}
        document = put_judgements(document, snapshot, {subject: replace(pool, **lists)})
    return put_others(document, snapshot, subject, given)


@edit("close-round")
def close_round(document: StakeMap, round_id: str, on: str | None) -> StakeMap:
    """Close a round on a day, so that no more answers are gathered; None opens it again."""
    return put_record(document, "rounds", round_id, replace(need_round(document, round_id), closed=on))


@edit("seal-answers")
def seal_answers(document: StakeMap, salt: str, on: str | None) -> StakeMap:
    """Commit to what a sheet answers now, with a new random salt; it replaces an earlier commitment.

    Raises EditError for a map that is no sheet, and for a sheet without answers.
    """
    found, answer = round_of_sheet(document), answer_of(document)
    if found is None or answer is None:
        raise EditError(tr("Only the sheet of an analyst has answers that can be sealed."))
    if not answer.judgements:
        raise EditError(tr("There is no answer yet that could be sealed."))
    round_id, asked = found
    sealed = Answer(
        round=round_id,
        analyst=asked.analyst,
        on=on,
        commitment=commitment_of(salt, answer.judgements),
        salt=salt,
    )
    known = (key for key, each in answers_of(document, round_id).items() if each.analyst == asked.analyst)
    return put_record(document, "answers", next(known, round_id), sealed)


def need_lead(document: StakeMap) -> None:
    """Raises EditError in the sheet of an analyst, in which no answers are gathered."""
    if is_sheet(document):
        raise EditError(tr("This is the sheet of an analyst; answers are gathered in the map it came from."))


def _need_open(document: StakeMap, round_id: str) -> Round:
    need_lead(document)
    asked = need_round(document, round_id)
    if asked.closed is not None:
        raise EditError(
            tr("The round “{label}” is closed; open it again to gather answers.", label=asked.label)
        )
    return asked
