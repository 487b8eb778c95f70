"""Where a search found something, in words: the passage around it, whatever the script."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from samples import sample
from stakemap.analysis.search.search import Hit, SearchIndex, terms_of
from stakemap.analysis.search.sentences import excerpt, hit_line, match_lines
from stakemap.model.edits import Authorship, annotate, update_actor
from stakemap.model.subjects import Subject
from stakemap.text import fold

LONG = (
    "It wants the road, " * 12
    + "but not through Հայաստան, which it calls a corridor, "
    + "and says so. " * 12
)


def test_a_short_text_is_told_whole() -> None:
    assert excerpt("One line\nand another", ["another"]) == "One line and another"


def test_a_long_text_is_told_around_the_word_found_in_any_script() -> None:
    for term in ("hayastan", "corridor"):
        passage = excerpt(LONG, [term])
        assert term in fold(passage)
        assert passage.startswith("…")
        assert passage.endswith("…")
        assert len(passage) < 110


def test_words_are_not_cut() -> None:
    passage = excerpt(LONG, ["corridor"]).strip("…")
    assert set(passage.split()) <= set(LONG.split())


@given(st.text(max_size=300), st.text(min_size=1, max_size=8))
def test_any_text_gives_a_part_of_itself_on_one_line(text: str, term: str) -> None:
    passage = excerpt(text, terms_of(term))
    assert "\n" not in passage
    assert passage.strip("…") in " ".join(text.split()) or passage.strip("…").strip() == ""


def test_a_reason_names_its_date_and_its_issue() -> None:
    document = sample()
    author = Authorship("Test", "2025-08-01")
    document = annotate(
        document,
        "2025-07",
        Subject.stance("border", "armenia"),
        authorship=author,
        reason="The quay is theirs",
    )
    (match,) = SearchIndex().search(document, "quay")
    assert match_lines(document, match, terms_of("quay")) == (
        "Armenia",
        "“The quay is theirs” (reason, After the Istanbul visit, Armenia–Türkiye border)",
    )
    gone = Hit("reason", "The quay is theirs", "2025-07", None)
    assert "influence" in hit_line(document, gone, ["quay"])


def test_a_name_needs_no_passage_but_an_alias_does() -> None:
    document = update_actor(sample(), "iran", aliases=("Persia",))
    index = SearchIndex()
    (match,) = index.search(document, "persia")
    assert match_lines(document, match, ["persia"])[1:] == ("“Persia” (also known as)",)
    (match,) = index.search(document, "georgia") or index.search(document, "საქართველო")
    assert match_lines(document, match, ["georgia"])[1:] == ()
