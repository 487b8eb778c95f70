"""Copied lines as sources: what is plain is read, what is not stays in the title."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stakemap.interchange.citation_line import sources_of
from stakemap.model.document import Source


@pytest.mark.parametrize(
    ("line", "source"),
    [
        (
            "https://www.example.org/2025/07/01/open-the-border.html",
            Source(
                title="Open the border",
                publisher="example.org",
                date="2025-07-01",
                url="https://www.example.org/2025/07/01/open-the-border.html",
            ),
        ),
        (
            "World Bank, Nile basin report 2023, 2023",
            Source(title="World Bank, Nile basin report 2023, 2023", date="2023"),
        ),
        (
            "World Bank, Nile basin report 2023, 12",
            Source(title="World Bank, Nile basin report 2023, 12", date="2023"),
        ),
        (
            "https://example.com/12345",
            Source(title="example.com", publisher="example.com", url="https://example.com/12345"),
        ),
        (
            "de Waal, T. (2023, July 5). The End of It. Foreign Affairs. https://fa.example/x.",
            Source(
                title="The End of It",
                author="de Waal, T.",
                publisher="Foreign Affairs",
                date="2023-07-05",
                url="https://fa.example/x",
            ),
        ),
        (
            "International Crisis Group. (2019, March 20). Bridging the gap (Africa Report No. 271). "
            "https://icg.example/271",
            Source(
                title="Bridging the gap (Africa Report No. 271)",
                author="International Crisis Group",
                publisher="icg.example",
                date="2019-03-20",
                url="https://icg.example/271",
            ),
        ),
        (
            "Cascão, A. E., & Nicol, A. (2016b). GERD: New norms? Water International, 41(4), 550–573. "
            "https://doi.org/10.1080/02508060",
            Source(
                title="GERD: New norms?",
                author="Cascão, A. E., & Nicol, A.",
                publisher="Water International, 41(4), 550–573",
                date="2016",
                url="https://doi.org/10.1080/02508060",
            ),
        ),
        (
            "de Waal, T. (2013). Black garden: Armenia and Azerbaijan (2nd ed.). NYU Press.",
            Source(
                title="Black garden: Armenia and Azerbaijan (2nd ed.)",
                author="de Waal, T.",
                publisher="NYU Press",
                date="2013",
            ),
        ),
        (
            "Ministry of Foreign Affairs. (n.d.). Relations. Retrieved March 3, 2024, from https://mfa.example/a",
            Source(
                title="Relations",
                author="Ministry of Foreign Affairs",
                publisher="mfa.example",
                url="https://mfa.example/a",
            ),
        ),
        (
            "Yildiz, D. (2019, Spring). The basin. In A. Kibar (Ed.), Water policy (pp. 12–34). Springer.",
            Source(
                title="The basin. In A. Kibar (Ed.), Water policy (pp. 12–34)",
                author="Yildiz, D.",
                publisher="Springer",
                date="2019",
            ),
        ),
        (
            "Abrahamyan, E. (2022, July). Normalization [Policy brief]. https://c.example/x",
            Source(
                title="Normalization [Policy brief]",
                author="Abrahamyan, E.",
                publisher="c.example",
                date="2022-07",
                url="https://c.example/x",
            ),
        ),
        (
            "Thomas de Waal, “The End of It”, Foreign Affairs, 26 September 2023, "
            "https://fa.example/a (accessed 3 May 2024)",
            Source(
                title="The End of It",
                author="Thomas de Waal",
                publisher="Foreign Affairs",
                date="2023-09-26",
                url="https://fa.example/a",
            ),
        ),
        (
            "[Why Armenia](https://x.example/a_(b)) Carnegie, July 2025",
            Source(title="Why Armenia", publisher="Carnegie", date="2025-07", url="https://x.example/a_(b"),
        ),
        (
            "Bueno de Mesquita, B. 1994. Political forecasting. doi:10.2307/123456",
            Source(
                title="Political forecasting",
                author="Bueno de Mesquita, B.",
                date="1994",
                url="https://doi.org/10.2307/123456",
            ),
        ),
        (
            "Եղիշե, «Հայաստան», Երևան, 2021",
            Source(title="Հայաստան", author="Եղիշե", publisher="Երևան", date="2021"),
        ),
        ("Talk with an official, 12 March 2025", Source(title="Talk with an official", date="2025-03-12")),
        ("A report about 2025", Source(title="A report about 2025", date="2025")),
        ("No date 2025-02-31 like this", Source(title="No date 2025-02-31 like this", date="2025-02")),
        ("A plain title", Source(title="A plain title")),
        ("P10_TA(2025)0092", Source(title="P10_TA(2025)0092")),
        ("COM(2025) 190 final", Source(title="COM(2025) 190 final")),
        ("COM(2025) 190 final, 4 May 2025", Source(title="COM(2025) 190 final", date="2025-05-04")),
        ("Smith, J.(2020). A title", Source(title="A title", author="Smith, J.", date="2020")),
        (
            "https://аррӏе.com/",
            Source(title="xn--80ak6aa92e.com", publisher="xn--80ak6aa92e.com", url="https://аррӏе.com/"),
        ),
        (
            "https://правительство.рф/open-it",
            Source(title="Open it", publisher="правительство.рф", url="https://правительство.рф/open-it"),
        ),
    ],
)
def test_a_line_becomes_a_source(line: str, source: Source) -> None:
    assert sources_of(line) == (source,)


def test_blank_text_is_no_source() -> None:
    assert sources_of(" \n\t\n") == ()


def test_lines_with_addresses_are_a_source_each() -> None:
    found = sources_of("https://a.example/one-two\n\nThree four, https://b.example/x\n")
    assert [source.title for source in found] == ["One two", "Three four"]


def test_a_reference_broken_over_lines_is_one_source() -> None:
    (source,) = sources_of("Smith (2020). The long\ntitle. A press.\nhttps://x.example/y")
    assert (source.author, source.title, source.publisher) == ("Smith", "The long title", "A press")
    assert source.url == "https://x.example/y"


def test_what_is_too_long_for_a_title_is_kept_in_the_note() -> None:
    (source,) = sources_of("word " * 300)
    assert len(source.title) == 500
    assert source.note == ("word " * 300).strip()


@example("“.))“")
@given(st.text(max_size=300) | st.text("https://ab.c2025()“”\n ,.", max_size=200))
def test_any_text_makes_valid_sources_or_none(text: str) -> None:
    for source in sources_of(text):
        assert Source.model_validate(source.model_dump()) == source
        assert source.title.strip()
