"""The scale of a rated column, from its heading, a legend, validation lists and the values themselves."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import Final, Literal

from stakemap.interchange.cells import is_unknown
from stakemap.interchange.columns import is_own_heading, native_scale
from stakemap.interchange.register.codes import codes_of, is_code, signs_of
from stakemap.interchange.register.parts import atoms, is_number, number_in, out_of
from stakemap.interchange.register.periods import without_period
from stakemap.interchange.register.plan import ScalePlan
from stakemap.interchange.register.value_reading import Rank, ranked, value_of_level, value_of_stance
from stakemap.interchange.register.values import roman_number, stars_in, word_key
from stakemap.interchange.scales import Scale, read_ends
from stakemap.text import fold

Quantity = Literal["influence", "salience", "alignment"]
_BRACKETS: Final = re.compile(r"[(\[{（]([^)\]}）]*)[)\]}）]?")
#: "H=High", "1: low", "A - Alto": what a heading or a legend says a mark means.
PAIR: Final = re.compile(
    r"(?:^|[\s,;/|(])([^\W_]{1,3}|[+\-−–]?\d{1,3}|[+\-−–]{1,3})\s*[=:–-]\s*([^=:,;/|)\d+−]+)"
)
#: "supporter (S), moderate supporter (MS)".
_CODED: Final = re.compile(r"([^\W\d_][^\W\d_ -]*(?:[ -][^\W\d_]+){0,2})\s*\(([A-ZА-Я]{1,3})\)")
_WORDS_APART: Final = re.compile(r"\s*[,;/|\n]\s*|\s+(?:or|o|ou|oder|или|veya)\s+")
_YES: Final = frozenset({"yes", "y", "si", "sim", "ja", "oui", "da", "evet", "tak"})
_NO: Final = frozenset({"no", "n", "nao", "nein", "non", "net", "hayir", "ni"})
#: Words before numbers of which 1 is the highest.
_DOWNWARD: Final = re.compile(
    r"(?:tier|priority|prio|rank|prioridad|prioridade|priorität|priorité|приоритет|öncelik|пріоритет)"
    r"\s*\d{1,2}\b",
    re.IGNORECASE,
)
_CROSSES: Final = frozenset("xх✓✔☑☒√")
YES_AND_NO: Final = frozenset(
    {"yes", "no", "si", "sim", "nao", "ja", "nein", "oui", "non", "da", "net", "evet", "hayir", "tak", "ni"}
)
#: More words than a person would rate with are no scale.
_MOST_WORDS = 200
#: Numbers up to this may be grades.
_MOST_GRADES = 10
#: So many different texts decide whether a column is rated.
_ENOUGH = 80
#: Shorter words are not compared for typing errors, and so alike words must be.
_LEAST_TYPED = 4
_NEAR = 0.75


def _notes(heading: str) -> list[str]:
    return _BRACKETS.findall(heading)


def named_ends(heading: str) -> Scale | None:
    """The ends of the scale that a heading names, the least first; None if it names none."""
    for note in (*_notes(heading), without_period(heading)):
        ends = read_ends(note)
        if ends is not None:
            return ends
    return None


def assumed_ends(values: Collection[float]) -> Scale:
    """The ends that the values of a column suggest when nothing names them."""
    least, most = min(values), max(values)
    is_whole = all(float(value).is_integer() for value in values)
    if least < 0:
        reach = max(-least, most)
        reach = next((each for each in (1, 2, 3, 5, 7, 10, 100) if each >= reach), reach)
        return (-float(reach), float(reach))
    if most <= 1:
        return (0.0, 1.0)
    if most > 10:
        return (0.0, 100.0 if most <= 100 else most)
    start = 1.0 if is_whole and least >= 1 else 0.0
    if most <= 3 and is_whole:
        return (start, 3.0)
    if most <= 5:
        return (start, 5.0)
    return (start, 7.0 if most == 7 and is_whole else 10.0)


def _is_sign(text: str) -> bool:
    return bool(text) and not text.strip("+-–—−±")


def signs_in(texts: Iterable[str]) -> Mapping[str, int]:
    """The signed strengths of the signs of a column, also in brackets and before remarks (see `signs_of`)."""
    texts = list(texts)
    return signs_of([*texts, *(part for text in texts for part in atoms(text, _is_sign))])


def _is_readable(text: str, family: Literal["level", "stance"]) -> bool:
    return bool(text) and (
        is_number(text)
        or _is_sign(text)
        or ranked(text, family) is not None
        or is_unknown(text)
        or roman_number(text) is not None
        or stars_in(text) is not None
        or out_of(text) is not None
    )


def is_readable(text: str) -> bool:
    """Whether a text may say a value of any quantity, in whatever words."""
    return bool(
        atoms(text, lambda part: _is_readable(part, "level") or _is_readable(part, "stance") or is_code(part))
    )


def _family(quantity: Quantity) -> Literal["level", "stance"]:
    return "stance" if quantity == "alignment" else "level"


def _all_atoms(texts: Iterable[str], quantity: Quantity, *, letters: bool) -> dict[str, None]:
    """The parts of the texts that say a value, each once, in their order."""
    family = _family(quantity)

    def readable(text: str) -> bool:
        return _is_readable(text, family) or (letters and is_code(text))

    return dict.fromkeys(part for text in texts for part in atoms(text, readable))


def rated_share(texts: Mapping[str, int], quantity: Quantity, heading: str = "") -> float:
    """The share of the cells of a column that say a value of a quantity, 0 to 1; of unknown ones, 0.

    `texts` are its different texts with how often each stands there.
    """
    family = _family(quantity)
    texts = dict(islice(texts.items(), _ENOUGH))
    if _yes_and_no(texts, family):
        return 1.0
    letters = {*_codes(texts, quantity, heading, is_romance=False)}
    letters |= {mark for mark, meaning in _explained(heading).items() if ranked(meaning, family)}
    said = read = 0
    for text, count in texts.items():
        said += count
        parts = atoms(
            text, lambda part: _is_readable(part, family) or (fold(part) in letters and is_code(part))
        )
        if parts:
            read += count
    return read / said if said else 0.0


def numbers_in(texts: Iterable[str], quantity: Quantity) -> list[float]:
    """All numbers by which the texts say a value, without percentages; numerals and stars are counted."""
    found = []
    for part in _all_atoms(texts, quantity, letters=False):
        if is_number(part):
            if not part.endswith("%"):
                found.append(number_in(part))
            continue
        numeral, stars, share = roman_number(part), stars_in(part), out_of(part)
        if numeral is not None:
            found.append(float(numeral))
        elif stars is not None:
            found.extend(map(float, stars))
        elif share is not None:
            found.extend(share)
    return found


def _counts_down(texts: Iterable[str]) -> bool:
    """Whether the first is the highest: "Tier 1", "Priority 2"."""
    texts = [text for text in texts if text and not is_unknown(text)]
    return bool(texts) and all(_DOWNWARD.match(text) for text in texts)


def _is_negative_percentage(text: str) -> bool:
    return is_number(text) and text.endswith("%") and number_in(text) < 0


def _own_ends(heading: str, numbers: Iterable[float]) -> Scale | None:
    """The ends of the map's own alignment, where a column is called so and has more than grades."""
    is_own = is_own_heading(heading, "alignment") and any(abs(number) > _MOST_GRADES for number in numbers)
    return native_scale("alignment") if is_own else None


