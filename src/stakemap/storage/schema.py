"""The JSON Schema of the file format, generated from the records."""

from __future__ import annotations

from typing import Any

import orjson

from stakemap.model.document import FORMAT, VERSION, StakeMap

__all__ = ["SCHEMA_ID", "json_schema", "schema_name"]

SCHEMA_ID = f"urn:stakemap:schema:{VERSION}"


def schema_name() -> str:
    """The name of the schema's file in `resources/schema/`."""
    return f"stakemap-{VERSION}.schema.json"


def json_schema() -> bytes:
    """The JSON Schema (draft 2020-12) of a map file of this version, as UTF-8 with a newline at its end."""
    schema = StakeMap.model_json_schema(mode="validation")
    tree: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **schema,
    }
    tree["required"] = ["format", "version", *schema.get("required", ())]
    tree["properties"]["version"] = {"const": VERSION, "title": "Version", "type": "integer"}
    assert tree["properties"]["format"]["const"] == FORMAT
    return orjson.dumps(tree, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
