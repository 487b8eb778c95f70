"""What the heading of a column speaks of: a concept, present or wanted, a period, and what else it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Final, NamedTuple, get_args

from stakemap.interchange.register.heading_words import (
    CONCEPT_WORDS,
    DEGREE_WORDS,
    FILLERS,
    MOMENT_WORDS,
    Concept,
)
from stakemap.interchange.register.periods import period_in, without_period
from stakemap.interchange.register.plan import Moment
from stakemap.interchange.synonyms import FIELDS, Field, known_headings, words_of
from stakemap.model.ids import slug
from stakemap.text import fold, single_line

#: Longer texts are no headings.
_LONGEST = 250
#: Shorter words are not compared for typing errors, and so alike words must be.
_LEAST_TYPED = 6
_NEAR = 0.87
#: The concepts that are rated.
QUANTITIES: Final[frozenset[Concept]] = frozenset(
    {"influence", "impact", "salience", "alignment", "engagement"}
)
#: What a heading speaks of when it has words of several concepts: "Engagement strategy" is about a strategy.
_ORDER: Final[tuple[Concept, ...]] = (
    "prose",
    "contact",
    "derived",
    "reason",
    "source",
    "confidence",
    "basis",
    "watch_for",
    "note",
    "kind",
    "number",
    "id",
    "moment",
    "alignment",
    "engagement",
    "influence",
    "impact",
    "salience",
    "job",
    "name",
    "organisation",
    "person",
)
#: What may stand beside the name in the heading of names: "Stakeholder / group", "Actor or institution".
_ALTERNATIVES: Final = re.compile(
    r"\s*/\s*|\s+(?:or|o|ou|oder|или|veya|або|and|y|e|und|et|и)\s+", re.IGNORECASE
)
_ALL_NAMES: Final[frozenset[Concept | None]] = frozenset({"name", "organisation", "person", "group", "job"})
_BRACKETS: Final = re.compile(r"[(\[{（]([^)\]}）]*)[)\]}）]?")
#: Words of an issue: neither numbers nor alternatives.
_QUALIFIER: Final = re.compile(r"[^\W\d_]{2,}(?:[ '’-][^\W\d_]+){0,7}")
_WORD: Final = re.compile(r"[^\W\d_]{3,}|[^\W_]+|[#№]")
#: What marks mean, as a heading may explain it: "U = unknown, 1 = low".
_EXPLAINED: Final = re.compile(r"(?:(?<=[\s,;:])|^)[\w+\-−]{1,3}\s*=\s*\w")
#: Letters behind the words for which they stand: "supporter (S), opponent (O)".
_LETTERED: Final = re.compile(r"\w\s*\([A-Z]{1,2}\)")
_JOINED: Final = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ][a-zа-яё])")


class Meaning(NamedTuple):
    """What a heading speaks of: `core` are the words that say so, a `share` of all; `rest` says other things.

    `field` is set where the whole heading is one that pasted tables have ("Influence low").
    """

    concept: Concept | None = None
    share: float = 0.0
    moment: Moment = ""
    period: str = ""
    rest: str = ""
    core: str = ""
    field: Field | None = None
    is_exact: bool = False

    @property
    def is_known(self) -> bool:
        """Whether at least half of the heading says what it is about."""
        return self.concept is not None and self.share >= 0.5


def words_in(text: str) -> list[str]:
    """The words of a text, as they stand there; camel case and underscores part words."""
    return _WORD.findall(_JOINED.sub(" ", text))


def same_word(one: str, other: str) -> bool:
    """Whether two folded words are forms of one: "influence" and "influencia", "интерес" and "интереса"."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 5:
        return False
    if len(short) < 5:
        return long in (f"{short}s", f"{short}es") and len(short) > 2
    common = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return common >= len(short) - min(max(len(short) - 6, 0), 2)


@lru_cache(maxsize=4_096)
def meaning_of(heading: str) -> Meaning:
    """What a heading means; brackets count only if it is about nothing else."""
    heading = without_explanation(heading)
    if not heading or len(heading) > _LONGEST:
        return Meaning()
    outside = _BRACKETS.sub(" ", heading)
    found = _meaning(outside, heading)
    if found.concept != "name" and _names_in_other_words(outside):
        return found._replace(concept="name", share=1.0)
    if found.concept is None:
        inside = _meaning(" ".join(_BRACKETS.findall(heading)), heading)
        if inside.concept is not None:
            return inside._replace(share=inside.share / 2)
    return found


def qualifier_of(heading: str) -> str:
    """The words in brackets that tell what a heading is about from others, "" where they say how it is rated:
    "interim" of "Trade (interim)", nothing of "Trade (1–5)" or "Trade (high/low)".
    """
    inside = single_line(" ".join(_BRACKETS.findall(without_explanation(heading))))
    is_worded = _QUALIFIER.fullmatch(inside) is not None and not meaning_of(inside).is_known
    return inside if is_worded and not any(map(_says_nothing, map(fold, words_in(inside)))) else ""


def _names_in_other_words(heading: str) -> bool:
    """Whether a heading names actors in two ways: "Stakeholder / group", "Actor o institución"."""
    parts = _ALTERNATIVES.split(heading.strip())
    if len(parts) < 2:
        return False
    concepts = [_meaning(part, part).concept for part in parts]
    return "name" in concepts and _ALL_NAMES.issuperset(concepts)