def scale_of(
    quantity: Quantity,
    heading: str,
    texts: Iterable[str],
    *,
    legend: Mapping[str, str] | None = None,
    ends: Scale | None = None,
    is_romance: bool = False,
) -> ScalePlan:
    """The scale of a column. `legend` says what marks mean, `ends` from where to where numbers may run."""
    texts = list(texts)
    split = [_WORDS_APART.split(note) for note in _notes(heading)]
    noted = [word for words in split if len(words) > 1 for word in words]
    explained = {**dict(legend or {}), **_explained(heading)}
    words = _words(quantity, [*texts, *noted], explained, heading, is_romance=is_romance)
    numbers = numbers_in(texts, quantity)
    told = {word for word in words if word in explained and is_number(word)}
    all_numbers = {f"{number:g}" for number in numbers}
    if all_numbers and told >= all_numbers and any(words[word] is not None for word in told):
        # It is said what each number means.
        return ScalePlan(words=words)
    words = {word: value for word, value in words.items() if word not in told or value is None}
    named = named_ends(heading) or _legend_ends(explained, _family(quantity)) or _own_ends(heading, numbers)
    if signs_in(texts):
        numbers = [number for number in numbers if number]
    if named is None and numbers:
        named = ends or assumed_ends(numbers)
        named = (named[1], named[0]) if _counts_down(texts) else named
    if named is None and quantity == "alignment" and any(_is_negative_percentage(text) for text in texts):
        named = (-100.0, 100.0)
    if named is None:
        return ScalePlan(words=words)
    return ScalePlan(low=named[0], high=named[1], words=words)


