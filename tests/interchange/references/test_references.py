"""Tests of references: BibTeX, RIS and CSL-JSON into sources, and sources out again."""

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stakemap.errors import CancelledError, MapReadError
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.merging.merge import plan_merge
from stakemap.interchange.merging.options import MergeOptions
from stakemap.interchange.references.bibtex import plain_text, read_bibtex
from stakemap.interchange.references.csl import csl_items, read_csl
from stakemap.interchange.references.fields import date_of, doi_of, names_text
from stakemap.interchange.references.identity import address_and_note
from stakemap.interchange.references.ris import read_ris
from stakemap.interchange.references.writing import bibtex_bytes, csl_bytes
from stakemap.model.document import Source, new_map
from stakemap.model.edits_base import Authorship

BIBTEX = r"""
This line is a comment of the file.
@string{acm = "ACM Press"}
@Article{mueller:2020,
  title = {The {EU} and G\"uney \'{A} \& {\emph{others}}: 50% of US$ 5 bn},
  author = "M{\"u}ller, J{\"o}rg and {World Bank and IMF} and Jan van der Berg and others",
  journal = {Journal of {Corridors}}, publisher = acm # { York},
  month = may, year = 2020, doi = {https://doi.org/10.1000/ABC.1}, volume = 3, number = 2, pages = {1--20},
  url = {https://example.org/a\_b%20c},
}
@inproceedings{child, title = {A Part}, crossref = {whole}, date = {2021-03-04/2021-03-06}}
@proceedings{whole, title = "The Whole", year = 2021, publisher = {Press}, editor = {Sargsyan, Ani}}
@misc{place, title = {Said online}, howpublished = {\url{https://example.org/x}}, date = {2023-05~}}
"""


def only(found):
    (source,) = found.sources
    return source


def bib(fields):
    return only(read_bibtex(f"@misc{{key, {fields}}}"))


def test_bibtex_is_read_as_its_programs_would():
    article, child, whole, place = read_bibtex(BIBTEX).sources
    assert article.title == "The EU and Güney Á & others: 50% of US$ 5 bn"
    assert article.author == "Müller, Jörg; World Bank and IMF; van der Berg, Jan; et al."
    assert (article.publisher, article.date) == ("Journal of Corridors", "2020-05")
    assert (article.doi, article.url) == ("10.1000/ABC.1", "https://example.org/a_b%20c")
    assert article.note == "volume 3, number 2, pages 1–20"
    assert (child.title, child.publisher, child.date) == ("A Part", "The Whole", "2021-03-04")
    assert (whole.author, whole.publisher, whole.date) == ("Sargsyan, Ani", "Press", "2021")
    assert (place.url, place.publisher, place.date) == ("https://example.org/x", "", "2023-05")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_broken_entry_is_a_remark_with_its_line_and_the_others_are_read(ends):
    lines = ["\ufeff@misc{a, title = {First}}", "@book{b, title = {Broken", "@misc{c,\ttitle\t= {Last}}"]
    found = read_bibtex(ends.join(lines))
    assert [source.title for source in found.sources] == ["First", "Last"]
    assert [str(remark) for remark in found.remarks] == ["line 2: This entry is not valid BibTeX."]


def test_repeated_keys_and_fields_lose_no_entry():
    found = read_bibtex(
        "@misc{a, title={One}}\n@misc{a, title={Two}}\n@misc{b, title={Three}, title={Other}}"
    )
    assert [source.title for source in found.sources] == ["One", "Two", "Three"]
    assert len({source.key for source in found.sources}) == 3


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (
            r"\v{S}v\'ejk, {\L}\'{o}d\'z, Fran\c{c}ois, \O ystein, Stra{\ss}e",
            "Švéjk, Łódź, François, Øystein, Straße",
        ),
        (r"{{Keep} {CASE}}", "Keep CASE"),
        (r"1--2 ``quoted''", "1–2 “quoted”"),
        (r"100% and 5$", "100% and 5$"),
        (r"\input{/etc/hostname}a", "a"),
        (r"\unknown{a} {", r"a"),
    ],
)
def test_latex_becomes_plain_text(latex, plain):
    assert plain_text(latex).strip() == plain


