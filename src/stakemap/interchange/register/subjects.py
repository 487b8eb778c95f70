"""What is about other things than actors and ratings: lists of risks or tasks, counts, permissions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from stakemap.interchange.register.headings import words_in
from stakemap.interchange.register.samples import ColumnSample
from stakemap.interchange.register.scaling import YES_AND_NO, named_ends, numbers_in
from stakemap.text import fold

#: Larger numbers are no ratings, unless a scale is named.
_MOST_POINTS = 100

#: Headings of what a row is about in tables that rate no actors, whole; en, es, pt, de, fr, ru, tr, uk.
_THINGS: Final = (
    "risk, risks, risk name, risk title, risk description, risk event, hazard, threat, task, tasks, "
    "task name, requirement, requirements, decision, decisions, feature, features, user story, bug, "
    "defect, milestone, deliverable, deliverables, work package, use case, factor, criterion, expense, "
    "riesgo, riesgos, descripción del riesgo, tarea, tareas, requisito, requisitos, decisión, decisiones, "
    "entregable, entregables, hito, factor, criterio, "
    "risco, riscos, descrição do risco, tarefa, tarefas, decisão, decisões, entrega, fator, critério, "
    "risiko, risiken, risikobeschreibung, aufgabe, aufgaben, anforderung, anforderungen, entscheidung, "
    "entscheidungen, meilenstein, arbeitspaket, faktor, kriterium, "
    "risque, risques, description du risque, tâche, tâches, exigence, exigences, décision, décisions, "
    "livrable, livrables, jalon, facteur, critère, "
    "риск, риски, описание риска, задача, задачи, требование, требования, решение, веха, фактор, критерий, "
    "riskler, riskin tanımı, görevler, gereksinim, gereksinimler, karar, kararlar, faktör, kriter, "
    "ризик, ризики, опис ризику, завдання, вимога, вимоги, рішення, чинник"
)
#: What names actors; names of any other kind may be those of things.
_ACTORS: Final = frozenset({"name", "organisation", "person", "surname"})


@cache
def _things() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(map(fold, words_in(heading))) for heading in _THINGS.split(", "))


def is_about_things(samples: Sequence[ColumnSample], name: ColumnSample) -> bool:
    """Whether the rows of a table are about things, whatever the column is that would name actors.

    They are if a column with such a heading stands before the one of actors, or if no heading names actors:
    in a register, risks and requirements are said of an actor, and behind it.
    """
    is_named = name.meaning.concept in _ACTORS and name.meaning.share >= 0.5
    return any(
        tuple(map(fold, words_in(sample.heading))) in _things()
        for sample in samples
        if sample.filled and (sample.column < name.column or not is_named)
    )


def counts_things(texts: Iterable[str], heading: str) -> bool:
    """Whether most numbers of a column are too large for a rating, such as votes, and no scale is named."""
    if named_ends(heading) is not None:
        return False
    numbers = numbers_in(texts, "alignment")
    return 2 * sum(abs(number) > _MOST_POINTS for number in numbers) > len(numbers)


def answers_only(texts: Iterable[str]) -> bool:
    """Whether most of the different texts of a column are yes and no."""
    found = [fold(text) for text in texts]
    return len(found) > 1 and 2 * sum(text in YES_AND_NO for text in found) >= len(found)