def _explained(heading: str) -> Mapping[str, str]:
    """What a heading says that marks mean: "(H=High/L=Low)"."""
    found = {mark_key(mark): meaning.strip() for mark, meaning in PAIR.findall(heading)}
    coded = [(code, word.strip()) for word, code in _CODED.findall(heading)]
    return {**found, **({fold(code): word for code, word in coded} if len(coded) > 1 else {})}


def mark_key(mark: str) -> str:
    """A mark as it is looked up: folded, a number as short as it can be ("+1" is 1)."""
    return f"{number_in(mark):g}" if is_number(mark) else fold(mark)


def _legend_ends(explained: Mapping[str, str], family: Literal["level", "stance"]) -> Scale | None:
    """The ends of a scale of numbers whose levels are explained, the least first."""
    levels = []
    for mark, meaning in explained.items():
        found = ranked(meaning, family) if is_number(mark) else None
        if found is not None and found.family == family:
            levels.append((number_in(mark), found.rank))
    if len(levels) < 2:
        return None
    marks = [mark for mark, _ in levels]
    (first, lower), (last, upper) = min(levels), max(levels)
    ends = (first, last) if lower <= upper else (last, first)
    return ends if min(marks) < max(marks) else None


def _codes(texts: Iterable[str], quantity: Quantity, heading: str, *, is_romance: bool) -> Mapping[str, Rank]:
    family = _family(quantity)
    parts = _all_atoms(texts, quantity, letters=True)
    letters = {fold(part) for part in parts if is_code(part) and ranked(part, family) is None}
    letters = {letter for letter in letters if not is_unknown(letter)}
    if not letters:
        return {}
    noted = {
        fold(word)
        for note in _notes(heading)
        for word in re.split(r"[\s,;/|]+", note)
        if is_code(word) and word.isupper()
    }
    found: Mapping[str, Rank] = {}
    for wanted in dict.fromkeys((family, _family("influence"))):
        # A heading that has all the letters says what they are.
        for sought in (letters | noted, *([] if letters <= noted else [letters])):
            found = found or codes_of(sought, wanted, is_romance=is_romance)
    return found


def _words(
    quantity: Quantity,
    texts: Sequence[str],
    explained: Mapping[str, str],
    heading: str,
    *,
    is_romance: bool,
) -> dict[str, float | None]:
    """The value of each word, letter and sign that stands in the column or its heading; None is unknown."""
    family = _family(quantity)
    codes = _codes(texts, quantity, heading, is_romance=is_romance)
    yes_no = _yes_and_no(texts, family)
    ranks: dict[str, Rank] = {}
    for part in (*yes_no, *_all_atoms(texts, quantity, letters=True)):
        key = word_key(part)
        meaning = explained.get(mark_key(part))
        rank = None if meaning is None else ranked(meaning, family)
        if rank is None and not is_number(part):
            rank = ranked(part, family) or (codes.get(key) if is_code(part) else None) or yes_no.get(key)
        if rank is not None and not (is_number(part) and rank.family == "level"):
            ranks[key] = rank
        if len(ranks) >= _MOST_WORDS:
            break
    signs = {word_key(sign): size for sign, size in signs_in(texts).items()}
    values: dict[str, float | None] = {}
    alone = {word_key(text) for text in texts}
    alone |= {
        word_key(parts[0])
        for text in texts
        if len(parts := atoms(text, lambda part: word_key(part) in ranks)) == 1
    }
    standing = [rank for key, rank in ranks.items() if key in alone]
    mixes = quantity == "alignment" and any(rank.family == "stance" for rank in standing)
    for key, rank in ranks.items():
        # "High" says nothing of a stance beside words that do, nor does "supportive" of an influence.
        is_foreign = rank.family == "level" if mixes else quantity != "alignment" and _is_stance(rank)
        if key not in signs and not is_foreign:
            values[key] = _value(rank, standing, quantity)
    values.update(_sign_values(signs, quantity))
    values |= _grades(texts, ranks, quantity)
    return _with_mistyped(values, texts)


