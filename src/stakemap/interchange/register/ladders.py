"""Columns of which a cross chooses one: steps from "Strongly against" to "Strongly for", C and D in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from stakemap.interchange.register.codes import codes_of
from stakemap.interchange.register.headings import QUANTITIES, meaning_of
from stakemap.interchange.register.parts import is_number, number_in
from stakemap.interchange.register.periods import is_wave
from stakemap.interchange.register.plan import ColumnPlan, Moment
from stakemap.interchange.register.samples import ColumnSample, is_mark, is_no_mark
from stakemap.interchange.register.value_reading import Rank, ranked, value_of_level, value_of_stance
from stakemap.text import fold

#: Letters for what is and for what is wanted, in pairs: current and desired, target or future; actual, ist, …
_PAIRS: Final = (
    ("c", "d"),
    ("c", "t"),
    ("c", "f"),
    ("c", "g"),
    ("a", "d"),
    ("a", "t"),
    ("a", "f"),
    ("a", "o"),
    ("a", "c"),
    ("a", "s"),
    ("i", "s"),
    ("i", "z"),
    ("n", "f"),
    ("p", "d"),
    ("p", "f"),
    ("e", "d"),
    ("t", "zh"),
    ("t", "c"),
    ("t", "z"),
    ("t", "b"),
    ("p", "zh"),
    ("p", "b"),
    ("m", "h"),
    ("m", "i"),
    ("x", "o"),
)
_LEAST_LETTERS = 4
_LEAST_NUMBERS = 3


def mark_columns(samples: Sequence[ColumnSample]) -> tuple[ColumnPlan, ...]:
    """The plans of all columns in which a mark chooses a step."""
    steps = tuple(plan for run in _runs(samples) for plan in _planned(run))
    taken = {plan.column for plan in steps}
    return (*steps, *(plan for run in _number_runs(samples) for plan in run if plan.column not in taken))


def _number_runs(samples: Sequence[ColumnSample]) -> Iterator[tuple[ColumnPlan, ...]]:
    """Neighbouring columns below one quantity that are headed by the numbers of a scale, and have marks."""
    groups: dict[tuple[str, ...], list[ColumnSample]] = {}
    for sample in samples:
        if len(sample.parts) > 1 and is_number(sample.parts[-1]) and _has_marks(sample):
            groups.setdefault(sample.parts[:-1], []).append(sample)
    for above, run in groups.items():
        meaning = meaning_of(" ".join(above))
        steps = [number_in(sample.parts[-1]) for sample in run]
        if meaning.concept not in QUANTITIES or len(run) < _LEAST_NUMBERS or len(set(steps)) < len(steps):
            continue
        is_stance = meaning.concept in ("alignment", "engagement")
        quantity = None if is_stance else "salience" if meaning.concept == "salience" else "influence"
        least, most = min(steps), max(steps)
        start, end = (-100.0, 100.0) if is_stance else (0.0, 100.0)
        yield tuple(
            ColumnPlan.model_validate(
                {
                    "column": sample.column,
                    "heading": sample.heading[:500],
                    "role": "mark",
                    "quantity": quantity,
                    "moment": sample.meaning.moment,
                    "value": round(start + (step - least) / (most - least) * (end - start), 2),
                }
            )
            for sample, step in zip(run, steps, strict=True)
        )


def _step(sample: ColumnSample) -> Rank | None:
    """The step that the lowest part of a heading names."""
    if not sample.parts:
        return None
    text = sample.parts[-1]
    found = ranked(text, "stance")
    if found is not None and found.family == "level":
        above = meaning_of(" ".join(sample.parts[:-1])).concept
        return found if above in QUANTITIES else None
    return found


def _runs(samples: Sequence[ColumnSample]) -> Iterator[list[tuple[ColumnSample, Rank]]]:
    """Neighbouring columns whose headings are steps, each once, and whose cells are marks."""
    run: list[tuple[ColumnSample, Rank]] = []
    letters = _letter_steps(samples)
    for sample in samples:
        rank = letters.get(sample.column) or _step(sample)
        is_next = not run or (
            sample.column == run[-1][0].column + 1
            and rank not in [each for _, each in run]
            and sample.parts[:-1] == run[-1][0].parts[:-1]
        )
        if rank is None or not _has_marks(sample) or not is_next:
            if len(run) > 1:
                yield run
            run = []
        if rank is not None and _has_marks(sample):
            run.append((sample, rank))
    if len(run) > 1:
        yield run


def _letter_steps(samples: Sequence[ColumnSample]) -> Mapping[int, Rank]:
    """Steps that are headed by letters only, such as U, R, N, S, L."""
    headed = [(sample, fold(sample.parts[-1])) for sample in samples if sample.parts]
    letters = [(sample, letter) for sample, letter in headed if len(letter) == 1 and letter.isalpha()]
    if len({letter for _, letter in letters}) < _LEAST_LETTERS:
        return {}
    codes = codes_of({letter for _, letter in letters}, "stance")
    return {sample.column: codes[letter] for sample, letter in letters if letter in codes}


def _has_marks(sample: ColumnSample) -> bool:
    return all(
        is_mark(text) or is_no_mark(text) or len(text) <= 2 or _letters_in(text) for text in sample.texts
    )


def _letters_in(text: str) -> tuple[str, ...]:
    """The letters of a cell such as "C", "C/D" or "CD"."""
    parts = [fold(part) for part in text.replace("/", " ").replace(",", " ").replace("+", " ").split()]
    if len(parts) == 1 and len(parts[0]) == 2 and parts[0] != "zh":
        parts = list(parts[0])
    return tuple(parts) if parts and all(len(part) <= 2 for part in parts) else ()


def _moments(run: Sequence[tuple[ColumnSample, Rank]]) -> dict[str, Moment]:
    """Which letters of a run mean what is and what is wanted; empty if its marks do not say."""
    letters = {
        letter
        for sample, _ in run
        for text in sample.texts
        if not is_no_mark(text)
        for letter in _letters_in(text)
    }
    letters -= {"1"}
    for current, desired in _PAIRS:
        if desired in letters and letters <= {current, desired}:
            return {current: "current", desired: "desired"}
    words: dict[str, Moment] = {}
    for sample, _ in run:
        for text in sample.texts:
            moment = meaning_of(text).moment
            if moment:
                words[fold(text)] = moment
    return words


def _planned(run: Sequence[tuple[ColumnSample, Rank]]) -> Iterator[ColumnPlan]:
    marks = _moments(run)
    stances = [rank.rank for _, rank in run if rank.family == "stance"]
    levels = [rank.rank for _, rank in run if rank.family == "level"]
    is_level = len(levels) > len(stances)
    for sample, rank in run:
        meaning = sample.meaning
        quantity = None
        value: float | None = None
        if is_level:
            quantity = (
                "salience" if meaning_of(" ".join(sample.parts[:-1])).concept == "salience" else "influence"
            )
            value = value_of_level(rank.rank, levels) if rank.family == "level" else None
        elif rank.family == "stance":
            value = value_of_stance(rank.rank, stances)
        yield ColumnPlan.model_validate(
            {
                "column": sample.column,
                "heading": sample.heading[:500],
                "role": "mark",
                "quantity": quantity,
                "moment": meaning.moment,
                "snapshot": meaning.period or (meaning.rest[:500] if is_wave(meaning.rest) else ""),
                "value": value,
                "marks": marks,
            }
        )
