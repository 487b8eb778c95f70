"""Where sources are cited, in what stands and in what was replaced."""

from __future__ import annotations

import pytest

from samples import sample
from stakemap.analysis.evidence.source_uses import Use, Uses
from stakemap.model import edits
from stakemap.model.document import Outcome, Resolution, Snapshot
from stakemap.model.judgements import Citation
from stakemap.model.records import replace
from stakemap.model.subjects import Subject
from stakemap.wording.removal import removal_of

AUTHOR = edits.Authorship("Ann", "2025-08-01")


def test_uses_are_listed_by_snapshot_and_all_of_them_go_with_a_removal() -> None:
    document = sample()
    uses = Uses(document)
    assert uses.of("agency-2022") == (
        Use("2022", Subject.stance("border", "turkiye"), "", False, False),
        # What another analyst judges cites it, too.
        Use("2025-07", Subject.stance("corridor", "azerbaijan"), "", False, False),
        Use("2025-07", Subject.stance("border", "turkiye"), "", True, False),
        Use("2022", Subject.stance("border", "turkiye"), "", False, False, True),
    )
    for source in document.sources:
        affected = removal_of(document, "sources", [source]).citations
        assert uses.count(source) + uses.earlier(source) == affected
        outcomes = [each for one in document.outcomes.values() for each in one.citations]
        of_outcomes = sum(citation.source == source for citation in outcomes)
        assert len(uses.of(source)) == affected - of_outcomes
    assert uses.of("nothing") == ()


def test_a_replaced_judgement_still_cites_its_sources_but_is_not_counted() -> None:
    document = sample()
    judged = document.snapshots["2025-07"].stances["border"]["armenia"]
    moves = {"armenia": edits.Move(alignment=10)}
    after = edits.move_actors(document, "2025-07", "border", moves, AUTHOR)
    uses = Uses(after, Uses(document))
    source, before = judged.citations[0].source, Uses(document)
    assert uses.count(source) == before.count(source) - 1
    assert uses.earlier(source) == before.earlier(source) + 1
    last = uses.of(source)[-1]
    assert last.earlier
    assert last.subject == Subject.stance("border", "armenia")


def test_what_did_not_change_is_not_looked_through_again(monkeypatch: pytest.MonkeyPatch) -> None:
    document = sample()
    before = Uses(document)
    after = edits.move_actors(document, "2022", "border", {"turkiye": edits.Move(5)}, AUTHOR)
    layers, looked_through = Snapshot.layers, list[Snapshot]()

    def recorded(snapshot: Snapshot) -> object:
        looked_through.append(snapshot)
        return layers(snapshot)

    monkeypatch.setattr(Snapshot, "layers", recorded)
    Uses(after, before)
    assert looked_through == [after.snapshots["2022"]]


def test_what_was_found_cites_sources_too() -> None:
    document = sample()
    cited = Citation(source="agency-2022", passage="§9")
    found = Resolution(
        snapshot="2022", actor="turkiye", issue="border", value=10.0, found=20.0, citations=(cited,)
    )
    gone = replace(found, actor="nobody")
    outcome = Outcome(label="Thaw", happened=True, citations=(cited,))
    after = replace(
        document,
        resolutions={"one": found, "two": gone},
        outcomes={"thaw": outcome},
    )
    bare = replace(document, resolutions={}, outcomes={})
    before, uses = Uses(bare), Uses(after)
    assert uses.count("agency-2022") == before.count("agency-2022") + 3
    assert uses.of("agency-2022")[len(before.of("agency-2022")) :] == (
        Use("2022", Subject.stance("border", "turkiye"), "§9", False, False, True),
    )
    assert uses.of("agency-2022", 1) == before.of("agency-2022", 1)
