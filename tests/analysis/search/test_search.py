"""Search: folding, places of hits, ranking, and an index that follows the map."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.builders import MAP_ID, stance, standing
from stakemap.analysis.search.search import Hit, SearchIndex
from stakemap.model.document import Actor, Issue, Snapshot, StakeMap, new_map
from stakemap.model.judgements import Stance
from stakemap.model.records import replace
from stakemap.text import fold


def sample() -> StakeMap:
    return new_map(
        MAP_ID,
        actors={
            "turkiye": Actor(name="Türkiye", aliases=("Turkey",), code="TUR", tags=("NATO",)),
            "armenia": Actor(name="Հայաստան", code="ARM", note="Votes in 2026, see İzmir"),
            "iran": Actor(name="Iran", tags=("oil state",)),
            "ir-bank": Actor(name="Bank of Iran"),
        },
        issues={"road": Issue(name="Road")},
        snapshots={
            "then": Snapshot(
                label="Then",
                stances={"road": {"iran": stance(1, reason="Fears a NATO corridor")}},
            ),
            "now": Snapshot(
                label="Now",
                based_on="then",
                standings={"turkiye": standing(5, reason="Rising")},
                stances={"road": {"iran": stance(2, reason="Distracted by war")}},
            ),
        },
    )


def ids(document: StakeMap, query: str) -> list[str]:
    return [match.actor for match in SearchIndex().search(document, query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("turkiye", ["turkiye"]),
        ("TÜRK", ["turkiye"]),
        ("Tu\u0308rkiye", ["turkiye"]),  # ü as two code points
        ("Հայ", ["armenia"]),
        ("hay", ["armenia"]),
        ("izmir", ["armenia"]),
        ("turkey", ["turkiye"]),
        ("arm", ["armenia"]),
        ("iran", ["iran", "ir-bank"]),  # a name that begins with it first
        ("oil", ["iran"]),
        ("nato", ["turkiye", "iran"]),  # a tag before a reason
        ("nato corridor", ["iran"]),
        ("corridor iran", ["iran"]),  # every word somewhere
        ("corridor turkiye", []),
        ("rising", ["turkiye"]),
        ("  ", []),
        ("\u0301", []),  # nothing left of it after folding
    ],
)
def test_queries(query: str, expected: list[str]) -> None:
    assert ids(sample(), query) == expected


def test_hits_tell_where() -> None:
    (match,) = SearchIndex().search(sample(), "corridor nato")
    assert match.hits == (Hit("reason", "Fears a NATO corridor", "then", "road"),)
    (match,) = SearchIndex().search(sample(), "rising")
    assert match.hits == (Hit("reason", "Rising", "now", None),)


def test_the_index_follows_edits_and_folds_only_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    index = SearchIndex()
    before = sample()
    assert [m.actor for m in index.search(before, "magyar")] == []
    folded: list[str] = []
    monkeypatch.setattr(
        "stakemap.analysis.search.search.fold", lambda text: folded.append(text) or fold(text)
    )
    snapshot = before.snapshots["now"]
    stances = snapshot.stances["road"] | {"turkiye": Stance(state="unknown", reason="Ask the Magyars")}
    after = replace(
        before,
        actors=before.actors | {"iran": replace(before.actors["iran"], name="Persia")},
        snapshots=before.snapshots | {"now": replace(snapshot, stances={"road": stances})},
    )
    assert [m.actor for m in index.search(after, "magyar")] == ["turkiye"]
    assert [m.actor for m in index.search(after, "persia")] == ["iran"]
    assert [m.actor for m in index.search(before, "persia")] == []
    assert set(folded) == {"Persia", "oil state", "", "Ask the Magyars", "Iran", "magyar", "persia"}


def test_names_that_are_removed_are_no_longer_found() -> None:
    index = SearchIndex()
    before = sample()
    assert index.search(before, "iran")
    after = replace(before, actors={"turkiye": before.actors["turkiye"]})
    assert index.search(after, "iran") == ()


def large() -> StakeMap:
    """500 actors, ten snapshots, three issues, every judgement with a reason of about 150 letters."""
    words = ("border", "treaty", "corridor", "customs", "électricité", "Հայաստան", "alliance", "transit")
    actors = [f"actor-{number}" for number in range(500)]
    issues = [f"issue-{number}" for number in range(3)]

    def reason(number: int) -> str:
        return " ".join(words[(number + step) % len(words)] for step in range(16)) + f" {number}"

    return new_map(
        MAP_ID,
        actors={name: Actor(name=f"Actor of Ünye {name}") for name in actors},
        issues={name: Issue(name=name) for name in issues},
        snapshots={
            f"s{year}": Snapshot(
                label=str(year),
                standings={name: standing(5, reason=reason(n)) for n, name in enumerate(actors)},
                stances={
                    issue: {name: stance(5, reason=reason(n * year)) for n, name in enumerate(actors)}
                    for issue in issues
                },
            )
            for year in range(10)
        },
    )


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text).isascii()


@given(st.text(min_size=1, max_size=20), st.text(max_size=10), st.text(max_size=10))
def test_any_part_of_a_name_without_blanks_finds_it(part: str, before: str, after: str) -> None:
    word = "".join(part.split())
    document = new_map(MAP_ID, actors={"it": Actor(name=before + word + after)})
    folded = fold(word)
    if folded and " " not in folded:
        assert [match.actor for match in SearchIndex().search(document, word)] == ["it"]
