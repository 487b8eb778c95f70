"""The worked examples of the methods of analysis, made from the preset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stakemap.analysis.methods import Method
    from stakemap.analysis.question import Question

#: The lines of the example of each method by its id.
Examples = Mapping[str, tuple[str, ...]]

_PRESET = "armenia-turkiye"
#: How many sentences of a report are an example.
_SENTENCES = 2


def examples(report: Callable[[float], bool]) -> Examples:
    """The examples of all methods; `report` takes the progress from 0 to 1, and returns whether they are
    still wanted.
    """
    from stakemap.analysis.methods import METHODS
    from stakemap.analysis.question import Question
    from stakemap.storage.presets import load_preset

    question = Question.of(load_preset(_PRESET))
    found: dict[str, tuple[str, ...]] = {}
    for number, method in enumerate(METHODS):
        if not report(number / len(METHODS.ids)):
            break
        found[method.id] = _example(method, question)
    return found


def _example(method: Method, question: Question) -> tuple[str, ...]:
    page = method.page()
    if page.example is not None:
        return page.example(question)
    findings = method.report(question).findings[:_SENTENCES]
    parts = [filter(None, (finding.text, *finding.how.splitlines())) for finding in findings]
    # A blank line parts a sentence and its explanation from the next one.
    return tuple(line for part in parts for line in ("", *part))[1:]
