"""What a scenario would still take: the smallest change that would turn its result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stakemap.analysis.levers_words import LeverWords
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding
from stakemap.analysis.scenarios import Comparison
from stakemap.i18n import tr
from stakemap.wording.names import snapshot_name


def lever_findings(question: Question, found: Sequence[Comparison]) -> Iterator[Finding]:
    """One finding on the levers of some scenarios, those that have a result.

    What it proposes is shown on the canvas only in the view of the scenario itself, whose values it changes.
    """
    sentences: list[str] = []
    lines: list[str] = []
    proposed: list[Finding] = []
    for each in found:
        if each.after.is_nothing or question.cancelled():
            continue
        words = LeverWords(question.at(each.after.snapshot))
        claim = words.claim(in_short=len(found) > 1)
        name = snapshot_name(question.document, each.after.snapshot)
        sentences.append(tr("By the values of “{scenario}” alone: {claim}.", scenario=name, claim=claim.text))
        lines.append(tr("“{scenario}”, without the ranges of its values:", scenario=name))
        lines.append(claim.how)
        proposed.append(words.finding("levers", "", claim.levers, claim.how))
    if not sentences:
        return
    is_in_view = len(proposed) == 1 and question.snapshot == found[0].after.snapshot
    yield Finding(
        "levers",
        " ".join(sentences),
        "\n".join(lines),
        place=proposed[0].place,
        actors=tuple(dict.fromkeys(actor for each in proposed for actor in each.actors)),
        moves=proposed[0].moves if is_in_view else (),
        reason=proposed[0].reason if is_in_view else "",
    )
