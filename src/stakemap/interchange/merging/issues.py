"""Merging issues, and the one of what names none."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedIssue
from stakemap.interchange.merging.fields import plain_text, with_fields, with_lines
from stakemap.interchange.merging.work import Entry, Work, in_file_order, new_id
from stakemap.interchange.names import Names
from stakemap.model.document import DecisionRule, Issue
from stakemap.model.order import issues_in_order, next_order
from stakemap.model.records import merged, replace


def first_issue(name: str = "") -> Issue:
    """The issue of a new map whose content names none."""
    return Issue(name=name or tr("Issue"), low_label=tr("Against"), high_label=tr("For"))


class IssueMerge:
    """Merges all issues of a content, and then knows which issue of the map each key means."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._issues: dict[str, Issue] = dict(work.before.issues)
        self._names = Names()
        self._first_order = next_order(work.before)
        self._entries: dict[str, Entry] = {}
        for key, issue in self._issues.items():
            self._names.add(key, issue.name)

    def run(self, records: Iterable[ImportedIssue]) -> None:
        """Merge the issues of which the content says something."""
        for record in in_file_order(records):
            entry = self._work.entry("issue", record, "", record.name)
            self._entries[record.key] = entry
            found = self._matching(record)
            if len(found) > 1:
                self._work.ambiguous(entry, found)
                continue
            if found:
                entry.id = found[0]
            elif not self._added(record, entry):
                continue
            known = self._issues[entry.id]
            given = {
                "name": record.name if record.map_id else "",
                "question": record.question,
                "low_label": record.low_label,
                "high_label": record.high_label,
                "quadrants": tuple(
                    new or old for new, old in zip(record.quadrants, known.quadrants, strict=True)
                ),
                "note": record.note if record.map_id else with_lines(known.note, record.note),
                "rule": self._rule(record, known),
            }
            issue = with_fields(self._work, entry, known, given)
            if entry.is_taken:
                self._issues[entry.id] = issue
            elif entry.status == "new":
                del self._issues[entry.id]

    def _rule(self, record: ImportedIssue, known: Issue) -> DecisionRule | None:
        """How the issue is decided; None where the record does not say."""
        given = {"kind": record.rule, "quota": record.quota}
        said = {name: value for name, value in given.items() if value is not None}
        try:
            return replace(known.rule or DecisionRule(), **said) if said else None
        except EditError as error:
            self._work.refuse(str(error), record.place, plain_text("rule", record.rule))
            return None

    def _matching(self, record: ImportedIssue) -> list[str]:
        known = self._work.before.issues
        answer = self._work.options.issues.get(record.key)
        if answer is not None and (not answer or answer in known):
            return [answer] if answer else []
        if record.map_id in self._issues:
            return [record.map_id]
        if not record.name.strip() and not record.map_id:
            return self._default()
        found = self._names.find(record.name.strip())
        return [key for key in found if key in known] if record.map_id else found

    def _default(self) -> list[str]:
        wanted = self._work.options.issue.strip()
        if wanted:
            return [wanted] if wanted in self._issues else self._names.find(wanted)
        return list(issues_in_order(self._work.before)[:1])

    def _added(self, record: ImportedIssue, entry: Entry) -> bool:
        if record.name.strip() or record.map_id:
            name = record.name
        else:
            name = self._work.options.issue.strip() or tr("Issue")
        # Without names of its ends a plot does not tell which side is which; a map may be without on purpose.
        has_own = record.map_id or record.low_label or record.high_label or not record.has_sides
        issue = Issue(name="") if has_own else first_issue()
        try:
            issue = replace(issue, name=name, order=self._first_order + record.order)
        except EditError as error:
            self._work.refused(entry, str(error))
            return False
        entry.status, entry.name = "new", name
        entry.id = new_id(record.map_id, record.map_id or name, self._issues)
        self._issues[entry.id] = issue
        if not entry.is_skipped:
            self._names.add(entry.id, name)
        return True

    def id_of(self, key: str) -> str | None:
        """The issue that a key of the content means, "" that of what names none; None if nothing of it is
        imported.
        """
        if not key and key not in self._entries:
            self.run([ImportedIssue(key="", name="")])
        entry = self._entries.get(key)
        if entry is None or entry.status in ("ambiguous", "refused"):
            return None
        return None if entry.status == "new" and entry.is_skipped else entry.id

    def finish(self) -> None:
        """Put the issues into the map."""
        document = self._work.document
        self._work.document = replace(document, issues=merged(document.issues, self._issues))
