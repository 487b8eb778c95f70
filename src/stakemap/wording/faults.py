"""Validation errors of a map file as faults with sentences for the user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stakemap.errors import Fault
from stakemap.i18n import isolate, tr
from stakemap.model.faults import Place, fault_sentence
from stakemap.text import capital, with_code_points

#: Longer places are given as a path, since a phrase would be unreadable.
_MAX_PLACE_LENGTH = 12

#: The maximum length of an id.
_MAX_ID_LENGTH = 120

_CODES = {
    "missing": "missing",
    "greater_than": "out-of-range",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
    "finite_number": "out-of-range",
    "literal_error": "unknown-choice",
    "string_too_long": "too-long",
    "too_long": "too-long",
    "too_short": "too-short",
    "string_pattern_mismatch": "wrong-form",
    "value_error": "inconsistent",
}


def fault_of(error: Mapping[str, Any], place: Place) -> Fault:
    """Convert one pydantic error at `place` in the file to a fault."""
    kind, context = error["type"], error.get("ctx", {})
    if place and place[-1] == "[key]":
        place = place[:-1]
        return Fault("wrong-id", path_of(place), _key_sentence(place, context))
    code = _CODES.get(kind, "wrong-kind")
    thing = capital(place_of(place))
    return Fault(code, path_of(place), fault_sentence(error, place, thing))


def path_of(place: Place) -> str:
    """Join a place with full stops; long or unprintable keys are shortened and escaped."""
    steps = (str(part) for part in place)
    return ".".join(
        step if len(step) < _MAX_ID_LENGTH and step.isprintable() else with_code_points(step, _MAX_ID_LENGTH)
        for step in steps
    )


def _key_sentence(place: Place, context: Mapping[str, Any]) -> str:
    key = with_code_points(str(place[-1])) if place else ""
    if "max_length" in context:
        return tr("The id “{key}” is longer than {limit} characters.", key=key, limit=context["max_length"])
    return tr("“{key}” cannot be an id: ids are small Latin letters and digits joined by hyphens.", key=key)


def place_of(place: Place) -> str:
    """Describe a place in a file, for example "the influence of turkiye in snapshot 2025-07"."""
    if len(place) > _MAX_PLACE_LENGTH:
        return tr("the value at {path}", path=with_code_points(path_of(place), 200))
    owner, rest = _owner(tuple(with_code_points(part) if isinstance(part, str) else part for part in place))
    while rest:
        owner, rest = _inside(owner, rest)
    return owner


def _owner(place: Place) -> tuple[str, Place]:
    """Describe the record at the start of a place; returns the text and the rest of the place."""
    if not place:
        return tr("the map"), ()
    if place[0] == "snapshots" and len(place) >= 4:
        judgement = _judgement(place)
        if judgement is not None:
            return judgement
    kinds = {
        "actors": tr("actor {id}"),
        "groups": tr("group {id}"),
        "issues": tr("issue {id}"),
        "snapshots": tr("snapshot {id}"),
        "relations": tr("relation {id}"),
        "sources": tr("source {id}"),
        "headlines": tr("the headline of page {id}"),
        "resolutions": tr("what was found of judgement {id}"),
        "outcomes": tr("the outcome of scenario {id}"),
        "conflicts": tr("open conflict {id}"),
        "comments": tr("comment {id}"),
        "reviews": tr("approval {id}"),
        "rounds": tr("round {id}"),
        "answers": tr("answer {id}"),
    }
    if len(place) >= 2 and place[0] in kinds:
        return kinds[str(place[0])].format(id=place[1]), place[2:]
    return tr("the map"), place


def _judgement(place: Place) -> tuple[str, Place] | None:
    """Describe a judgement in a snapshot, or its value if the place leads there; None for other places."""
    patterns = {
        ("standings", ""): tr("the standing of {actor} in snapshot {snapshot}"),
        ("standings", "influence"): tr("the influence of {actor} in snapshot {snapshot}"),
        ("stances", ""): tr("the stance of {actor} on {issue} in snapshot {snapshot}"),
        ("stances", "alignment"): tr("the alignment of {actor} on {issue} in snapshot {snapshot}"),
        ("stances", "salience"): tr("the salience of {issue} to {actor} in snapshot {snapshot}"),
        ("stances", "influence"): tr("the influence of {actor} on {issue} in snapshot {snapshot}"),
        ("ties", ""): tr("the tie {relation} in snapshot {snapshot}"),
        ("ties", "strength"): tr("the strength of {relation} in snapshot {snapshot}"),
    }
    container, keys = str(place[2]), place[3:5] if place[2] == "stances" else place[3:4]
    if (container, "") not in patterns or len(keys) < 1 + (container == "stances"):
        return None
    rest = place[3 + len(keys) :]
    field = str(rest[0]) if rest and (container, rest[0]) in patterns else ""
    issue, record, snapshot = (isolate(str(part)) for part in (keys[0], keys[-1], place[1]))
    text = patterns[container, field].format(issue=issue, actor=record, relation=record, snapshot=snapshot)
    return text, rest[1:] if field else rest


def _inside(owner: str, rest: Place) -> tuple[str, Place]:
    """Describe the next field or list entry of `owner`; returns the text and the rest of the place."""
    name = str(rest[0])
    if name == "value":
        return owner, rest[1:]
    if name == "low":
        return tr("the low end of {owner}", owner=owner), rest[1:]
    if name == "high":
        return tr("the high end of {owner}", owner=owner), rest[1:]
    if len(rest) >= 2 and isinstance(rest[1], int):
        entries = {
            "earlier": tr("earlier judgement {number} of {owner}"),
            "others": tr("judgement {number} of others beside {owner}"),
            "citations": tr("citation {number} of {owner}"),
            "conditions": tr("condition {number} of {owner}"),
            "aliases": tr("alias {number} of {owner}"),
            "tags": tr("tag {number} of {owner}"),
            "quadrants": tr("quadrant caption {number} of {owner}"),
        }
        pattern = entries.get(name, tr("entry {number} of {owner}"))
        return pattern.format(number=str(rest[1] + 1), owner=owner), rest[2:]
    return tr("the field “{name}” of {owner}", name=name, owner=owner), rest[1:]