def test_ris_is_read_whatever_its_lines_end_with():
    lines = (
        "\ufeffProvider: somebody",
        "TY  - JOUR",
        "AU  - Müller, Jörg",
        "A1\t- ignored",
        "AU  - World Bank",
        "TI  - A title",
        "over two lines",
        "T2  - Journal",
        "DA  - 2023/05//spring",
        "DO  - doi:10.1000/AB;c",
        "UR  - http://example.org/z;a=b",
        "SP  - 1",
        "EP  - 20",
        "ER  - ",
        "TY - RPRT",
        "T1 - Not ended",
        "T2 - A series",
        "PB - Ministry",
        "Y1 - 2020///",
        "TY  - GEN",
        "ER  -",
    )
    read = [read_ris(end.join(lines)) for end in ("\n", "\r\n", "\r")]
    assert read[0] == read[1] == read[2]
    first, second = read[0].sources
    assert (first.title, first.author) == ("A title over two lines", "Müller, Jörg; World Bank")
    assert (first.publisher, first.date, first.doi) == ("Journal", "2023-05", "10.1000/AB;c")
    assert (first.url, first.note) == ("http://example.org/z;a=b", "pages 1–20")
    assert (second.title, second.publisher, second.date) == ("Not ended", "Ministry", "2020")
    assert [str(remark) for remark in read[0].remarks] == ["line 20: This reference has no title."]


def test_csl_is_read_with_its_quirks():
    items = [
        {
            "type": "article-journal",
            "title": "A <i>b</i> &amp; <span class='nocase'>c</span>",
            "issued": {"raw": "May 2023"},
            "author": [
                {"literal": "World Bank"},
                {"family": "Berg", "non-dropping-particle": "van der", "given": "J."},
            ],
            "container-title": "Journal",
            "publisher": "Press",
            "DOI": "HTTPS://doi.org/10.1000/x",
            "volume": 3,
        },
        "nothing",
        {
            "type": "book",
            "title": "x",
            "issued": {"date-parts": [["2020", "5"], [2021]]},
            "custom": {"reliability": "B2"},
        },
        {"type": "book", "title": "y", "issued": {"date-parts": [[2020, 21]]}},
        {"type": "webpage", "URL": "https://example.org", "issued": {"literal": "circa 2019"}},
        {"type": "webpage", "author": 3, "issued": [], "custom": 4, "title": None},
    ]
    found = read_csl(items)
    first, second, third, fourth = found.sources
    assert (first.title, first.author) == ("A b & c", "World Bank; van der Berg, J.")
    assert (first.publisher, first.date, first.doi, first.note) == (
        "Journal",
        "2023-05",
        "10.1000/x",
        "volume 3",
    )
    assert (second.date, second.reliability, third.date) == ("2020-05", "B2", "2020")
    assert (fourth.title, fourth.date) == ("https://example.org", "2019")
    assert [str(remark) for remark in found.remarks] == [
        "[1]: This is not a reference.",
        "[5]: This reference has no title.",
    ]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023", "2023"),
        ("2023-05", "2023-05"),
        ("2023-05-04T10:00:00Z", "2023-05-04"),
        ("2023-13", "2023"),
        ("2023-02-30", "2023-02"),
        ("4 May 2023", "2023-05-04"),
        ("in press", ""),
        ("Winter 1999", "1999"),
    ],
)
def test_dates_are_no_more_precise_than_they_are_given(text, date):
    assert date_of(text) == date


def test_names_that_a_map_cannot_take_end_with_et_al():
    line = names_text(f"Author{number}, A." for number in range(3_000))
    assert len(line) <= 500
    assert line.endswith("; et al.")


