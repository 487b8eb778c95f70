"""Rounds in words: what is asked, what an analyst is shown, and what gathering took and refused."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.i18n import tr, tr_count
from stakemap.model.commitments import is_counted
from stakemap.model.document import StakeMap
from stakemap.model.gathering import Remark
from stakemap.model.rounds import answers_of, missing, need_round
from stakemap.model.subjects import Place
from stakemap.text import one_line
from stakemap.wording.changes import record_kinds, subject_name
from stakemap.wording.dates import date_text
from stakemap.wording.names import actor_name, enumeration, issue_name, relation_name, snapshot_text

#: Remarks about sheets of which nothing was taken, or whose values do not count.
_REFUSALS = frozenset(
    ("other-map", "no-sheet", "other-round", "closed", "not-asked", "no-answers", "late", "bound", "differs")
)


def is_refusal(remark: Remark) -> bool:
    """Whether a remark says that nothing was taken of a sheet, or that its values do not count."""
    return remark.kind in _REFUSALS


def round_text(document: StakeMap, round_id: str) -> str:
    """A round by its label and number: "Opening the border (round 2)"."""
    asked = need_round(document, round_id)
    return tr("{label} (round {number})", label=one_line(asked.label) or round_id, number=str(asked.number))


def subject_texts(document: StakeMap, places: Iterable[Place]) -> dict[Place, str]:
    """What is asked, for lists: by name alone where all is about one issue at one snapshot."""
    asked = [place for place in places if place.subject is not None]
    issues = {place.subject.issue for place in asked if place.subject is not None and place.subject.issue}
    is_one = len(issues) < 2 and len({place.id for place in asked}) < 2
    return {place: _subject_text(document, place, is_one) for place in asked}


def _subject_text(document: StakeMap, place: Place, is_one: bool) -> str:
    subject = place.subject
    assert subject is not None
    if not is_one:
        name = subject_name(document, place.id, subject)
    elif subject.kind == "tie":
        name = relation_name(document, subject.id)
    else:
        name = actor_name(document, subject.id)
    return tr("{name}: influence", name=name) if subject.kind == "standing" else name


def question_text(document: StakeMap, place: Place) -> str:
    """The question about a subject at a snapshot that is put to an analyst."""
    _, snapshot, subject = place
    assert subject is not None
    shown = document.snapshots.get(snapshot)
    when = snapshot if shown is None else one_line(snapshot_text(shown))
    if subject.kind == "tie":
        name = relation_name(document, subject.id)
        return tr("How friendly or hostile is the relation {name}, as of {when}?", name=name, when=when)
    actor = actor_name(document, subject.id)
    if subject.issue is None:
        return tr(
            "How much influence does {actor} have on the whole question, as of {when}?",
            actor=actor,
            when=when,
        )
    return tr(
        "How much does {actor} support or oppose “{issue}”, as of {when}?",
        actor=actor,
        issue=issue_name(document, subject.issue),
        when=when,
    )


def missing_text(document: StakeMap, round_id: str) -> str:
    """Whose answers are missing in a round."""
    names = missing(document, round_id)
    asked, answers = need_round(document, round_id), answers_of(document, round_id).values()
    sealed = {each.analyst for each in answers if each.commitment is not None}
    broken = {each.analyst for each in answers if each.judgements and not is_counted(asked, each)}
    parts = []
    for text, chosen in (
        (tr("Missing: {names}."), [name for name in names if name not in sealed]),
        (tr("Sealed, values still to come: {names}."), [name for name in names if name in sealed]),
        (tr("Other values than were sealed: {names}."), [name for name in asked.analysts if name in broken]),
    ):
        if chosen:
            parts.append(text.format(names=enumeration([one_line(name) for name in chosen])))
    return " ".join(parts) or tr("All analysts have answered.")


def remark_text(remark: Remark) -> str:
    """What is said about a sheet that was gathered, in a sentence that names its analyst or file."""
    who, about = one_line(remark.who), tuple(map(one_line, remark.about))
    if remark.kind in ("new", "renamed"):
        return _structure_text(remark, who, about)
    if remark.kind in ("other-map", "no-sheet", "other-round", "closed", "not-asked", "no-answers"):
        return _refusal_text(remark, who, about)
    if remark.kind in ("late", "bound", "committed", "matches", "differs", "uncommitted"):
        return _sealing_text(remark, who)
    if remark.kind == "answered":
        return tr("{who} answered {count} of {total}.", who=who, count=int(about[0]), total=int(about[1]))
    if remark.kind == "replaced":
        return tr(
            "{who} had answered before ({day}); this answer replaces that one.",
            who=who,
            day=_day(about[0]),
        )
    if remark.kind == "older":
        return tr(
            "{who} gave a newer answer ({newer}) than this one ({older}); the newer one stays.",
            who=who,
            newer=_day(about[1]),
            older=_day(about[0]),
        )
    if remark.kind == "same":
        return tr("{who}: this was gathered before.", who=who)
    if remark.kind == "further":
        return tr_count(
            "{who}: {count} more record is otherwise in the sheet; that was not taken.",
            "{who}: {count} more records are otherwise in the sheet; that was not taken.",
            int(about[0]),
            who=who,
        )
    if remark.kind == "more":
        return tr_count(
            "{who} also judged {count} thing that was not asked; it is in the sheet only.",
            "{who} also judged {count} things that were not asked; they are in the sheet only.",
            int(about[0]),
            who=who,
        )
    return tr_count(
        "{who}: {count} answer is about what is not in this map any more; it is kept with the round.",
        "{who}: {count} answers are about what is not in this map any more; they are kept with the round.",
        int(about[0]),
        who=who,
    )


def _day(day: str) -> str:
    return date_text(day) or tr("no day")


def _structure_text(remark: Remark, who: str, about: tuple[str, ...]) -> str:
    kinds = {**record_kinds(), "snapshots": (tr("Snapshot"), None)}
    kind = kinds[about[0]][0]
    if remark.kind == "new":
        return tr(
            "{who}: the sheet has “{name}” ({kind}), which this map does not have; it was not taken. Add it "
            "here if you agree.",
            who=who,
            name=about[1],
            kind=kind,
        )
    return tr(
        "{who}: what is called “{here}” here is called “{there}” in the sheet ({kind}); the name stays as it "
        "is here.",
        who=who,
        there=about[1],
        here=about[2],
        kind=kind,
    )


def _refusal_text(remark: Remark, who: str, about: tuple[str, ...]) -> str:
    if remark.kind == "other-map":
        return tr(
            "{file} is of another map (“{title}”); open that map to gather it.",
            file=who,
            title=about[0] or tr("no title"),
        )
    if remark.kind == "no-sheet":
        return tr(
            "{file} is not a sheet of a round; to take changes from it, compare it with this map.", file=who
        )
    if remark.kind == "other-round":
        return tr(
            "{file} answers another round (“{label}”); gather it in that one.", file=who, label=about[0]
        )
    if remark.kind == "closed":
        return tr("{file} was not gathered: the round is closed. Open it again to gather answers.", file=who)
    if remark.kind == "not-asked":
        return tr(
            "{file} is from “{name}”, who is not an analyst of this round; it was not gathered.",
            file=who,
            name=about[0],
        )
    return tr("{file} has no answers yet; {name} has not answered anything in it.", file=who, name=about[0])


def _sealing_text(remark: Remark, who: str) -> str:
    if remark.kind == "committed":
        return tr("{who} sealed the answers; the values are still to come.", who=who)
    if remark.kind == "matches":
        return tr("{who}: the values are those that were sealed.", who=who)
    if remark.kind == "differs":
        return tr(
            "{who}: the values are not those that were sealed. They are kept with the round, but do not "
            "count; ask for the sheet as it was sealed.",
            who=who,
        )
    if remark.kind == "uncommitted":
        return tr(
            "{who}: the values came without a commitment before them. They count, but nothing shows that "
            "they were given before those of others.",
            who=who,
        )
    if remark.kind == "late":
        return tr(
            "{who}: the commitment came after the values, so that it shows nothing; it was not taken.",
            who=who,
        )
    return tr(
        "{who}: other values than those that were sealed and gathered before; they were not taken.", who=who
    )
