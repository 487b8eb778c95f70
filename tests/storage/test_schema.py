"""The JSON Schema is the one that the records give, and says of every field what it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from stakemap.model.document import VERSION, StakeMap
from stakemap.resources import resource
from stakemap.storage.field_descriptions import FIELDS
from stakemap.storage.schema import SCHEMA_ID, json_schema

SCHEMA = json.loads(json_schema())
RECORDS = {"StakeMap": SCHEMA, **SCHEMA["$defs"]}


def test_the_file_is_current() -> None:
    name = f"stakemap-{VERSION}.schema.json"
    written = resource("schema", name).read_bytes()
    assert written == json_schema(), f"write it again: stakemap schema > resources/schema/{name}"


def test_names_its_dialect_and_itself_without_a_host() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == SCHEMA_ID == f"urn:stakemap:schema:{VERSION}"


def test_a_map_needs_its_format_its_version_and_its_id() -> None:
    assert SCHEMA["required"] == ["format", "version", "id"]
    assert SCHEMA["properties"]["format"]["const"] == "stakemap"
    assert SCHEMA["properties"]["version"]["const"] == VERSION


def test_every_record_and_field_is_described() -> None:
    assert list(SCHEMA["properties"]) == list(StakeMap.model_fields)
    used = set()
    for record, definition in RECORDS.items():
        assert definition["title"]
        assert definition["description"].endswith(".")
        # It is read by people who know the file and not this code.
        assert re.search(r"\bNone\b|\bmodel\.", definition["description"]) is None
        for name, field in definition["properties"].items():
            assert field["title"][0].isupper()
            assert field["description"].endswith((".", "…"))
            used.add((record, name) if (record, name) in FIELDS else ("", name))
    assert used == set(FIELDS)


def test_unknown_fields_are_allowed_in_records_and_wrong_ids_in_no_mapping() -> None:
    for definition in RECORDS.values():
        assert definition["additionalProperties"] is True
    assert "patternProperties" not in {key for node in nodes(SCHEMA) for key in node}
    actors = SCHEMA["properties"]["actors"]
    assert actors["propertyNames"] == {"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 120}
    assert actors["additionalProperties"] == {"$ref": "#/$defs/Actor"}


def test_every_reference_leads_somewhere() -> None:
    for node in nodes(SCHEMA):
        if "$ref" in node:
            assert node["$ref"].removeprefix("#/$defs/") in SCHEMA["$defs"]


def test_dates_have_their_form() -> None:
    for record, name in (("StakeMap", "cut_off"), ("Source", "date"), ("Snapshot", "date"), ("Tie", "on")):
        texts = [
            choice for choice in RECORDS[record]["properties"][name]["anyOf"] if choice["type"] == "string"
        ]
        assert texts[0]["pattern"].startswith(r"^\d{4}-" if name == "on" else r"^\d{4}(-")


def test_a_value_goes_with_its_state_and_both_ends_of_a_range_with_each_other() -> None:
    for record, measured in (("Standing", "influence"), ("Stance", "alignment"), ("Tie", "strength")):
        assert RECORDS[record]["then"]["required"] == [measured]
        assert RECORDS[record]["else"]["properties"][measured] == {"type": "null"}
    for record in ("InfluenceEstimate", "SalienceEstimate", "AlignmentEstimate"):
        assert RECORDS[record]["dependentRequired"] == {"low": ["high"], "high": ["low"]}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """All objects of a JSON value."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from nodes(part)
    elif isinstance(value, list):
        for part in value:
            yield from nodes(part)
