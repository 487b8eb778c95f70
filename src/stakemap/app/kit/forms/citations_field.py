"""The field of the citations of one judgement, or of those that several share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from stakemap.app.kit.forms import evidence_rows as rows
from stakemap.app.kit.forms.editors import Option
from stakemap.app.kit.forms.fields import Field
from stakemap.app.kit.forms.form import Form
from stakemap.app.kit.forms.row_values import citations_text, parse_citations


def citations_field(
    form: Form, sources: Callable[[], Sequence[Option]], caption: str, add: str, remove: str
) -> Field:
    """Register the field "citations" in a form; `add` and `remove` are the texts of its buttons."""
    row = rows.make_citation_row(sources, form.context.show_source)
    editor = rows.RowsEditor(row, add, remove)
    return form.field("citations", caption, editor, parse=parse_citations, text_of=citations_text)
