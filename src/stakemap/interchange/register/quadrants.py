"""Columns that say influence and salience at once: a quadrant of their grid, or both in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from stakemap.interchange.register.headings import meaning_of
from stakemap.interchange.register.plan import ColumnPlan, ScalePlan
from stakemap.interchange.register.samples import ColumnSample
from stakemap.interchange.register.value_reading import ranked, value_of_level
from stakemap.interchange.register.values import word_key

__all__ = ["quadrant_of", "with_quadrants"]

#: What is done with actors of much or little power and interest (Mendelow 1991), in the languages of
#: registers: whether power and interest are high, and the beginnings of what is said.
_QUADRANTS: Final[tuple[tuple[tuple[bool, bool], str], ...]] = (
    (
        (True, True),
        r"manage (?:them )?closely|key players?|jugador(?:es)? clave|gestionar (?:atentamente|de cerca)|"
        r"gestión cercana|gerenciar de perto|gerenciar atentamente|eng (?:betreuen|einbinden|managen)|"
        r"gérer (?:étroitement|de près)|управлять|ключев\w+ игрок|yakın(?:dan)? yönet|kilit oyuncu|"
        r"ключов\w+ грав",
    ),
    (
        (True, False),
        r"keep (?:them )?satisfied|context setters?|mantener satisfech|manter satisfeit|zufrieden ?stellen|"
        r"zufrieden halten|(?:garder|maintenir|tenir) satisfait|satisfaire|"
        r"(?:удерживать |поддерживать )?удовлетвор|memnun (?:et|tut)|задовольн",
    ),
    (
        (False, True),
        r"keep (?:them )?informed|subjects?\b|mantener informad|manter informad|informiert halten|"
        r"informieren|(?:garder|maintenir|tenir) informé|держать в курсе|информировать|bilgilendir|"
        r"тримати в курсі|інформувати",
    ),
    (
        (False, False),
        r"monitor|minimal effort|crowd\b|monitore|monitorar|beobachten|surveiller|наблюдать|мониторинг|izle|"
        r"спостерігати",
    ),
)
_PATTERNS: Final = tuple((place, re.compile(pattern, re.IGNORECASE)) for place, pattern in _QUADRANTS)
#: The middle of the upper and of the lower half of a scale.
_HIGH, _LOW = 75.0, 25.0
_LEAST_READ = 0.6
_BETWEEN: Final = re.compile(r"\s*[/,;|&–-]\s*|\s+[xX×]\s+")


def quadrant_of(text: str) -> tuple[bool, bool] | None:
    """Whether power and interest are high in the quadrant that a text names; None if it names none."""
    return next((place for place, pattern in _PATTERNS if pattern.match(text)), None)


def with_quadrants(samples: Sequence[ColumnSample], plans: Sequence[ColumnPlan]) -> tuple[ColumnPlan, ...]:
    """The columns; where none rates influence or salience, one that says both is read twice."""
    if any(plan.role in ("influence", "salience") or plan.quantity for plan in plans):
        return tuple(plans)
    for sample in samples:
        plan = next((each for each in plans if each.column == sample.column), None)
        if plan is None or plan.role not in ("tag", "note", "group", "alignment"):
            continue
        words = _both(sample)
        if words:
            rest = [each for each in plans if each.column != sample.column]
            twice = [
                plan.model_copy(
                    update={
                        "role": role,
                        "scale": ScalePlan(words={key: pair[at] for key, pair in words.items()}),
                    }
                )
                for at, role in enumerate(("influence", "salience"))
            ]
            return tuple(sorted((*rest, *twice), key=lambda each: each.column))
    return tuple(plans)


def _both(sample: ColumnSample) -> Mapping[str, tuple[float, float]]:
    """Influence and salience by the texts of a column, empty if it does not say both."""
    pairs = {
        text: (_HIGH if place[0] else _LOW, _HIGH if place[1] else _LOW)
        for text in sample.texts
        if (place := quadrant_of(text)) is not None
    }
    pairs = pairs or dict(_levels(sample))
    read = sum(sample.texts[text] for text in pairs)
    return (
        {word_key(text): pair for text, pair in pairs.items()} if read >= _LEAST_READ * sample.filled else {}
    )


def _levels(sample: ColumnSample) -> Mapping[str, tuple[float, float]]:
    """Two levels in a cell, in the order in which the heading names influence and salience."""
    concepts = [meaning_of(part).concept for part in _BETWEEN.split(sample.heading)]
    named = [concept for concept in concepts if concept in ("influence", "salience")]
    if sorted(named) != ["influence", "salience"]:
        return {}
    found = {text: ranks for text in sample.texts if len(ranks := _ranks(text)) == 2}
    every = [rank for ranks in found.values() for rank in ranks]
    at = named.index("influence")
    return {
        text: (value_of_level(ranks[at], every), value_of_level(ranks[1 - at], every))
        for text, ranks in found.items()
    }


def _ranks(text: str) -> list[int]:
    parts: Iterable[str] = _BETWEEN.split(text)
    ranks = [ranked(part, "level") for part in parts]
    return [rank.rank for rank in ranks if rank is not None and rank.family == "level"]
