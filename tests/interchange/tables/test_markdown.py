"""Tables in Markdown: one sheet each, without the marks of the page, in the rows of their lines."""

from __future__ import annotations

from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.tables.markdown import is_markdown

_PAGE = """# Stakeholders

A page about the **bridge**.

| Name | Owner |
|:-----|------:|
| **City** | [Works](https://example.org/a_b) |
| a \\| b | one<br>two |

## Ratings

Name | Power
--- | ---
City | *High*
snake_case_name | `Low`
"""


def test_each_table_of_a_page_is_a_sheet_named_by_its_heading() -> None:
    sheets = IncomingFile("page.md", _PAGE.encode()).workbook.sheets
    assert [sheet.name for sheet in sheets] == ["Stakeholders", "Ratings"]
    first, second = sheets
    assert first.rows[4:] == [
        ["Name", "Owner"],
        (),
        ["City", "Works"],
        ["a | b", "one\ntwo"],
    ]
    assert second.cell(14, 2) == "High"
    assert second.rows[-1] == ["snake_case_name", "Low"]


def test_tables_of_bars_without_a_line_of_dashes_are_no_markdown() -> None:
    assert not is_markdown("Name | Power\nCity | High\n")
    assert not is_markdown("Name,Range\nCity,5--7\n")


def test_pages_that_would_take_long_are_read_at_once() -> None:
    for text in ("*" * 200_000, "[" * 200_000, "# " + " " * 200_000 + "x", "-" * 200_000):
        page = f"| a | b |\n|---|---|\n| {text} | x |\n{text}\n"
        assert IncomingFile("page.md", page.encode()).workbook.sheets
        assert not is_markdown(text + "|" + " " * 200_000)
