"""The command `stakemap analyse`: what the methods find in a map, as sentences or as JSON."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

from stakemap.analysis.methods import METHODS, Method
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Place, Report
from stakemap.commands.arguments import check_id
from stakemap.commands.balance_limits import balance_limits
from stakemap.commands.output import say, write_bytes
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.storage.policy.handling import check_json
from stakemap.text import shown_line
from stakemap.wording.names import issue_name, snapshot_name


def analyse(document: StakeMap, options: argparse.Namespace) -> None:
    """Print what the methods of the options find in a map.

    Raises UsageError for unknown ids, and for JSON that is not allowed.
    """
    if options.json:
        check_json(document)
    for wanted, there, unknown in (
        (options.issue, document.issues, tr("The map has no issue “{wanted}”; it has: {there}.")),
        (options.snapshot, document.snapshots, tr("The map has no snapshot “{wanted}”; it has: {there}.")),
    ):
        if wanted is not None:
            check_id(wanted, there, unknown)
    unknown = tr("There is no method “{wanted}”; the methods are: {there}.")
    chosen = {check_id(wanted, METHODS.ids, unknown) for wanted in options.method}
    methods = [method for method in METHODS if method.id in chosen or not chosen]
    question = Question.of(document, options.issue, options.snapshot)
    question = replace(question, limits=balance_limits())
    reports = {method.id: method.report(question) for method in methods}
    if options.json:
        write_bytes(_json(question, reports))
        return
    say(_view(question))
    for method in methods:
        say("")
        for line in _lines(method, reports[method.id], options.how):
            say(line)


def _view(question: Question) -> str:
    """The map, issue and snapshot that all is about: "Opening · The border · 1 July 2025"."""
    document, issue, snapshot = question.document, question.issue, question.snapshot
    parts = [document.title, issue_name(document, issue) if issue in document.issues else ""]
    parts.append(snapshot_name(document, snapshot) if snapshot in document.snapshots else "")
    return " · ".join(shown_line(part) for part in parts if part)


def _lines(method: Method, report: Report, has_how: bool) -> list[str]:
    """The title, the sentences, what they rest on and what they cannot tell."""
    lines = [method.title()]
    for finding in report.findings:
        lines.append(f"- {finding.text}")
        if has_how:
            lines.extend(f"    {line}" for line in finding.how.splitlines())
    return [*lines, *(text for text in (report.rests_on, report.caveat) if text)]


def _json(question: Question, reports: dict[str, Report]) -> bytes:
    """All reports as one JSON object, with sorted keys; numbers are not rounded."""
    document = question.document
    found = {
        "map": {"id": str(document.id), "title": document.title},
        "issue": question.issue,
        "snapshot": question.snapshot,
        "limits": question.limits._asdict(),
        "methods": {method: _plain(report) for method, report in reports.items()},
    }
    text = json.dumps(found, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True)
    # Control and bidirectional characters are escaped, since a terminal may show it.
    safe = (each if each.isprintable() or each == "\n" else json.dumps(each)[1:-1] for each in text)
    return f"{''.join(safe)}\n".encode()


def _plain(report: Report) -> dict[str, object]:
    """The data of a report with its sentences."""
    return {
        **report.data,
        "findings": [_finding(finding) for finding in report.findings],
        "rests_on": report.rests_on,
        "caveat": report.caveat,
    }


def _finding(finding: Finding) -> dict[str, object]:
    moves = [
        {"actor": move.actor, "field": move.field, "from": move.before, "to": move.after}
        for move in finding.moves
    ]
    return {
        "id": finding.id,
        "kind": finding.kind,
        "text": finding.text,
        "how": finding.how.splitlines(),
        "actors": finding.actors,
        "relations": finding.relations,
        "camps": finding.camps,
        "moves": moves,
        "place": None if finding.place is None else _place(finding.place),
    }


def _place(place: Place) -> dict[str, object]:
    return {"snapshot": place.snapshot, "field": place.field, **place.subject._asdict()}
