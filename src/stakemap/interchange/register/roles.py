"""What each column of a table of actors holds, by its heading and by what stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final, Literal

from stakemap.interchange.cells import CellError, confidence_of, kind_of, role_of
from stakemap.interchange.register.headings import QUANTITIES, meaning_of, qualifier_of
from stakemap.interchange.register.ladders import mark_columns
from stakemap.interchange.register.moments import moment_of
from stakemap.interchange.register.periods import date_of, is_wave, only_date
from stakemap.interchange.register.plan import ColumnPlan, ColumnRole
from stakemap.interchange.register.quadrants import quadrant_of
from stakemap.interchange.register.range_columns import ends_of_range, gives_ranges
from stakemap.interchange.register.row_words import is_group
from stakemap.interchange.register.samples import ColumnSample
from stakemap.interchange.register.scaling import Quantity, numbers_in, rated_share, signs_in
from stakemap.interchange.register.subjects import answers_only, counts_things, is_about_things
from stakemap.interchange.register.value_reading import is_colour, ranked
from stakemap.text import fold

_LEAST_RATED = 0.5
_HEADING_LIMIT = 500
#: How well a concept names the actors; the column with the best one is read for the names.
_NAMING: Final = {
    "name": 4.0,
    "organisation": 2.5,
    "person": 2.0,
    "job": 1.0,
    "group": 0.8,
    "target": 0.6,
    "id": 0.5,
}
_MOST_CATEGORIES = 15
#: A column of more different texts holds prose or names rather than ratings in words.
_MOST_WORDS = 100
#: What German registers call the date of what they say; in English it is a stance.
_AS_OF: Final = "stand"
#: What may be said of an influence or of a stance.
_SUPPORTS: Final = frozenset({"reason", "source", "confidence", "basis"})


def name_column(samples: Sequence[ColumnSample]) -> ColumnSample | None:
    """The column that says which actor a row is about; None if there is none."""
    rated = [(_naming(sample), -sample.column, sample) for sample in samples]
    best = max(rated, default=None, key=lambda entry: entry[:2])
    if best is None or best[0] <= 0 or is_about_things(samples, best[2]):
        return None
    return best[2]


def _naming(sample: ColumnSample) -> float:
    """How well a column names actors, 0 for one that does not."""
    meaning = sample.meaning
    if not sample.filled or sample.is_contact or sample.length > 150:
        return 0.0
    if sample.numbers > 0.5 and meaning.concept != "id":
        return 0.0
    if answers_only(sample.texts):
        # A table of who may do what.
        return 0.0
    variety = len(sample.texts) / sample.filled
    if meaning.concept == "surname":
        return 1.5
    if meaning.concept == "group" and variety < 0.9:
        return 0.2 * variety
    if meaning.concept in _NAMING and meaning.share >= 0.5:
        worth = _NAMING[meaning.concept] * meaning.share
        if meaning.concept == "group":
            return worth * variety**2
        if "group" in map(fold, sample.heading.split()) and not meaning.is_exact:
            worth -= 0.5
        return worth + 0.5 * variety + (0.2 if meaning.is_exact else 0.0)
    if meaning.concept is not None or meaning.field is not None or sample.numbers > 0.2:
        return 0.0
    # Without a heading that is known: mostly the first column, whose texts are all different.
    if variety < 0.8 or sample.length > 80:
        return 0.0
    if rated_share(sample.texts, "influence") > 0.3 or rated_share(sample.texts, "alignment") > 0.3:
        return 0.0
    return (0.7 if not sample.parts else 0.5) * variety


class _Planner:
    """Gives each column of one table a role; what is unique goes to the column that fits best."""

    def __init__(self, samples: Sequence[ColumnSample], name: ColumnSample | None) -> None:
        self._samples = samples
        self._name = name
        self._taken: set[tuple[str, ...]] = set()
        #: The column with the family names of people whose given names are in another one.
        is_given = name is not None and name.meaning.concept in ("name", "person")
        surnames = [each.column for each in samples if is_given and each.meaning.concept == "surname"]
        self._surname = next(iter(surnames), 0)

    def plans(self) -> tuple[ColumnPlan, ...]:
        marks = {plan.column: plan for plan in mark_columns(self._samples)}
        planned = dict(marks)
        ranges = [sample for sample in self._samples if sample.column not in marks and gives_ranges(sample)]
        for plan in marks.values():
            moments = {*plan.marks.values(), plan.moment} - {""} or {""}
            for moment in moments:
                wanted = "desired" if moment == "desired" else ""
                self._taken.add((plan.quantity or "alignment", plan.issue, plan.snapshot, wanted))
        rest = [sample for sample in self._samples if sample.column not in marks and sample not in ranges]
        for sample in sorted(rest, key=self._precedence):
            planned[sample.column] = self._plan(sample)
        plans: dict[int, tuple[ColumnPlan, ...]] = {column: (plan,) for column, plan in planned.items()}
        for sample in ranges:
            plans[sample.column] = ends_of_range(sample, planned) or (self._plan(sample),)
        return tuple(plan for column in sorted(plans) for plan in plans[column])

    def _precedence(self, sample: ColumnSample) -> tuple[bool, bool, int]:
        """Whole headings before those with other words in them, before what only its values tell."""
        meaning = sample.meaning
        is_plain = meaning.concept in QUANTITIES and meaning.concept != "impact"
        return (not is_plain, not meaning.is_exact, sample.column)

    def _plan(self, sample: ColumnSample) -> ColumnPlan:
        meaning = sample.meaning
        role, quantity = self._role(sample)
        fields: dict[str, object] = {
            "column": sample.column,
            "heading": sample.heading[:_HEADING_LIMIT],
            "role": role,
        }
        if role in ("influence", "salience", "alignment"):
            moment = meaning.moment if role == "alignment" else ""
            issue = self._issue(sample)
            fields |= {"snapshot": _when(sample), "moment": moment, "issue": issue}
            self._taken.add(self._mark_of(role, sample))
        elif quantity is not None:
            fields["quantity"] = quantity
        return ColumnPlan.model_validate(fields)

    def _issue(self, sample: ColumnSample) -> str:
        """The issue that a heading names, "" if it names none."""
        rest = sample.meaning.rest[:_HEADING_LIMIT]
        if fold(rest) not in self._issues or is_wave(rest):
            return ""
        qualifiers = self._qualifiers
        own = qualifiers[fold(rest)]
        others = {each for about, found in qualifiers.items() if about != fold(rest) for each in found}
        # What stands in brackets of other issues, too, is about the ratings.
        qualifier = "" if "" in own or own & others else qualifier_of(sample.heading)
        return f"{rest} ({qualifier})" if qualifier else rest

    @cached_property
    def _qualifiers(self) -> Mapping[str, set[str]]:
        """What the headings of each issue say in brackets."""
        found: dict[str, set[str]] = {}
        for sample in self._samples:
            if sample.meaning.concept in QUANTITIES:
                found.setdefault(fold(sample.meaning.rest[:_HEADING_LIMIT]), set()).add(
                    qualifier_of(sample.heading)
                )
        return found

    @cached_property
    def _issues(self) -> frozenset[str]:
        """The issues on which columns of stances speak: what several of them say besides the same words."""
        found: dict[str, set[tuple[str, str]]] = {}
        for sample in self._samples:
            meaning = sample.meaning
            if meaning.concept in ("alignment", "engagement") and self._is_rated(sample):
                about = (fold(meaning.rest), qualifier_of(sample.heading))
                found.setdefault(meaning.core, set()).add(about)
        several = (abouts for abouts in found.values() if len(abouts) > 1)
        return frozenset(rest for abouts in several for rest, _ in abouts) - {""}

    def _is_rated(self, sample: ColumnSample) -> bool:
        return bool(sample.filled) and rated_share(sample.texts, "alignment", sample.heading) >= _LEAST_RATED

    def _role(self, sample: ColumnSample) -> tuple[ColumnRole, Quantity | None]:
        if self._name is not None and sample.column in (self._name.column, self._surname):
            return "name", None
        if sample.is_contact:
            return "contact", None
        meaning = sample.meaning
        if meaning.field is not None and meaning.is_exact and meaning.concept is None:
            return self._of_field(meaning.field)
        concept = meaning.concept if meaning.share >= 0.3 else None
        tells = self._tells_rows_apart(sample, concept)
        if tells is not None:
            return self._once(tells, sample), None
        if concept in ("influence", "salience", "alignment", "engagement", "impact"):
            return self._rated_role(sample, concept), None
        role = self._other_role(sample, concept)
        is_about = meaning_of(meaning.rest).concept == "influence"
        return role, "influence" if is_about and role in _SUPPORTS else None

    def _tells_rows_apart(self, sample: ColumnSample, concept: str | None) -> ColumnRole | None:
        """The role of a column that says on what, when, or of which relation a row is about its actor."""
        moments = {moment_of(text) for text in sample.texts} if len(sample.texts) <= 6 else {""}
        if moments == {"current", "desired"}:
            return "snapshot"
        name = self._name
        if fold(sample.heading) == _AS_OF and only_date(sample.texts):
            concept = "period"
        if name is None or concept not in ("issue", "period", "target"):
            return None
        if concept == "target":
            known = {fold(text) for text in name.texts}
            shared = sum(fold(text) in known for text in sample.texts)
            return "target" if sample.filled and shared >= 0.5 * len(sample.texts) else None
        if not sample.filled or sample.length > 120:
            return None
        comes_again = len(name.texts) < 0.75 * name.filled or name.filled < 0.75 * sample.filled
        if concept == "period":
            # One date is that of the register; of several, once an actor, each is that of a judgement.
            are_moments = all(map(date_of, sample.texts)) if comes_again else _dates_all(sample, name)
            return "snapshot" if are_moments else None
        if not comes_again:
            return None
        return "issue" if len(sample.texts) <= 0.75 * sample.filled else None

    def _of_field(self, field: str) -> tuple[ColumnRole, Quantity | None]:
        """The role of a column that pasted tables have, such as "influence_low" or "influence_reason"."""
        name = field.replace("_", "-")
        if name.startswith("influence-") and name not in ("influence-low", "influence-high"):
            return name.removeprefix("influence-"), "influence"  # type: ignore[return-value]
        return ("ignored" if name == "colour" else name), None  # type: ignore[return-value]

    def _rated_role(
        self,
        sample: ColumnSample,
        concept: Literal["influence", "salience", "alignment", "engagement", "impact"],
    ) -> ColumnRole:
        stance, level = (
            rated_share(sample.texts, quantity, sample.heading) for quantity in ("alignment", "influence")
        )
        words = self._stance_words(sample)
        if not sample.filled:
            role: ColumnRole = (
                "alignment" if concept == "engagement" else ("influence" if concept == "impact" else concept)
            )
            return role if self._is_free(role, sample) else "note"
        has_signs = concept == "impact" and bool(signs_in(sample.texts))
        # "Interest: −6": nothing is of less than no importance.
        has_signs |= concept in ("impact", "salience") and any(
            number < 0 for number in numbers_in(sample.texts, "alignment")
        )
        if concept in ("influence", "impact", "salience") and (words >= _LEAST_RATED or has_signs):
            # "Impact: positive", "Interest: supportive".
            return self._first_free(sample, ("alignment",))
        if concept != "influence" and counts_things(sample.texts, sample.heading):
            return _text_role(sample)
        if concept in ("alignment", "engagement"):
            is_stance = stance >= _LEAST_RATED and (
                concept == "alignment" or level < _LEAST_RATED or words >= 0.3 or sample.numbers >= 0.5
            )
            return self._first_free(sample, ("alignment",)) if is_stance else _prose_role(sample)
        if level < _LEAST_RATED:
            return _prose_role(sample)
        if concept == "impact":
            about_them = any(
                word in fold(sample.heading) for word in ("stakeholder", "them", "affect", "betroffen")
            )
            return self._first_free(sample, ("salience",) if about_them else ("influence",))
        return self._first_free(sample, ("salience",) if concept == "salience" else ("influence",))

    def _stance_words(self, sample: ColumnSample) -> float:
        found = [
            text
            for text in sample.texts
            if (rank := ranked(text, "stance")) is not None
            and rank.family in ("stance", "mixed")
            and (ranked(text, "level") or rank).family != "level"
            and not is_colour(text)
        ]
        return sum(sample.texts[text] for text in found) / max(sample.filled, 1)

    def _is_free(self, role: str, sample: ColumnSample) -> bool:
        return self._mark_of(role, sample) not in self._taken

    def _mark_of(self, role: str, sample: ColumnSample) -> tuple[str, ...]:
        """What only one column can say: what is rated, on which issue, when, and whether it is wanted."""
        is_wanted = role == "alignment" and sample.meaning.moment == "desired"
        return (role, self._issue(sample), _when(sample), "desired" if is_wanted else "")

    def _first_free(self, sample: ColumnSample, roles: Iterable[ColumnRole]) -> ColumnRole:
        return next((role for role in roles if self._is_free(role, sample)), _text_role(sample))

    def _other_role(self, sample: ColumnSample, concept: str | None) -> ColumnRole:
        if concept == "contact":
            return "contact"
        if concept in ("kind", "group", "job", "derived", "prose") and self._stance_words(sample) >= 0.7:
            return self._first_free(sample, ("alignment",))
        if concept in ("prose", "note", "derived", "tags"):
            return "tag" if concept in ("derived", "tags") and sample.length <= 60 else _text_role(sample)
        if concept == "number" or (concept == "id" and not self._is_taken("id")):
            return self._once("id", sample) if concept == "id" else "ignored"
        if concept in ("reason", "source", "watch_for"):
            return concept.replace("_", "-")  # type: ignore[return-value]
        if concept == "confidence":
            return "confidence" if _parses(sample, _is_confidence) else _text_role(sample)
        if concept in ("aliases", "code", "part_of"):
            return self._once(concept.replace("_", "-"), sample)
        if concept in ("job", "role") and _parses(sample, _is_role):
            return self._once("role", sample)
        if concept in ("kind", "group", "organisation", "name"):
            return self._category(sample, concept)
        if concept is None and sample.filled:
            return self._by_values(sample)
        return _text_role(sample)

    def _is_taken(self, role: str) -> bool:
        return (role,) in self._taken

    def _once(self, role: str, sample: ColumnSample) -> ColumnRole:
        if self._is_taken(role):
            return _text_role(sample)
        self._taken.add((role,))
        return role  # type: ignore[return-value]

    def _category(self, sample: ColumnSample, concept: str) -> ColumnRole:
        """A kind where the words are kinds of actors, else a group if there are few, else a tag."""
        if _parses(sample, quadrant_of):
            return "tag"
        if concept == "kind" and _parses(sample, _is_kind) and not self._is_taken("kind"):
            return self._once("kind", sample)
        if 1 < len(sample.texts) <= _MOST_CATEGORIES and sample.is_few:
            return self._once("group", sample)
        return _text_role(sample)

    def _by_values(self, sample: ColumnSample) -> ColumnRole:
        """The role of a column whose heading says nothing, by its words."""
        if len(sample.texts) > _MOST_WORDS:
            return _text_role(sample)
        if all(is_group(text) for text in sample.texts):
            return self._category(sample, "group")
        if self._stance_words(sample) >= 0.7 and self._is_free("alignment", sample):
            return "alignment"
        words = {text: count for text, count in sample.texts.items() if ranked(text, "level") is not None}
        share = sum(words.values()) / sample.filled
        if share >= 0.7 and len(words) > 1 and not any(taken[0] == "influence" for taken in self._taken):
            return self._first_free(sample, ("influence",))
        return _text_role(sample)


def column_plans(samples: Sequence[ColumnSample], name: ColumnSample | None) -> tuple[ColumnPlan, ...]:
    """The roles of all columns; their scales are set later (`scaling`)."""
    return _Planner(samples, name).plans()


def _dates_all(sample: ColumnSample, name: ColumnSample) -> bool:
    """Whether a column says the date of the register: one in most rows, which is that of nothing else."""
    return sample.filled > name.filled / 2 and not sample.meaning.rest and bool(only_date(sample.texts))


def _when(sample: ColumnSample) -> str:
    """The date or the time without one of which a heading speaks."""
    meaning = sample.meaning
    return meaning.period or (meaning.rest[:_HEADING_LIMIT] if is_wave(meaning.rest) else "")


def _prose_role(sample: ColumnSample) -> ColumnRole:
    """A note for texts where ratings would be, unless they come again and again."""
    return "tag" if sample.comes_again and sample.is_few else "note"


def _text_role(sample: ColumnSample) -> ColumnRole:
    """A tag for few short texts, a note for prose."""
    if not sample.filled:
        return "note"
    return "tag" if sample.is_few and meaning_of(sample.heading).concept not in ("note", "prose") else "note"


def _parses(sample: ColumnSample, parse: object) -> bool:
    assert callable(parse)
    read = sum(count for text, count in sample.texts.items() if parse(text))
    return sample.filled > 0 and read / sample.filled >= 0.6


def _is_kind(text: str) -> bool:
    try:
        return bool(kind_of(text))
    except CellError:
        return False


def _is_role(text: str) -> bool:
    try:
        return bool(role_of(text))
    except CellError:
        return False


def _is_confidence(text: str) -> bool:
    try:
        return bool(confidence_of(text))
    except CellError:
        rank = ranked(text, "level")
        return rank is not None and rank.family == "level"
