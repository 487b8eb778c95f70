"""How a judgement came about, and bringing an earlier one back."""

from __future__ import annotations

import pytest

from samples import sample
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.history import history_of, restore_entry
from stakemap.model.judgements import Stance
from stakemap.model.resolve import resolve_stance
from stakemap.model.subjects import Subject

AUTHOR = edits.Authorship("Ann", "2025-08-01")
ARMENIA = Subject.stance("border", "armenia")
TURKIYE = Subject.stance("border", "turkiye")


def value(judgement: object) -> float | None:
    assert isinstance(judgement, Stance)
    return judgement.alignment.value if judgement.alignment is not None else None


def test_a_history_goes_back_through_the_ledger_and_what_the_snapshot_builds_on() -> None:
    entries = history_of(sample(), "pressure", TURKIYE)
    assert [(entry.snapshot, entry.ledger_index, value(entry.judgement)) for entry in entries] == [
        ("pressure", None, 60),
        ("2025-07", None, 10),
        ("2022", None, 0),
        ("2020", None, -60),
    ]
    assert [entry.before and value(entry.before) for entry in entries] == [10, 0, -60, None]
    assert [entry.is_shown for entry in entries] == [True, False, False, False]


def test_what_was_replaced_comes_after_what_stands() -> None:
    entries = history_of(sample(), "2025-07", ARMENIA)
    assert [(entry.ledger_index, value(entry.judgement)) for entry in entries] == [(None, 85), (0, 70)]
    assert [entry.before and value(entry.before) for entry in entries] == [70, None]


def test_nobody_judged() -> None:
    assert history_of(sample(), "2025-07", Subject.stance("corridor", "georgia-2")) == ()
    assert history_of(sample(), "nowhere", ARMENIA) == ()


def test_an_earlier_judgement_comes_back_with_its_reason_and_is_signed_anew() -> None:
    document = sample()
    entry = history_of(document, "2025-07", ARMENIA)[1]
    after = restore_entry(document, "2025-07", entry, AUTHOR)
    restored = after.snapshots["2025-07"].stances["border"]["armenia"]
    assert (value(restored), restored.reason, restored.by, restored.on) == (
        70,
        "Reportedly.",
        "Ann",
        "2025-08-01",
    )
    assert value(restored.earlier[0]) == 85


def test_one_of_another_snapshot_is_judged_here_and_stays_there() -> None:
    document = sample()
    entry = history_of(document, "pressure", TURKIYE)[2]
    after = restore_entry(document, "pressure", entry, AUTHOR)
    shown = resolve_stance(after, "pressure", "border", "turkiye")
    assert shown is not None
    assert shown.snapshot == "pressure"
    assert value(shown.judgement) == 0
    assert shown.judgement.citations == entry.judgement.citations
    assert after.snapshots["2022"] is document.snapshots["2022"]
    standing = history_of(document, "2025-07", Subject.standing("iran"))[0]
    again = restore_entry(document, "2025-07", standing, AUTHOR)
    assert again.snapshots["2025-07"].standings["iran"].state == "unknown"


def test_an_entry_that_is_gone_is_refused() -> None:
    document = sample()
    entry = history_of(document, "2025-07", ARMENIA)[1]
    changed = edits.withdraw_judgements(document, "2025-07", [ARMENIA])
    with pytest.raises(EditError, match="no such entry"):
        restore_entry(changed, "2025-07", entry, AUTHOR)


def test_support_of_another_snapshot_is_not_marked_as_kept_where_it_replaces_something_else() -> None:
    document = sample()
    kept = history_of(document, "pressure", TURKIYE)[2].judgement.model_copy(update={"support_kept": True})
    snapshot = document.snapshots["2022"].with_judgements({TURKIYE: kept})
    document = document.model_copy(update={"snapshots": document.snapshots | {"2022": snapshot}})
    entry = history_of(document, "pressure", TURKIYE)[2]
    assert entry.judgement.support_kept
    after = restore_entry(document, "pressure", entry, AUTHOR)
    restored = after.snapshots["pressure"].stances["border"]["turkiye"]
    assert restored.citations == kept.citations
    assert not restored.support_kept
