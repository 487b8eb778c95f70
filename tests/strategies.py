"""Hypothesis strategies of valid maps, with odd names, unknown fields, ranges, ledgers and scenarios.

To make and check a strategy takes Hypothesis longer than to draw from it, so what does not depend on what was
drawn is made once, and references are put into records afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st

from samples import MAP_ID
from stakemap.model.document import (
    Actor,
    DecisionRule,
    Group,
    Headline,
    Issue,
    Outcome,
    Relation,
    Resolution,
    Snapshot,
    Source,
    StakeMap,
)
from stakemap.model.headlines import PageParts, page_key
from stakemap.model.judgements import (
    AlignmentEstimate,
    Citation,
    Condition,
    Estimate,
    InfluenceEstimate,
    Readings,
    SalienceEstimate,
    Stance,
    Standing,
    Tie,
)
from stakemap.model.records import Record
from stakemap.model.teamwork import Answer, AnsweredJudgement, Comment, OpenConflict, Review, Round

__all__ = [
    "actors",
    "assume_no_text_says_nan",
    "authorships",
    "colours",
    "estimates",
    "examples",
    "extras",
    "groups",
    "headlines",
    "ids",
    "issues",
    "maps",
    "maybe",
    "names",
    "outcomes",
    "page_keys",
    "partial_dates",
    "resolutions",
    "snapshots",
    "sources",
    "stances",
    "standings",
    "texts",
    "ties",
]

T = TypeVar("T")
R = TypeVar("R", bound=Record)

#: Names that have broken programs before: markup, other scripts, marks that turn text round, nothing at all.
ODD_NAMES = (
    "",
    " ",
    "Türkiye",
    "Հայաստան",
    "საქართველო",
    "Россия",
    "ایران",
    "中华人民共和国",
    "<b>bold</b> & <img src='file:///etc/passwd'>",
    "{name} %s {0}",
    "line\nbreak\ttab\r\n",
    "\u202eturned\u202c",
    "a\u0000b\x1b[31m",
    "👩🏽‍🚀",
    "e\u0301",
    "\u2028",
    "𝔘𝔫𝔦",
    '"quoted" \\ back\\slash',
    "-0",
    "W" * 500,
)
ODD_IDS = ("a", "turkiye", "turkiye-2", "0", "constructor", "actors", "based-on", "x" * 120, "2025-07")

#: Names of fields that a later version might add, or that mean something to Python.
STRANGE_FIELDS = (
    "x_tool",
    "weight",
    "éclair",
    "",
    "a.b",
    "copy",
    "model_dump",
    "__class__",
    "__dict__",
    "self",
)

names = st.sampled_from(ODD_NAMES) | st.text(max_size=12)
texts = names
_slug_parts = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=4)
ids = st.sampled_from(ODD_IDS) | st.lists(_slug_parts, min_size=1, max_size=3).map("-".join)
COLOURS = ("#000000", "#ffffff", "#0072B2", "#cc79a7")
DATES = ("1648", "0001", "2020", "2024-02", "2024-02-29", "2025-12", "2025-07-01")
DAYS = ("2025-07-01", "2025-07-02", "1999-12-31")
colours, partial_dates, days = map(st.sampled_from, (COLOURS, DATES, DAYS))
analysts = st.sampled_from(("", "A", "B", "Ա"))

#: What JSON can hold, for fields that this version does not know.
json_values = (
    st.sampled_from((None, False, True))
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | names
)
for _ in range(3):
    json_values |= st.lists(json_values, max_size=2) | st.dictionaries(names, json_values, max_size=2)


def examples(count: int) -> settings:
    """Settings for a law over whole maps: `count` examples where a profile has a hundred.

    Maps take long to make, which is no fault of the law.
    """
    return settings(
        max_examples=max(1, settings().max_examples * count // 100),
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.filter_too_much,
        ],
    )


def assume_no_text_says_nan(document: StakeMap) -> None:
    """Leave out a map with a text such as “Inf”: sentences that quote it seem to tell what is no number."""
    assume(not re.search(r"(?i)nan|inf(?![a-z])", document.model_dump_json()))


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """None or something, None first, so that examples shrink to it."""
    return st.none() | strategy


def optional(*values: T) -> st.SearchStrategy[T | None]:
    """None, half the time, or one of some values: with less to draw than `maybe`."""
    return st.sampled_from((*(None,) * len(values), *values))


@cache
def extras(kind: type[Record]) -> st.SearchStrategy[dict[str, Any]]:
    """Fields that records of this kind do not have; mostly none."""
    strange = st.sampled_from(STRANGE_FIELDS) | names
    free = strange.filter(lambda name: name not in kind.model_fields)
    return st.just({}) | st.just({}) | st.dictionaries(free, json_values, max_size=2)


def built(kind: type[R], /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[R]:
    """Records of a kind from strategies of its fields, now and then with unknown fields."""
    return st.builds(
        lambda known, unknown: kind.model_validate(unknown | known),
        st.fixed_dictionaries(fields),
        extras(kind),
    )


@cache
def estimates(kind: type[Estimate], lowest: float) -> st.SearchStrategy[Estimate]:
    """A value on the scale from `lowest` to 100, often with a range that holds it."""
    number = st.sampled_from([float(value) for value in range(int(lowest), 101)]) | st.floats(lowest, 100)

    def made(numbers: Sequence[float], unknown: dict[str, Any]) -> Estimate:
        low, value, high = sorted(numbers) if len(numbers) == 3 else (None, *numbers, None)
        fields = {"value": value} if low is None else {"value": value, "low": low, "high": high}
        return kind.model_validate(unknown | fields)

    return st.builds(made, st.tuples(number) | st.tuples(number, number, number), extras(kind))


def _places(count: int) -> tuple[str, ...]:
    """What stands for so many ids until `_referring` puts them in."""
    return tuple(map(str, range(count)))


def _referring(entry: R, sources: Sequence[str], issues: Sequence[str]) -> R:
    """A judgement with its ledger, whose citations and conditions refer to these ids by their places."""
    changes: dict[str, Any] = {}
    if citations := getattr(entry, "citations", ()):
        changes["citations"] = tuple(
            one.model_copy(update={"source": sources[int(one.source)]}) for one in citations
        )
    if conditions := getattr(entry, "conditions", ()):
        changes["conditions"] = tuple(
            one if one.issue is None else one.model_copy(update={"issue": issues[int(one.issue)]})
            for one in conditions
        )
    for name in ("others", "earlier"):
        if listed := getattr(entry, name, ()):
            changes[name] = tuple(_referring(one, sources, issues) for one in listed)
    return entry.model_copy(update=changes) if changes else entry


_pools = optional("linear", "median", "quantile")
_ratings = optional(1, 2, 3, 4, 5)
_readings = built(Readings, supporting=_ratings, undecided=_ratings, opposing=_ratings)


def _citations(count: int) -> st.SearchStrategy[tuple[Citation, ...]]:
    if not count:
        return st.just(())
    one = built(
        Citation,
        source=st.sampled_from(_places(count)),
        passage=texts,
        against=st.booleans(),
        readings=maybe(_readings),
    )
    return st.lists(one, max_size=2).map(tuple)


def _conditions(count: int) -> st.SearchStrategy[tuple[Condition, ...]]:
    target = optional(*_places(count)) if count else st.none()
    return st.lists(built(Condition, text=texts, issue=target), max_size=2).map(tuple)


def _judged(fields: dict[str, st.SearchStrategy[Any]], sources: int) -> dict[str, Any]:
    return {
        "confidence": optional("low", "moderate", "high"),
        "basis": optional("stated", "inferred", "assumed"),
        "reason": st.just("") | texts,
        "citations": st.just(()) | _citations(sources),
        "support_kept": st.booleans(),
        "watch_for": st.just("") | texts,
        "by": analysts,
        "on": optional(*DAYS),
    } | fields


def _with_ledger(kind: type[R], fields: dict[str, Any], measured: str) -> st.SearchStrategy[R]:
    value = fields.pop(measured)
    known = built(kind, state=st.just("judged"), **{measured: value}, **fields)
    open_ = built(kind, state=st.sampled_from(("unknown", "not-applicable")), **fields)
    one = known | known | open_
    entries = st.just(()) | st.lists(one, max_size=2).map(tuple)

    def made(entry: R, earlier: tuple[R, ...], others: tuple[R, ...], pooled: str | None) -> R:
        lists = {"earlier": earlier, "others": others, "pooled": pooled}
        return entry.model_copy(update={name: value for name, value in lists.items() if value})

    return st.builds(made, one, entries, st.just(()) | entries, _pools)


def standings(sources: Sequence[str] = ()) -> st.SearchStrategy[Standing]:
    """Judgements of influence that cite these sources."""
    return _standings(len(sources)).map(lambda entry: _referring(entry, sources, ()))


@cache
def _standings(sources: int) -> st.SearchStrategy[Standing]:
    return _with_ledger(
        Standing, _judged({"influence": estimates(InfluenceEstimate, 0)}, sources), "influence"
    )


def stances(sources: Sequence[str] = (), issues: Sequence[str] = ()) -> st.SearchStrategy[Stance]:
    """Judgements of alignment that cite these sources and hang on these issues."""
    return _stances(len(sources), len(issues)).map(lambda entry: _referring(entry, sources, issues))


@cache
def _stances(sources: int, issues: int) -> st.SearchStrategy[Stance]:
    fields = {
        "alignment": estimates(AlignmentEstimate, -100),
        "salience": maybe(estimates(SalienceEstimate, 0)),
        "influence": maybe(estimates(InfluenceEstimate, 0)),
        "role": optional("decides", "can-block", "influences"),
        "votes": maybe(st.integers(0, 300)),
        "conditions": st.just(()) | _conditions(issues),
    }
    return _with_ledger(Stance, _judged(fields, sources), "alignment")


def ties(sources: Sequence[str] = ()) -> st.SearchStrategy[Tie]:
    """Judgements of strength that cite these sources."""
    return _ties(len(sources)).map(lambda entry: _referring(entry, sources, ()))


@cache
def _ties(sources: int) -> st.SearchStrategy[Tie]:
    return _with_ledger(Tie, _judged({"strength": st.integers(-3, 3)}, sources), "strength")


_unaligned = built(
    Actor,
    name=names,
    aliases=st.lists(names, max_size=2).map(tuple),
    code=st.sampled_from(("", "A", "TUR", "ԱՐՄ", "👩🏽‍🚀")),
    kind=st.sampled_from(("state", "person", "other")),
    colour=optional(*COLOURS),
    note=texts,
    tags=st.lists(names, max_size=2).map(tuple),
)


def actors(groups: Sequence[str] = ()) -> st.SearchStrategy[Actor]:
    """Actors, part of nobody."""
    return _grouped(len(groups)).map(lambda actor: _in_group(actor, groups))


@cache
def _grouped(groups: int) -> st.SearchStrategy[Actor]:
    """Actors whose groups are told by their places."""
    if not groups:
        return _unaligned
    return st.builds(
        lambda actor, group: actor.model_copy(update={"group": group}), _unaligned, optional(*_places(groups))
    )


def _in_group(actor: Actor, groups: Sequence[str]) -> Actor:
    return actor if actor.group is None else actor.model_copy(update={"group": groups[int(actor.group)]})


_rules = st.builds(
    lambda kind, quota: DecisionRule(kind=kind, quota=quota if kind in ("share", "votes") else None),
    st.sampled_from(("majority", "share", "unanimity", "blockers", "votes")),
    maybe(st.integers(1, 100).map(float)),
)
groups = built(Group, name=names, colour=optional(*COLOURS))
issues = built(
    Issue,
    name=names,
    question=texts,
    low_label=names,
    high_label=names,
    quadrants=st.just(("", "", "", "")) | st.tuples(names, names, names, names),
    note=texts,
    order=st.integers(-2, 3),
    rule=maybe(_rules),
)
sources = built(
    Source,
    title=names,
    author=names,
    publisher=names,
    date=optional(*DATES),
    url=st.sampled_from(("", "https://example.org/ü?a=b#c", "javascript:alert(1)", "file:///etc/passwd")),
    note=texts,
    reliability=optional("A1", "F6"),
)


headlines = built(Headline, text=texts)


def resolutions(sources: Sequence[str] = ()) -> st.SearchStrategy[Resolution]:
    """What was found of judgements of actors and snapshots, most of which are not in any map."""
    return _resolutions(len(sources)).map(lambda entry: _referring(entry, sources, ()))


@cache
def _resolutions(sources: int) -> st.SearchStrategy[Resolution]:
    return built(
        Resolution,
        snapshot=ids,
        actor=ids,
        issue=ids,
        field=st.sampled_from(("alignment", "salience", "influence")),
        name=names,
        snapshot_label=names,
        value=st.integers(20, 80).map(float),
        low=st.just(20.0),
        high=st.floats(80, 100),
        confidence=optional("low", "high"),
        judged_by=analysts,
        judged_on=optional(*DAYS),
        found=st.floats(0, 100),
        **_recorded(sources),
    )


def outcomes(sources: Sequence[str] = ()) -> st.SearchStrategy[Outcome]:
    """Whether scenarios came about."""
    return _outcomes(len(sources)).map(lambda entry: _referring(entry, sources, ()))


@cache
def _outcomes(sources: int) -> st.SearchStrategy[Outcome]:
    return built(Outcome, label=names, likelihood=_likelihoods, happened=st.booleans(), **_recorded(sources))


def _recorded(sources: int) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "date": optional(*DATES),
        "reason": st.just("") | texts,
        "citations": st.just(()) | _citations(sources),
        "by": analysts,
        "on": optional(*DAYS),
    }


_paths = st.sampled_from(
    (
        "map",
        "actors/turkiye",
        "issues/a",
        "snapshots/2025-07",
        "snapshots/a/standings/turkiye",
        "snapshots/a/stances/a/0",
        "snapshots/0/ties/a",
        "headlines/map:a:0",
        "comments/a",
    )
)
_answered = st.builds(
    lambda place, standing: AnsweredJudgement(place=place, standing=standing), _paths, _standings(0)
)
_digests = st.dictionaries(_paths, st.sampled_from(("0" * 16, "f" * 16)), max_size=1)
_team_records: dict[str, st.SearchStrategy[Record]] = {
    "conflicts": built(
        OpenConflict,
        place=_paths,
        field=st.sampled_from(("", "name", "x_tool", "earlier")),
        kind=st.sampled_from(("changed", "removed", "cycle")),
        base=json_values,
        one=json_values,
        other=json_values,
    ),
    "comments": built(
        Comment,
        place=_paths,
        text=texts,
        by=analysts,
        on=optional(*DAYS),
        revision=st.integers(0, 3),
        reply_to=maybe(ids),
        resolved_by=analysts,
        resolved_on=optional(*DAYS),
    ),
    "reviews": built(
        Review, place=_paths, by=names, on=optional(*DAYS), clears=st.booleans(), note=texts, digests=_digests
    ),
    "rounds": built(
        Round,
        label=names,
        number=st.integers(1, 3),
        follows=maybe(ids),
        places=st.lists(_paths, max_size=2).map(tuple),
        analysts=st.lists(names, max_size=2).map(tuple),
        closed=optional(*DAYS),
    ),
    "answers": built(
        Answer,
        round=ids,
        analyst=names,
        judgements=st.lists(_answered, max_size=1).map(tuple),
        salt=maybe(st.just("0" * 32)),
    ),
}
#: What a team works with; mostly nothing of a kind.
_team = st.fixed_dictionaries(
    {}, optional={name: st.dictionaries(ids, one, max_size=2) for name, one in _team_records.items()}
)


def _forest(keys: Sequence[str], places: Sequence[int | None]) -> dict[str, str | None]:
    """For each key the one before it at a place, or None: a forest, so there are no cycles."""
    return {key: None if place is None else keys[place] for key, place in zip(keys, places, strict=True)}


@cache
def _earlier_places(count: int) -> st.SearchStrategy[tuple[int | None, ...]]:
    return st.tuples(*(optional(*range(place)) if place else st.none() for place in range(count)))


@cache
def _records(kind: st.SearchStrategy[R], most: int) -> st.SearchStrategy[dict[str, R]]:
    return st.dictionaries(ids, kind, max_size=most)


def _some(count: int, values: st.SearchStrategy[T]) -> st.SearchStrategy[dict[int, T]]:
    """Values for some of so many keys, by the places of these."""
    if not count:
        return st.just({})
    return st.dictionaries(st.sampled_from(range(count)), values, max_size=count)


@cache
def _some_standings(actors: int, sources: int) -> st.SearchStrategy[dict[int, Standing]]:
    return _some(actors, _standings(sources))


@cache
def _some_stances(actors: int, issues: int, sources: int) -> st.SearchStrategy[dict[int, dict[int, Stance]]]:
    return _some(issues, _some(actors, _stances(sources, issues)))


@cache
def _some_ties(relations: int, sources: int) -> st.SearchStrategy[dict[int, Tie]]:
    return _some(relations, _ties(sources))


_booleans = st.booleans()
_likelihoods = optional("unlikely", "almost-certain")
_dates = optional(*DATES)
_handlings = st.sampled_from(("", "TLP:AMBER"))
_statuses = st.sampled_from(("draft", "cleared"))


@st.composite
def snapshots(
    draw: st.DrawFn,
    base: str | None = None,
    *,
    actors: Sequence[str] = (),
    issues: Sequence[str] = (),
    relations: Sequence[str] = (),
    sources: Sequence[str] = (),
) -> Snapshot:
    """A snapshot that judges some of these actors on some of these issues, and some of these relations."""
    scenario = draw(_booleans)
    stances = draw(_some_stances(len(actors), len(issues), len(sources)))
    standings = draw(_some_standings(len(actors), len(sources)))
    ties = draw(_some_ties(len(relations), len(sources)))

    def of(keys: Sequence[str], entries: dict[int, R]) -> dict[str, R]:
        return {keys[place]: _referring(entry, sources, issues) for place, entry in entries.items()}

    return Snapshot.model_validate(
        draw(extras(Snapshot))
        | {
            "label": draw(names),
            "date": draw(_dates),
            "scenario": scenario,
            "likelihood": draw(_likelihoods) if scenario else None,
            "based_on": base,
            "note": draw(texts),
            "standings": of(actors, standings),
            "stances": {issues[place]: of(actors, entries) for place, entries in stances.items() if entries},
            "ties": of(relations, ties),
        }
    )


@st.composite
def maps(draw: st.DrawFn, *, actors_at_most: int = 4, snapshots_at_most: int = 3) -> StakeMap:
    """Any valid map: everything refers to something that exists, and nothing builds on itself."""
    group_records = draw(_records(groups, 2))
    source_records = draw(_records(sources, 2))
    issue_records = draw(_records(issues, 2))
    group_ids = sorted(group_records)
    actor_records = draw(_records(_grouped(len(group_ids)), actors_at_most))
    actor_ids, issue_ids, source_ids = sorted(actor_records), sorted(issue_records), sorted(source_records)
    wholes = _forest(actor_ids, draw(_earlier_places(len(actor_ids))))
    actor_records = {
        key: _in_group(actor, group_ids).model_copy(update={"part_of": wholes[key]})
        for key, actor in actor_records.items()
    }
    relation_records = {
        key: relation.model_copy(
            update={"source": actor_ids[int(relation.source)], "target": actor_ids[int(relation.target)]}
        )
        for key, relation in draw(_relations(len(actor_ids))).items()
    }
    snapshot_ids = draw(_distinct_ids(snapshots_at_most))
    bases = _forest(snapshot_ids, draw(_earlier_places(len(snapshot_ids))))
    pages = draw(_headlines(len(issue_ids), len(snapshot_ids)))
    found = draw(_records(_resolutions(len(source_ids)), 1))
    ended = draw(_records(_outcomes(len(source_ids)), 1))
    content: dict[str, Sequence[str]] = {
        "actors": actor_ids,
        "issues": issue_ids,
        "relations": sorted(relation_records),
        "sources": source_ids,
    }
    fields = {
        "id": MAP_ID,
        "title": draw(names),
        "question": draw(texts),
        "handling": draw(_handlings),
        "status": draw(_statuses),
        "cut_off": draw(_dates),
        "actors": actor_records,
        "groups": group_records,
        "issues": issue_records,
        "snapshots": {key: draw(snapshots(base, **content)) for key, base in bases.items()},
        "relations": relation_records,
        "sources": source_records,
        "headlines": {_page_key(parts, issue_ids, snapshot_ids): text for parts, text in pages.items()},
        "resolutions": {key: _referring(entry, source_ids, ()) for key, entry in found.items()},
        "outcomes": {key: _referring(entry, source_ids, ()) for key, entry in ended.items()},
        **draw(_team),
    }
    return StakeMap.model_validate(draw(extras(StakeMap)) | fields)


@cache
def _distinct_ids(most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(ids, unique=True, max_size=most)


def page_keys(issue_ids: Sequence[str], snapshot_ids: Sequence[str]) -> st.SearchStrategy[str]:
    """Keys of pages, now and then of an issue, a snapshot or a kind that does not exist."""
    parts = _page_parts(len(issue_ids), len(snapshot_ids))
    return parts.map(lambda drawn: _page_key(drawn, issue_ids, snapshot_ids))


@cache
def _page_parts(issues: int, snapshots: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """Parts of the keys of pages by places, of which the last is that of nothing there is."""
    issue, snapshot = (optional(*range(count + 1)) for count in (issues, snapshots))
    return st.tuples(_kinds, issue, snapshot, snapshot, _numbers)


def _page_key(parts: tuple[Any, ...], issue_ids: Sequence[str], snapshot_ids: Sequence[str]) -> str:
    kind, *places, number = parts
    names = (
        None if place is None else (*keys, "gone")[place]
        for place, keys in zip(places, (issue_ids, snapshot_ids, snapshot_ids), strict=True)
    )
    return page_key(PageParts(kind, *names, number))


@cache
def _headlines(issues: int, snapshots: int) -> st.SearchStrategy[dict[tuple[Any, ...], Headline]]:
    return st.dictionaries(_page_parts(issues, snapshots), headlines, max_size=2)


_kinds = st.sampled_from(("map", "matrix", "poster"))
_numbers = st.integers(1, 3)


@cache
def _relations(actors: int) -> st.SearchStrategy[dict[str, Relation]]:
    """Relations between so many actors, who are told by their places."""
    if actors < 2:
        return st.just({})
    pairs = st.lists(st.sampled_from(_places(actors)), min_size=2, max_size=2, unique=True)
    one = st.builds(
        lambda relation, pair: relation.model_copy(update={"source": pair[0], "target": pair[1]}),
        _unrelated,
        pairs,
    )
    return _records(one, 2)


_unrelated = built(
    Relation,
    source=st.just("a"),
    target=st.just("b"),
    label=names,
    directed=st.booleans(),
    note=texts,
)


@st.composite
def authorships(draw: st.DrawFn) -> Any:
    """Who judges, on which day."""
    from stakemap.model.edits import Authorship

    return Authorship(draw(analysts), draw(days))
