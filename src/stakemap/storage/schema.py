"""The JSON Schemas of maps and of policies, generated from the records, for other programs and editors."""

from __future__ import annotations

from typing import Any

import orjson

from stakemap.model.document import VERSION, StakeMap
from stakemap.model.judgements import Judgement, Stance, Standing, Tie
from stakemap.storage.field_descriptions import FIELDS
from stakemap.storage.policy.record import Policy

POLICY_SCHEMA_ID = "urn:stakemap:policy:1"
#: The name of its file in `resources/schema/`.
POLICY_SCHEMA_NAME = "stakemap-policy-1.schema.json"
SCHEMA_ID = f"urn:stakemap:schema:{VERSION}"

#: Patterns that the records check in validators, which the generator cannot see.
_PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
_DAY = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
_PATTERNS = {
    ("Snapshot", "date"): _PARTIAL_DATE,
    ("Source", "date"): _PARTIAL_DATE,
    ("StakeMap", "cut_off"): _PARTIAL_DATE,
    ("Standing", "on"): _DAY,
    ("Stance", "on"): _DAY,
    ("Tie", "on"): _DAY,
    ("Resolution", "date"): _PARTIAL_DATE,
    ("Resolution", "judged_on"): _DAY,
    ("Resolution", "on"): _DAY,
    ("Outcome", "date"): _PARTIAL_DATE,
    ("Outcome", "on"): _DAY,
    ("Comment", "on"): _DAY,
    ("Comment", "resolved_on"): _DAY,
    ("Review", "on"): _DAY,
    ("Round", "opened"): _DAY,
    ("Round", "closed"): _DAY,
    ("Answer", "on"): _DAY,
}
_JUDGEMENTS: tuple[type[Judgement], ...] = (Standing, Stance, Tie)


def json_schema() -> bytes:
    """The JSON Schema (draft 2020-12) of a map file of this version, as UTF-8 with a newline at its end."""
    generated = StakeMap.model_json_schema(mode="validation")
    definitions: dict[str, Any] = generated.pop("$defs")
    for name, definition in (*definitions.items(), ("StakeMap", generated)):
        _describe(name, definition)
        _close_mappings(definition)
    for name in ("InfluenceEstimate", "SalienceEstimate", "AlignmentEstimate"):
        definitions[name]["dependentRequired"] = {"low": ["high"], "high": ["low"]}
    for kind in _JUDGEMENTS:
        _bind_value_to_state(definitions[kind.__name__], kind.measured)
    properties = generated["properties"]
    properties["version"] = {**properties["version"], "const": VERSION}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **generated,
        "title": "Stakemap",
        "required": ["format", "version", *generated["required"]],
        "$defs": dict(sorted(definitions.items())),
    }
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def policy_schema() -> bytes:
    """The JSON Schema of the rules of an organisation, as UTF-8 with a newline at its end."""
    generated = Policy.model_json_schema(mode="validation")
    for name, field in generated["properties"].items():
        field["title"] = name.replace("_", " ").capitalize()
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": POLICY_SCHEMA_ID,
        **generated,
        "title": "Stakemap policy",
    }
    return orjson.dumps(schema, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _describe(record: str, definition: dict[str, Any]) -> None:
    """Add titles, descriptions and date patterns to the fields of a record; unknown fields hold any value."""
    definition["description"] = definition["description"].replace("`", "")
    definition["additionalProperties"] = True
    for name, field in definition["properties"].items():
        field["title"] = name.replace("_", " ").capitalize()
        field["description"] = FIELDS[record, name] if (record, name) in FIELDS else FIELDS["", name]
        if (record, name) in _PATTERNS:
            texts = [choice for choice in field["anyOf"] if choice["type"] == "string"]
            texts[0]["pattern"] = _PATTERNS[record, name]


def _close_mappings(node: Any) -> None:
    """Refuse mapping entries with an invalid id, which the generated schema would accept unchecked."""
    if isinstance(node, dict):
        patterns = node.pop("patternProperties", None)
        if patterns is not None:
            ((pattern, entry),) = patterns.items()
            node["propertyNames"] = {**node.get("propertyNames", {}), "pattern": pattern}
            node["additionalProperties"] = entry
        for part in node.values():
            _close_mappings(part)
    elif isinstance(node, list):
        for part in node:
            _close_mappings(part)


def _bind_value_to_state(definition: dict[str, Any], measured: str) -> None:
    """Require the value of a judgement exactly when its state is "judged", the default."""
    definition["if"] = {"properties": {"state": {"const": "judged"}}}
    definition["then"] = {"required": [measured], "properties": {measured: {"not": {"type": "null"}}}}
    definition["else"] = {"properties": {measured: {"type": "null"}}}