def _with_mistyped(values: dict[str, float | None], texts: Iterable[str]) -> dict[str, float | None]:
    """The words and those that are nearly one of them, as a typing error makes them."""
    known = [word for word in values if len(word) >= _LEAST_TYPED]
    found = dict(values)
    for text in texts:
        key = word_key(text)
        if key not in found and key.isalpha() and len(key) >= _LEAST_TYPED:
            near = get_close_matches(key, known, 1, _NEAR)
            if near:
                found[key] = values[near[0]]
    return found


def _yes_and_no(texts: Iterable[str], family: Literal["level", "stance"]) -> Mapping[str, Rank]:
    """The ranks of yes and no, where a column has nothing else."""
    texts = [text for text in texts if text and not is_unknown(text)]
    if texts and all(text.casefold() in _CROSSES for text in texts):
        return {word_key(text): Rank(family, 2) for text in texts}
    found = [fold(text) for text in texts]
    heads = [re.split(r"[\s,;:.(-]", text, maxsplit=1)[0] for text in found]
    words = {head for head in heads if head in _YES | _NO}
    is_sure = words & YES_AND_NO or {"y", "n"} <= words
    if not is_sure or 2 * sum(head in words for head in heads) < len(heads):
        return {}
    return {word: Rank(family, 2 if word in _YES else -2) for word in words}


def _is_stance(rank: Rank) -> bool:
    return rank.family == "mixed" or (rank.family == "stance" and rank.rank != 0)


def _value(rank: Rank, all_ranks: Iterable[Rank], quantity: Quantity) -> float | None:
    if rank.family == "unknown":
        return None
    if rank.family == "mixed":
        return 0.0 if quantity == "alignment" else None
    ranks = [each.rank for each in all_ranks if each.family == rank.family]
    if rank.family == "stance":
        # Strong, neutral, weak.
        return value_of_stance(rank.rank, ranks) if quantity == "alignment" else 50.0
    level = value_of_level(rank.rank, ranks)
    return 2 * level - 100 if quantity == "alignment" else level


def _sign_values(signs: Mapping[str, int], quantity: Quantity) -> dict[str, float | None]:
    if not signs:
        return {}
    most = max(map(abs, signs.values()))
    if quantity == "alignment":
        step = 50.0 if most <= 2 else 100.0 / most
        return {sign: round(size * step, 2) for sign, size in signs.items()}
    least = min(signs.values())
    if least < 0:
        return {sign: round(50 + size * 35.0 / most, 2) for sign, size in signs.items()}
    return {
        sign: value_of_level({1: -2, 2: 0, 3: 2}[size], ()) if 0 < size <= 3 else 100.0 * bool(size)
        for sign, size in signs.items()
    }


def _grades(texts: Sequence[str], ranks: Mapping[str, Rank], quantity: Quantity) -> dict[str, float | None]:
    """The values of grades A (the most) to D or further, evenly spread."""
    folded = {fold(text) for text in texts if len(text) == 1 and is_code(text)}
    letters = sorted(letter for letter in folded - ranks.keys() if len(letter) == 1)
    if not letters or letters[-1] > "g" or letters[0] < "a" or set(letters) & ranks.keys():
        return {}
    count = max(ord(letters[-1]) - ord("a") + 1, 3)
    values = {letter: round(100 * (1 - (ord(letter) - ord("a") + 0.5) / count), 2) for letter in letters}
    return {letter: 2 * value - 100 if quantity == "alignment" else value for letter, value in values.items()}
