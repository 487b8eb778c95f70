"""Sources in full and in short, and what is cited of them."""

from __future__ import annotations

from stakemap.model.document import Source
from stakemap.model.judgements import Citation
from stakemap.wording.citations import cited, passages_by_source, short_source, source_text


def test_sources_in_full_and_in_short() -> None:
    source = Source(title="Report", author="A. Writer", publisher="Institute", date="2025-07-01")
    assert source_text(source) == "A. Writer, “Report”, Institute, 1 July 2025"
    assert short_source(source) == "Institute, 1 July 2025"
    assert short_source(Source(title="Report")) == "Report"
    # A text that ends in the date has told it.
    yearbook = Source(title="Yearbook 2023", date="2023")
    assert (source_text(yearbook), short_source(yearbook)) == ("“Yearbook 2023”", "Yearbook 2023")
    published = Source(title="Yearbook 2023", publisher="Institute", date="2023")
    assert source_text(published) == "“Yearbook 2023”, Institute, 2023"
    assert source_text(Source(title="Report", author="ایران")) == "\u2068ایران\u2069, “Report”"


def test_a_source_cited_twice_is_named_once_with_both_passages() -> None:
    citations = [
        Citation(source="agency", passage="p. 3"),
        Citation(source="other", passage=" "),
        Citation(source="agency", passage="p. 7"),
        Citation(source="agency", passage="p. 3"),
    ]
    assert cited(citations, str.title) == ["Agency (p. 3, p. 7)", "Other"]
    assert passages_by_source(citations) == {"agency": ("p. 3", "p. 7"), "other": ()}