def test_the_doi_is_found_in_what_it_is_written_with():
    assert doi_of("doi: 10.1000/182.") == doi_of("http://dx.doi.org/10.1000/182") == "10.1000/182"
    assert doi_of("https://example.org/10") == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (BIBTEX, "bibtex"),
        ("\r\nTY  - GEN\r\nTI  - x\r\nER  - ", "ris"),
        ('[{"id": 1, "type": "book", "title": "x"}]', "csl"),
        ('{"items": [{"type": "book", "title": "x"}]}', "csl"),
        ('[{"type": "person", "title": "x"}]', None),
        ("name,influence\n@ana,3", None),
        ("write to a@misc.org, please", None),
    ],
)
def test_references_are_told_by_content(text, name):
    file = IncomingFile("anything.txt", text.encode())
    found = format_of(file)
    assert (found.id if found and found.id in ("bibtex", "ris", "csl") else None) == name


def test_too_many_references_are_refused_and_reading_can_be_cancelled():
    with pytest.raises(MapReadError, match="20,000"):
        read_bibtex("@a{" * 20_001)
    with pytest.raises(CancelledError):
        read_ris("TY  - GEN\nTI  - x", lambda _share: False)


# --- which ones the map has already -------------------------------------------------------------------------


def merged(document, sources):
    content = ImportedContent(sources=tuple(sources))
    plan = plan_merge(document, content, MergeOptions(policy="fill"), Authorship("", None))
    return plan.result, tuple(record.id for record in plan.of_kind("source"))


def test_importing_references_again_adds_none():
    document, first = merged(new_map(), read_bibtex(BIBTEX).sources)
    again, second = merged(document, read_bibtex(BIBTEX).sources)
    assert again is document
    assert first == second
    assert len(document.sources) == 4
    (article,) = (source for source in document.sources.values() if source.title.startswith("The EU"))
    assert article.url == "https://doi.org/10.1000/ABC.1"
    assert "https://example.org/a_b%20c" in article.note


def test_reports_of_one_title_are_told_apart_by_their_authors_each_time():
    reports = read_bibtex(
        "".join(f"@misc{{{x}, title={{Report}}, year=2023, author={{{{{x}}}}}}}" for x in ("eu", "un"))
    )
    document, _ = merged(new_map(), reports.sources)
    assert len(document.sources) == 2
    assert merged(document, reports.sources)[0] is document


@pytest.mark.parametrize(
    ("known", "fields", "is_same"),
    [
        (Source(title="Other", url="https://doi.org/10.1000/ab"), "title={T}, doi={10.1000/AB}", True),
        (Source(title="Ünïted  Report", date="2023-05"), "title={United report.}, year=2023", True),
        (Source(title="Report", date="2023"), "title={Report}, year=2024", False),
        (
            Source(title="Report", date="2023", author="NATO"),
            "title={Report}, year=2023, author={{EU}}",
            False,
        ),
        (Source(title="Report", author="Ani Sargsyan"), "title={Report}, author={Sargsyan, A.}", True),
        (Source(title="R", url="https://doi.org/10.1000/ab"), "title={R}, doi={10.1000/cd}", False),
        (Source(title="R", url="https://example.org/"), "title={Q}, url={https://example.org}", True),
    ],
)
def test_a_source_is_known_by_its_doi_else_by_title_and_year(known, fields, is_same):
    document = new_map(sources={"known": known})
    _, (key,) = merged(document, [bib(fields)])
    assert (key == "known") is is_same


# --- and out again ------------------------------------------------------------------------------------------

TEXT = st.text(
    st.sampled_from(string.ascii_letters + string.digits + " &%$#_{}~^\\\"'-.ÄéŁ漢字Հ<>"), max_size=30
)
NAME = TEXT.map(lambda text: " ".join(text.replace(";", "").split()))
SOURCES = st.dictionaries(
    st.sampled_from(["one", "two", "three"]),
    st.builds(
        Source,
        title=NAME.filter(lambda text: text.strip("{}'\"-. ")),
        author=st.sampled_from(["", "Müller, Jörg; World Bank & Co", "van der Berg, Jan; et al.", "Ani {x}"]),
        publisher=NAME,
        date=st.sampled_from([None, "2023", "2023-05", "2023-05-04"]),
        url=st.sampled_from(["", "https://example.org/a_b%20c?d=e#f&g~h", "https://doi.org/10.1000/ab_c"]),
        note=NAME,
        reliability=st.sampled_from([None, "B2"]),
    ),
    min_size=1,
)


