"""What a removal takes with it is told before it happens."""

from __future__ import annotations

import pytest

from samples import sample
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.wording.removal import removal_of


def test_of_an_actor() -> None:
    removal = removal_of(sample(), "actors", ["turkiye"])
    assert removal.names == ("Türkiye",)
    assert removal.judgements == 2 + 4 + 1
    assert removal.relations == ("Türkiye – Azerbaijan (alliance)",)
    assert removal.members == ("The president of Türkiye",)
    assert removal.sentences == (
        "7 judgements are removed too.",
        "1 relation is removed too: Türkiye – Azerbaijan (alliance).",
        "These actors stay, no longer part of another: The president of Türkiye.",
    )


def test_counts_agree_with_what_goes() -> None:
    before = sample()
    for actor in before.actors:
        after = edits.remove_actors(before, [actor])
        count = removal_of(before, "actors", [actor]).judgements
        assert count == _judgements(before) - _judgements(after)


def _judgements(document) -> int:  # type: ignore[no-untyped-def]
    return sum(
        len(snapshot.standings) + len(snapshot.ties) + sum(map(len, snapshot.stances.values()))
        for snapshot in document.snapshots.values()
    )


def test_of_everything_else() -> None:
    document = sample()
    assert removal_of(document, "groups", ["ankara-and-baku"]).sentences == (
        "These actors stay without a group: Azerbaijan, Türkiye.",
    )
    assert removal_of(document, "issues", ["corridor"]).sentences == (
        "3 judgements are removed too.",
        "1 headline is removed too.",
    )
    assert removal_of(document, "relations", ["azerbaijan-armenia"]).judgements == 2
    assert removal_of(document, "sources", ["carnegie-2025"]).citations == 3
    assert removal_of(document, "snapshots", ["2022"]).sentences == (
        "3 judgements were made there.",
        "Snapshots that build on it keep what they show: After the Istanbul visit.",
    )


def test_of_what_nobody_spoke_of() -> None:
    document = edits.remove_actors(sample(), ["president"])
    removal = removal_of(edits.withdraw_judgements(document, "2020", []), "groups", ["yerevan"])
    assert not removal.is_plain
    assert removal_of(edits.remove_actors(document, ["armenia"]), "groups", ["yerevan"]).is_plain


def test_of_what_is_not_there() -> None:
    with pytest.raises(EditError, match="no source"):
        removal_of(sample(), "sources", ["nothing"])
