"""Columns that say two things at once: a quadrant of power and interest, or two values in a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from stakemap.interchange.register.headings import meaning_of
from stakemap.interchange.register.plan import ColumnPlan, ScalePlan
from stakemap.interchange.register.samples import ColumnSample
from stakemap.interchange.register.value_reading import Rank, ranked, value_of_level, value_of_stance
from stakemap.interchange.register.values import word_key

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
_BETWEEN: Final = re.compile(r"\s*(?:[-=]+>|[/,;|&–→➔➜⇒-])\s*|\s+[xX×]\s+")
_ARROW: Final = re.compile(r"[-=]+>|[→➔➜⇒]")
_NO_BRACKETS: Final = str.maketrans("()[]:", "     ")
#: A role, and for an alignment whether it is the present or the wanted one.
_Kind = tuple[str, str]
_Kinds = tuple[_Kind, _Kind]
_Pair = tuple[float | None, float | None]
Family = Literal["level", "stance"]
_ROLES: Final[Mapping[str | None, str]] = {
    "influence": "influence",
    "salience": "salience",
    "alignment": "alignment",
    "engagement": "alignment",
}


def quadrant_of(text: str) -> tuple[bool, bool] | None:
    """Whether power and interest are high in the quadrant that a text names; None if it names none."""
    return next((place for place, pattern in _PATTERNS if pattern.match(text)), None)


def with_quadrants(samples: Sequence[ColumnSample], plans: Sequence[ColumnPlan]) -> tuple[ColumnPlan, ...]:
    """The columns; one that says two things of which no other column speaks is read twice."""
    found = list(plans)
    for sample in samples:
        plan = next((each for each in found if each.column == sample.column), None)
        if plan is None or plan.role not in ("tag", "note", "group", "alignment"):
            continue
        others = [each for each in found if each.column != sample.column]
        kinds, words = _both(sample)
        if not words or any(_is_taken(kind, others) for kind in kinds):
            continue
        twice = [
            plan.model_copy(
                update={
                    "role": role,
                    "moment": moment,
                    "scale": ScalePlan(words={key: pair[at] for key, pair in words.items()}),
                }
            )
            for at, (role, moment) in enumerate(kinds)
        ]
        found = sorted((*others, *twice), key=lambda each: each.column)
    return tuple(found)


def _is_taken(kind: _Kind, plans: Sequence[ColumnPlan]) -> bool:
    role, moment = kind
    if role == "alignment":
        return any(plan.role in (role, "mark") and (plan.moment or "current") == moment for plan in plans)
    return any(role in (plan.role, plan.quantity) for plan in plans)


def _both(sample: ColumnSample) -> tuple[_Kinds, Mapping[str, _Pair]]:
    """The two things that a column says, and their values by its texts; none if it does not say both."""
    kinds: _Kinds = (("influence", ""), ("salience", ""))
    pairs: Mapping[str, _Pair] = {
        text: (_HIGH if place[0] else _LOW, _HIGH if place[1] else _LOW)
        for text in sample.texts
        if (place := quadrant_of(text)) is not None
    }
    if not pairs:
        named = _named_kinds(sample.heading) or _arrow_kinds(sample)
        if named is None:
            return kinds, {}
        kinds = named
        pairs = _pairs(sample, kinds)
    read = sum(sample.texts[text] for text in pairs)
    enough = read >= _LEAST_READ * sample.filled
    return kinds, {word_key(text): pair for text, pair in pairs.items()} if enough else {}


def _named_kinds(heading: str) -> _Kinds | None:
    """The two quantities that a heading names, or one as it is and as it is wanted, in its order."""
    plain = heading.translate(_NO_BRACKETS)
    parts = [part for part in _BETWEEN.split(plain) if part]
    meanings = [meaning_of(part) for part in parts]
    if {"current", "desired"} == {meaning.moment for meaning in meanings}:
        whole = meaning_of(plain).concept or meanings[0].concept
        if len(parts) == 2 and whole in ("alignment", "engagement"):
            one, other = (("alignment", meaning.moment) for meaning in meanings)
            return one, other
    roles = [_ROLES[meaning.concept] for meaning in meanings if meaning.concept in _ROLES]
    if len(roles) != 2 or roles[0] == roles[1]:
        return None
    one, other = ((role, "current" if role == "alignment" else "") for role in roles)
    return one, other


def _arrow_kinds(sample: ColumnSample) -> _Kinds | None:
    """What is and what is wanted, where the cells have an arrow between two stances."""
    is_stance = sample.meaning.concept in ("alignment", "engagement")
    is_moved = is_stance and sample.share(_ARROW) >= _LEAST_READ
    return (("alignment", "current"), ("alignment", "desired")) if is_moved else None


def _pairs(sample: ColumnSample, kinds: _Kinds) -> Mapping[str, _Pair]:
    """The two values of each text that has two of these kinds, in their order."""
    families: list[Family] = ["stance" if role == "alignment" else "level" for role, _ in kinds]
    found: dict[str, list[Rank]] = {}
    for text in sample.texts:
        parts = _BETWEEN.split(text)
        ranks = [ranked(part, family) for part, family in zip(parts, families, strict=False)]
        if len(parts) == 2 and all(
            rank is not None and rank.family in (family, "unknown")
            for rank, family in zip(ranks, families, strict=True)
        ):
            found[text] = [rank for rank in ranks if rank is not None]
    every: dict[str, list[int]] = {
        family: [rank.rank for ranks in found.values() for rank in ranks if rank.family == family]
        for family in families
    }
    return {text: (_value(ranks[0], every), _value(ranks[1], every)) for text, ranks in found.items()}


def _value(rank: Rank, every: Mapping[str, Sequence[int]]) -> float | None:
    if rank.family == "unknown":
        return None
    ranks = every.get(rank.family, ())
    return value_of_stance(rank.rank, ranks) if rank.family == "stance" else value_of_level(rank.rank, ranks)