def as_source(reference):
    url, note = address_and_note(reference)
    fields = {name: getattr(reference, name) for name in ("title", "author", "publisher")}
    return Source(
        date=reference.date or None, url=url, note=note, reliability=reference.reliability or None, **fields
    )


@settings(deadline=None, max_examples=60)
@given(SOURCES)
def test_sources_come_back_as_they_were(sources):
    document = new_map(sources=sources)
    expected = sorted(map(repr, sources.values()))
    bibtex, csl = bibtex_bytes(document).decode(), json.loads(csl_bytes(document))
    for found in (read_bibtex(bibtex), read_csl(csl_items(csl))):
        assert not found.remarks
        assert sorted(repr(as_source(each)) for each in found.sources) == expected


def test_references_are_written_for_other_programs():
    source = Source(
        title="50% & more", author="Müller, Jörg; World Bank", date="2023-05", url="https://example.org/a_b"
    )
    document = new_map(sources={"more-2023": source})
    assert bibtex_bytes(document).decode().strip().splitlines() == [
        "@online{more-2023,",
        r"  author = {{Müller}, {Jörg} and {World Bank}},",
        r"  title = {{50\% \& more}},",
        "  date = {2023-05},",
        "  year = {2023},",
        "  url = {https://example.org/a_b}",
        "}",
    ]
    (item,) = json.loads(csl_bytes(document))
    assert item == {
        "id": "more-2023",
        "type": "webpage",
        "title": "50% & more",
        "author": [{"family": "Müller", "given": "Jörg"}, {"literal": "World Bank"}],
        "issued": {"date-parts": [[2023, 5]]},
        "URL": "https://example.org/a_b",
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ris", "TY  - BOOK\nTI  - Last" + " " * 200_000 + "word\nER  - \n"),
        ("a.ris", "TY  - BOOK\nTI  - Last\n" + "word\n" * 200_000 + "ER  - \n"),
        ("a.ris", "TY  - BOOK\nTI  - Last\nDA  - 2020/" + "1" * 5_000 + "\nER  - \n"),
        ("a.bib", "@book{a,\n title = {Last}, url = {\\" + "a" * 300_000 + "}}"),
        ("a.bib", "@book{a,\n title = {Last}, note = {" + "\\alpha x" * 100_000 + "}}"),
        (
            "a.json",
            '[{"type": "book", "title": "Last", "issued": {"date-parts": [["2020", "'
            + "1" * 5_000
            + '"]]}}]',
        ),
    ],
)
def test_a_hostile_entry_is_read_without_end_of_time_or_digits(name, text):
    file = IncomingFile(name, text.encode())
    content = format_of(file).read(ReadJob(file, "2025-07-01"))
    assert content.sources[0].title.startswith("Last")


def test_other_json_whose_types_are_lists_is_no_reference():
    assert csl_items({"type": ["string", "null"], "title": "A schema"}) is None


def test_what_a_map_has_no_room_for_is_told():
    note, path = "n" * 30_000, "u" * 3_000
    found = read_bibtex(f"@misc{{a, title={{T}}, note={{{note}}}, url={{https://example.org/{path}}}}}")
    assert (len(only(found).note), only(found).url) == (20_000, "")
    assert [remark.kind for remark in found.remarks] == ["left-out", "left-out"]


def test_doubts_about_the_encoding_are_told():
    file = IncomingFile("a.bib", "@misc{a, title = {Café Müller à Genève}}".encode("latin-1"))
    content = format_of(file).read(ReadJob(file, "2025-07-01"))
    assert [remark.kind for remark in content.remarks] == ["doubt"]
