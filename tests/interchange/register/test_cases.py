"""Every register of `fixtures/registers` gives the map that its author meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest

from register_cases import CASES, Case, Expected, read_case
from stakemap.errors import MapReadError
from stakemap.interchange.content import ImportedActor, ImportedContent, ImportedStance, ImportedStanding
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.text import fold_latin

QUANTITIES = ("influence", "salience", "alignment")
#: Cases that are not read as their author means yet; one that is read must leave this list.
PENDING: frozenset[str] = frozenset()
_RANGE = re.compile(r"([\d.-]+) \(([\d.-]+)–([\d.-]+)\)")


def content_of(case: Case) -> ImportedContent:
    """What is read of the file of a case with the plan that is detected."""
    file = IncomingFile(case.file, case.data)
    found = format_of(file)
    if found is None:
        raise MapReadError("nothing to import")
    assert found.id == "register"
    return found.read(ReadJob(file, "2025-07-01"))


@pytest.mark.parametrize("name", CASES)
def test_a_register_gives_its_map(name: str, request: pytest.FixtureRequest) -> None:
    if name in PENDING:
        request.applymarker(pytest.mark.xfail(strict=True, reason="is not read yet"))
    assert_reads(name)


def assert_reads(name: str) -> None:
    """Assert that a case gives what is expected of it."""
    case = read_case(name)
    if case.error:
        with pytest.raises(MapReadError):
            content_of(case)
        return
    content = content_of(case)
    found = {fold_latin(actor.name): actor for actor in content.actors}
    assert sorted(found) == sorted(map(fold_latin, case.actors))
    wrong = [
        f"{each.actor}: {each.heading} is {seen}, expected {each.text or 'nothing'}"
        for each in case.expected
        if not _fits(each, seen := _seen(content, found[fold_latin(each.actor)], each.heading))
    ]
    assert wrong == []
    for kind, parts in (("left-out", case.left_out), ("refused", case.refused), ("doubt", case.doubts)):
        said = [str(remark) for remark in content.remarks_of(kind)]
        for part in parts:
            assert any(part in sentence for sentence in said), (kind, part, said)
    whole = content.model_copy(update={"remarks": ()}).model_dump_json()
    assert [text for text in case.nowhere if text in whole] == []
    assert all(actor.note == actor.note.strip() for actor in content.actors)


def _seen(content: ImportedContent, actor: ImportedActor, heading: str) -> str:
    """What the content has for a heading, written as in a case."""
    field, _, where = heading.partition("@")
    if field == "reason":
        return next((each.reason for each in content.standings if each.actor == actor.key), "")
    if field not in QUANTITIES:
        value = getattr(actor, field)
        return ", ".join(value) if isinstance(value, tuple) else str(value or "")
    judged = [each for each in _judgements(content, field) if each.actor == actor.key]
    chosen = [each for each in judged if where in _names(content, each)]
    if len(chosen) > 1:
        return "contradicted"
    if not chosen:
        return ""
    estimate = getattr(chosen[0], field)
    if estimate is None:
        return "unknown" if chosen[0].state == "unknown" and field != "salience" else ""
    span = "" if estimate.low is None else f" ({estimate.low:g}–{estimate.high:g})"
    return f"{estimate.value:.6g}{span}"


def _judgements(content: ImportedContent, field: str) -> Iterator[ImportedStance | ImportedStanding]:
    if field == "influence":
        yield from content.standings
    yield from (each for each in content.stances if field != "influence" or each.influence is not None)


def _names(content: ImportedContent, judgement: ImportedStance | ImportedStanding) -> tuple[str, ...]:
    """The names of issue and snapshot by which a case may speak of a judgement; "" is the first of both."""
    snapshot = next((each for each in content.snapshots if each.key == judgement.snapshot), None)
    names = () if snapshot is None else tuple(filter(None, (snapshot.label, snapshot.date)))
    if isinstance(judgement, ImportedStanding):
        return (*names, "") if snapshot is None else names
    issue = next(each for each in content.issues if each.key == judgement.issue)
    if snapshot is not None:
        return names
    return (issue.name, "") if len(content.issues) == 1 else (issue.name,)


def _fits(expected: Expected, seen: str) -> bool:
    text = expected.text
    if text == "*":
        return True
    field = expected.heading.partition("@")[0]
    if field not in QUANTITIES:
        return fnmatchcase(" ".join(seen.split()), text)
    if "contradicted" in (seen, text):
        return seen == text
    if not text:
        return seen in ("", "unknown")
    if text == "unknown":
        # Without a salience, a stance that is not judged is as unknown.
        return seen == text
    if seen in ("", "unknown"):
        return False
    if match := _RANGE.fullmatch(text):
        return seen == f"{float(match[1]):.6g} ({float(match[2]):g}–{float(match[3]):g})"
    value = float(seen.split(" ")[0])
    if text[0] in "<>":
        return value < float(text[1:]) if text[0] == "<" else value > float(text[1:])
    wanted = float(text.removeprefix("~"))
    return abs(value - wanted) <= (0.1 if text[0] == "~" else 1e-6)
