"""The bill of materials of a package: what it brings, as CycloneDX 1.6 in JSON (ECMA-424, 2024)."""

import json
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path

from building.licences import Component
from building.output import placed
from building.sums import sha256

__all__ = ["bill", "write_bill"]

Json = dict[str, object]

#: Identifiers and expressions of SPDX. Other names of licences are written as such.
EXPRESSION = re.compile(r"[A-Za-z0-9.-]+( (AND|OR|WITH) [A-Za-z0-9.-]+)*")


def write_bill(package: Path, components: list[Component], version: str, epoch: int) -> Path:
    """Write the bill of a package beside it, and return its path."""
    path = package.with_name(f"{package.name}.cdx.json")
    text = json.dumps(bill(package, components, version, epoch), indent=2, ensure_ascii=False) + "\n"
    with placed(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
    return path


def bill(package: Path, components: list[Component], version: str, epoch: int) -> Json:
    """The bill of a package; it depends on the package, its components and the time alone."""
    digest = sha256(package)
    listed = [_component(each) for each in components if each["name"] != "stakemap"]
    subject: Json = {
        "type": "application",
        "bom-ref": f"pkg:generic/stakemap@{version}",
        "name": "stakemap",
        "version": version,
        "description": package.name,
        "hashes": [{"alg": "SHA-256", "content": digest}],
        "licenses": [{"license": {"id": "MIT"}}],
        "purl": f"pkg:generic/stakemap@{version}",
    }
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'stakemap:{package.name}:{digest}')}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, UTC).isoformat().replace("+00:00", "Z"),
            "lifecycles": [{"phase": "build"}],
            "component": subject,
        },
        "components": listed,
        "dependencies": [{"ref": subject["bom-ref"], "dependsOn": [each["bom-ref"] for each in listed]}],
    }


def _component(component: Component) -> Json:
    result: Json = {
        "type": "library",
        "bom-ref": component["purl"],
        "name": component["name"],
        "version": component["version"],
    }
    if component.get("sha256"):
        result["hashes"] = [{"alg": "SHA-256", "content": component["sha256"]}]
    if licences := _licences(component["licence"]):
        result["licenses"] = licences
    result["purl"] = component["purl"]
    if parts := _parts(component.get("contents") or []):
        result["components"] = parts
    return result


def _licences(licence: object) -> list[Json]:
    if isinstance(licence, str) and EXPRESSION.fullmatch(licence):
        return [{"expression": licence}]
    names = [licence] if isinstance(licence, str) else list(licence)  # type: ignore[call-overload]
    return [{"license": {"name": name}} for name in names]


def _parts(contents: object) -> list[Json]:
    """What is linked into a component, of what its maker tells of it: each once, sorted."""
    assert isinstance(contents, list)
    kept = ("name", "version", "hashes", "licenses", "purl")
    parts = {
        (str(each["name"]), str(each.get("version", ""))): {key: each[key] for key in kept if each.get(key)}
        for each in contents
    }
    return [{"type": "library", **parts[key]} for key in sorted(parts)]