def without_explanation(heading: str) -> str:
    """A heading without what it says about marks: "Power U = unknown 1 = low" is "Power"."""
    if len(_LETTERED.findall(heading)) > 1:
        heading = heading.split(":", 1)[0]
    explained = _EXPLAINED.search(heading)
    if explained is None or not explained.start():
        return heading
    return heading[: explained.start()].rstrip(" ([{,;:-–")


def _meaning(text: str, heading: str) -> Meaning:
    period = period_in(heading)
    words = words_in(without_period(text))
    folded = [fold(word) for word in words]
    moment = _moment(folded)
    field = known_headings().get(slug(" ".join(words))) if words else None
    exact = _phrases().get(tuple(folded))
    if exact is not None:
        moment = "" if exact == "moment" else moment
        return Meaning(exact, 1.0, moment, period, "", " ".join(folded), field, is_exact=True)
    if field is not None and field not in _CONCEPT_OF_FIELD:
        return Meaning(None, 1.0, moment, period, field=field, is_exact=True)
    content = [at for at, word in enumerate(folded) if not _says_nothing(word)] or list(range(len(folded)))
    hits = _hits(folded)
    if not hits:
        # Without the fillers between its words: "iç paydaş / dış paydaş".
        shorter = _hits([folded[at] for at in content])
        hits = {concept: {content[at] for at in places} for concept, places in shorter.items()}
    shares = {concept: sum(at in places for at in content) / len(content) for concept, places in hits.items()}
    named = [concept for concept, share in shares.items() if share]
    if not named and len(content) == 1 and len(folded[content[0]]) >= _LEAST_TYPED:
        near = get_close_matches(folded[content[0]], _single_words(), 1, _NEAR)
        if near:
            return Meaning(_phrases()[near[0],], 1.0, moment, period, "", near[0], field)
    if not named:
        return Meaning(None, 0.0, moment, period, " ".join(words[at] for at in content), "", field)
    concept = min(named, key=lambda each: _ORDER.index(each) if each in _ORDER else len(_ORDER))
    concept = max(named, key=lambda each: shares[each]) if concept in ("name", "organisation") else concept
    if {"influence", "salience"} <= set(named) and concept in QUANTITIES:
        concept = "derived"
    rest = " ".join(words[at] for at in content if at not in hits.get(concept, ()))
    core = " ".join(folded[at] for at in sorted(hits.get(concept, ())))
    return Meaning(concept, shares.get(concept, 1.0), moment, period, rest, core, field)


def _moment(words: Sequence[str]) -> Moment:
    known = _moments()
    found = {known[word] for word in words if word in known}
    return found.pop() if len(found) == 1 else ""


@cache
def _moments() -> Mapping[str, Moment]:
    moments: tuple[Moment, ...] = ("current", "desired")
    return {fold(word): moment for moment in moments for word in MOMENT_WORDS[moment].split()}


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(fold(word) for words in (DEGREE_WORDS, FILLERS) for word in words.split()) | frozenset(
        _moments()
    )


def _says_nothing(word: str) -> bool:
    return word in _empty_words() or (len(word) == 1 and word.isalnum())


#: The concepts of the fields of pasted tables.
_CONCEPT_OF_FIELD: Final = {field: field for field in FIELDS if field in get_args(Concept)}


def _entries() -> Iterator[tuple[Concept, str]]:
    for field, concept in _CONCEPT_OF_FIELD.items():
        for name in words_of(field):
            yield concept, name  # type: ignore[misc]
    for own, names in CONCEPT_WORDS.items():
        for name in names.split(", "):
            yield own, name


@cache
def _phrases() -> Mapping[tuple[str, ...], Concept]:
    """The concept of each phrase of folded words; those of registers go before those of pasted tables."""
    return {tuple(map(fold, words_in(name))): concept for concept, name in _entries() if words_in(name)}


@cache
def _by_first_letters() -> Mapping[str, Sequence[tuple[str, ...]]]:
    """The phrases by the first two letters of their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _phrases():
        found.setdefault(phrase[0][:2], []).append(phrase)
    return found


@cache
def _single_words() -> Sequence[str]:
    """The words that name a concept alone and are long enough to be known with a typing error."""
    return [phrase[0] for phrase in _phrases() if len(phrase) == 1 and len(phrase[0]) >= _LEAST_TYPED]


def _hits(words: Sequence[str]) -> Mapping[Concept, set[int]]:
    """The places of the words that name each concept; a longer phrase wins over those within it."""
    found: list[tuple[int, int, bool, Concept]] = []
    for start, word in enumerate(words):
        for phrase in _by_first_letters().get(word[:2], ()):
            part = words[start : start + len(phrase)]
            if len(part) == len(phrase) and all(map(same_word, part, phrase)):
                found.append((len(phrase), start, tuple(part) == phrase, _phrases()[phrase]))
    taken: dict[int, tuple[int, int]] = {}
    hits: dict[Concept, set[int]] = {}
    for length, start, _, concept in sorted(found, key=lambda hit: (-hit[0], not hit[2])):
        places = range(start, start + length)
        owners = {taken.get(at) for at in places} - {None}
        if owners:
            continue
        for at in places:
            taken[at] = (start, length)
        hits.setdefault(concept, set()).update(places)
    return hits
