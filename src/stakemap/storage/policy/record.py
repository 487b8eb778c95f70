"""The rules that an organisation can set, each with what it means."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from stakemap.i18n import tr
from stakemap.storage.reading.limits import LARGEST
from stakemap.text import capital, single_line

#: The most days that a policy can have history kept: ten years.
MOST_DAYS = 3650


def _without_controls(text: str) -> str:
    """A text without characters that break or control a line. Raises ValueError."""
    if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in text):
        raise ValueError("not one line")
    return text


def _one_line(text: str) -> str:
    """As `_without_controls`, with single blanks."""
    return single_line(_without_controls(text))


_Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_one_line)]
_Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_one_line),
]
#: The ids of the formats in `export.exporters.EXPORTERS`, then `interchange.writers.formats.DATA_WRITERS`,
#: and that of what commands print for other programs.
ExportFormat = Literal[
    "png",
    "svg",
    "pdf",
    "pptx",
    "xlsx",
    "csv",
    "graphml",
    "gexf",
    "kumu",
    "kumu-sheets",
    "ktab",
    "bibtex",
    "csl",
    "json",
]


class Policy(BaseModel):
    """The rules of an organisation; the defaults set none."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)

    version: Literal[1] = Field(1, description="The version of the format of policies.")
    organisation: _Text = Field("", description="The name of the organisation, shown where a rule applies.")
    handling_marks: tuple[_Line, ...] = Field(
        (),
        strict=False,
        max_length=50,
        description="The handling marks to choose from; empty for any mark.",
        json_schema_extra={"uniqueItems": True},
    )
    default_handling: _Text = Field("", description="The handling mark of new maps.")
    require_handling: bool = Field(
        False,
        description="Whether nothing can be exported from a map without a handling mark, which is one of "
        "handling_marks where there are any.",
    )
    theme: Annotated[str, StringConstraints(max_length=1000), AfterValidator(_without_controls)] = Field(
        "",
        description="The path of a theme file for all slides, absolute or beginning at the policy's folder.",
    )
    footer: _Text = Field("", description="A text at the foot of each slide.")
    export_formats: tuple[ExportFormat, ...] | None = Field(
        None,
        strict=False,
        description="The formats that maps can be exported in; null for all. Printing counts as pdf, "
        "copying a picture as png, copying rows or lists as csv, what commands print with --json as json.",
    )
    largest_file: Annotated[int, Field(ge=1, le=LARGEST[1])] | None = Field(
        None, description="The size limit of opened files in megabytes; null for what the user sets."
    )
    keep_history_days: Annotated[int, Field(ge=0, le=MOST_DAYS)] | None = Field(
        None,
        description="How many days earlier versions of maps are kept; 0 for not at all once a map is closed, "
        "null for as long as Stakemap keeps them.",
    )
    leave_no_traces: bool = Field(False, description="Whether all maps are treated as confidential.")
    require_author: bool = Field(
        False, description="Whether judgements can be made only by analysts who have given their name."
    )
    open_links: bool = Field(
        True, description="Whether links can be opened in the browser; otherwise they are only shown."
    )

    @property
    def keeps_history(self) -> bool:
        """Whether earlier versions of maps are kept at all."""
        return self.keep_history_days != 0 and not self.leave_no_traces

    def allows(self, format_id: str) -> bool:
        """Whether maps may be exported in a format, by its id."""
        return self.export_formats is None or format_id in self.export_formats

    @property
    def set_by(self) -> str:
        """Who set the rules, in words that are shown beside each choice that they take away."""
        return tr("Set by {organisation}", organisation=self.who)

    @property
    def whose(self) -> str:
        """The organisation at the beginning of a sentence."""
        return capital(self.who)

    @property
    def who(self) -> str:
        """The organisation in the middle of a sentence."""
        return self.organisation or tr("your organisation")
