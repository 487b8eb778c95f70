"""What combining analysts' maps led to, in sentences: who agrees, who differs, what was kept apart."""

from __future__ import annotations

from collections.abc import Iterator

from stakemap.analysis.agreement.disagreement import Comparison
from stakemap.analysis.agreement.disagreement_sentences import (
    agreement_text,
    analyst_name,
    camps_text,
    readings_text,
    value_text,
)
from stakemap.analysis.combining.combining import Combined
from stakemap.analysis.rounds.sentences import pool_text
from stakemap.i18n import tr, tr_count
from stakemap.model.combining.combine import Difference
from stakemap.model.combining.matching import Suggestion
from stakemap.model.document import StakeMap
from stakemap.model.places import path_of
from stakemap.model.records import LIST_LIMIT
from stakemap.model.terms import field_label
from stakemap.text import one_line
from stakemap.wording.changes import shown_value, subject_name
from stakemap.wording.merging import conflict_text
from stakemap.wording.names import listing
from stakemap.wording.places import place_name


def told(combined: Combined) -> Iterator[str]:
    """A sentence on all, then a line for each disagreement, the most disputed first, for what may be the same
    and was kept apart, and for what stays of the earlier map.
    """
    yield summary(combined)
    document = combined.document
    for found in combined.comparisons:
        if not found.agrees:
            yield comparison_line(document, found)
    yield from map(suggestion_line, combined.suggestions)
    for difference in combined.differences:
        yield difference_line(document, difference)


def summary(combined: Combined) -> str:
    """How many judgements several analysts made, on how many they agree, and how many are rivals; then where
    not all of their histories fit into one map.
    """
    return " ".join(filter(None, (_agreement(combined), _left_out(combined))))


def _left_out(combined: Combined) -> str:
    if not combined.left_out:
        return ""
    names = [subject_name(combined.document, *where) for where in combined.left_out]
    return tr_count(
        "A map keeps {limit} earlier judgements of a subject; {count} of the oldest is left out: {names}.",
        "A map keeps {limit} earlier judgements of a subject; {count} of the oldest are left out: {names}.",
        sum(combined.left_out.values()),
        limit=LIST_LIMIT,
        names=listing(names),
    )


def _agreement(combined: Combined) -> str:
    count = len(combined.comparisons)
    if not count:
        return tr("No subject is judged by more than one analyst.")
    agreed, rivals = sum(each.agrees for each in combined.comparisons), len(combined.rivals)
    text = tr_count(
        "Several analysts judge {count} subject, and agree on {agreed}.",
        "Several analysts judge {count} subjects, and agree on {agreed}.",
        count,
        agreed=agreed,
    )
    if not rivals:
        return text
    left = tr_count(
        "On {count} their readings exclude each other, and are not averaged.",
        "On {count} their readings exclude each other, and are not averaged.",
        rivals,
    )
    return f"{text} {left}"


def comparison_line(document: StakeMap, found: Comparison) -> str:
    """What analysts judge of a subject, and what is made of it."""
    name = subject_name(document, found.snapshot, found.subject)
    if found.camps:
        current = document.snapshots[found.snapshot].judgement(found.subject)
        by = "" if current is None else current.by
        kept = next((each for each in found.readings if each.analyst == by), found.readings[0])
        return tr(
            "{name}: rival readings, {camps}. {analyst}’s {value} is shown.",
            name=name,
            camps=camps_text(found),
            analyst=analyst_name(kept.analyst),
            value=value_text(kept),
        )
    return tr(
        "{name}: {readings}; {pool}, agreement {agreement}",
        name=name,
        readings=readings_text(found.readings),
        pool=pool_text(found),
        agreement=agreement_text(found),
    )


def suggestion_reason(suggestion: Suggestion) -> str:
    """Why two records may be the same."""
    return {
        "near-name": tr("the names are near"),
        "same-country": tr("both are names of one country"),
        "same-date": tr("the date is the same"),
    }[suggestion.reason]


def suggestion_line(suggestion: Suggestion) -> str:
    """What may be the same and why, and how to say that it is."""
    kinds = {"actors": tr("Actor"), "issues": tr("Issue"), "snapshots": tr("Snapshot")}
    return tr(
        "{kind} {name} ({id}) may be {other} ({candidate}): {why}. They are kept apart; to take them for "
        "one, match {id}={candidate}.",
        kind=kinds[suggestion.container],
        name=one_line(suggestion.name),
        id=suggestion.id,
        other=one_line(suggestion.candidate_name),
        candidate=suggestion.candidate,
        why=suggestion_reason(suggestion),
    )


def difference_line(document: StakeMap, difference: Difference) -> str:
    """What the map of an analyst has otherwise than an earlier one, which stays."""
    conflict, analyst = difference.conflict, analyst_name(difference.analyst)
    if conflict.kind == "changed" and conflict.field and not isinstance(conflict.one, dict):
        values = [shown_value(document, conflict.field, each) for each in (conflict.one, conflict.other)]
        if values[0] != values[1]:
            return tr(
                "{name}: {field} stays {first}; the map of {analyst} has {second}",
                name=place_name(document, path_of(conflict.place)),
                field=field_label(conflict.field),
                first=values[0],
                analyst=analyst,
                second=values[1],
            )
    return tr("From the map of {analyst}: {text}", analyst=analyst, text=conflict_text(document, conflict))
