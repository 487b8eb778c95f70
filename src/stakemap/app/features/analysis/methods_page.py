"""The page of help on methods: what each answers, its formulas, literature and limits, and an example."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from stakemap.analysis.methods import METHODS, Method, MethodPage
from stakemap.analysis.question import Question
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.reading_dialog import ReadingDialog
from stakemap.app.kit.worker import Worker
from stakemap.i18n import tr
from stakemap.storage.presets import load_preset

__all__ = ["MethodsDialog", "examples"]

#: The preset of the worked examples.
_PRESET = "armenia-turkiye"
#: How many sentences of a report are an example.
_SENTENCES = 2


def examples(report: Callable[[float], bool]) -> Mapping[str, tuple[str, ...]]:
    """The lines of the worked example of each method by its id; `report` takes the progress from 0 to 1, and
    returns whether they are still wanted.
    """
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


class MethodsDialog(ReadingDialog):
    """Lists all methods; a worker makes their examples from the preset."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(
            parent, tr("Methods of analysis"), tr("Search the methods"), QSize(GRID * 90, GRID * 80)
        )
        self.examples: dict[str, PlainLabel] = {}
        for method in METHODS:
            self.examples[method.id] = PlainLabel(tr("Calculating…"), wrap=True, selectable=True)
            self.add_section(method.title(), [*_labels(method.page()), self.examples[method.id]])
        self._worker = Worker(examples)
        self._worker.done.connect(self._show_examples)
        self.finished.connect(self._worker.cancel)
        self._worker.start()

    def _show_examples(self, found: Mapping[str, tuple[str, ...]]) -> None:
        for method, lines in found.items():
            if method in self.examples:
                self.examples[method].setText("\n".join(lines))


def _labels(page: MethodPage) -> Iterator[PlainLabel]:
    yield PlainLabel(page.question, role="strong", wrap=True, selectable=True)
    yield PlainLabel("\n".join(page.formulas), wrap=True, selectable=True)
    yield PlainLabel(page.caveat, role="muted", wrap=True, selectable=True)
    sources = tr("Sources: {sources}.", sources="; ".join(source.rstrip(".") for source in page.sources))
    yield PlainLabel(sources, role="caption", wrap=True, selectable=True)
    yield PlainLabel(tr("Example, from the preset on Armenia and Türkiye:"), role="caption", wrap=True)
