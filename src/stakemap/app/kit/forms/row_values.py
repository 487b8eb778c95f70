"""Citations and conditions as the content of a rows editor, which is a JSON list of lists, and back.

A list ends in what the row has no widget for, as JSON in a string, which keeps all digits: how a citation
fits the readings, and fields that this version does not know.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from stakemap.app.kit.forms.targets import CitationDraft
from stakemap.model.judgements import Citation, Condition
from stakemap.model.records import Record
from stakemap.storage.codec import exact_json
from stakemap.storage.reading.parsing import parse


def citations_text(citations: Iterable[Citation | CitationDraft]) -> str:
    """Citations as the content of a rows editor."""
    return dump_rows([each.source, each.passage, each.against, *_rest(_besides(each))] for each in citations)


def parse_citations(content: str) -> tuple[CitationDraft, ...]:
    """The content of a rows editor as citations, whose sources may be new."""
    return tuple(
        CitationDraft(source, passage, against, _parsed(rest))
        for source, passage, against, *rest in json.loads(content)
    )


def conditions_text(conditions: Iterable[Condition]) -> str:
    """Conditions as the content of a rows editor."""
    return dump_rows([each.text, each.issue or "", *_rest(_unknown(each))] for each in conditions)


def parse_conditions(content: str) -> tuple[Condition, ...]:
    """The content of a rows editor as conditions."""
    return tuple(
        Condition.model_validate(_parsed(rest) | {"text": text, "issue": issue or None})
        for text, issue, *rest in json.loads(content)
    )


def dump_rows(rows: Iterable[list[Any]]) -> str:
    """The values of rows as the content of their editor."""
    return json.dumps(list(rows), ensure_ascii=False)


def without_readings(rest: list[Any]) -> list[str]:
    """What a citation still has besides its widgets once it is of another source."""
    return _rest({name: value for name, value in _parsed(rest).items() if name != "readings"})


def _unknown(record: Record) -> dict[str, Any]:
    return record.model_extra or {}


def _besides(citation: Citation | CitationDraft) -> Mapping[str, Any]:
    """What a citation has no widgets for."""
    if isinstance(citation, CitationDraft):
        return citation.rest
    rated = citation.readings
    if rated is None:
        return _unknown(citation)
    return {"readings": rated.model_dump(exclude_none=True) | _unknown(rated), **_unknown(citation)}


def _rest(fields: Mapping[str, Any]) -> list[str]:
    return [exact_json(dict(fields)).decode()] if fields else []


def _parsed(rest: list[Any]) -> dict[str, Any]:
    if not rest:
        return {}
    # A draft of an earlier version holds the readings alone, as an object.
    found = {"readings": rest[0]} if isinstance(rest[0], dict) else parse(rest[0].encode())
    return found if isinstance(found, dict) else {}
