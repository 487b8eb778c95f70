"""Tests of the workbook coming back: unchanged, and as changed in a spreadsheet."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given

from imported_contents import without_what_content_lacks
from samples import MAP_ID, sample
from stakemap.errors import CancelledError, MapReadError
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.merging.merge import empty_map_for, plan_merge
from stakemap.interchange.merging.options import MergeOptions
from stakemap.interchange.readers.stakemap_workbook import FORMATS
from stakemap.interchange.writers.formats import DATA_WRITERS, DataOptions
from stakemap.model.clean import CleanOptions, clean
from stakemap.model.document import Actor, DecisionRule, Issue, Snapshot, StakeMap, new_map
from stakemap.model.edits_base import Authorship
from stakemap.model.judgements import AlignmentEstimate, Stance
from stakemap.model.records import Record
from stakemap.text import list_items, list_line
from stakemap.wording.changes import describe
from strategies import examples, maps

FORMAT, TABLE = FORMATS


def written(document: StakeMap) -> bytes:
    return DATA_WRITERS["xlsx"].write(document, DataOptions()).data


def content(data: bytes):
    file = IncomingFile("map.xlsx", data)
    assert format_of(file) is FORMAT
    return FORMAT.read(ReadJob(file, "2025-07-01"))


def edited(document, change):
    """The content of a workbook after `change` was made to it with another program."""
    book = openpyxl.load_workbook(io.BytesIO(written(document)))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return content(stream.getvalue())


def row_of(sheet, **wanted):
    """The first row whose cells have these values, by heading."""
    headings = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        cells = dict(zip(headings, row, strict=True))
        if all(cells[name].value == value for name, value in wanted.items()):
            return cells
    raise AssertionError(wanted)


def plain_estimate(estimate):
    return None if estimate is None else (estimate.value, estimate.low, estimate.high)


def plain_judgement(judgement):
    """What a workbook holds of a judgement of the map or of a content."""
    fields = ("state", "confidence", "basis", "reason", "watch_for", "by", "role", "votes", "strength")
    values = {name: getattr(judgement, name, None) for name in fields}
    for name in ("influence", "alignment", "salience"):
        values[name] = plain_estimate(getattr(judgement, name, None))
    values["on"] = judgement.on or ""
    values["citations"] = [(each.source, each.passage, each.against) for each in judgement.citations]
    conditions = getattr(judgement, "conditions", ())
    values["conditions"] = [(each.text, each.issue or "") for each in conditions if each.text.strip()]
    return values


def with_trimmed_lists(document: StakeMap) -> StakeMap:
    """The map without blanks around aliases and tags, which a cell that lists them does not keep."""
    actors = {
        key: actor.model_copy(
            update={name: list_items(list_line(getattr(actor, name))) for name in ("aliases", "tags")}
        )
        for key, actor in document.actors.items()
    }
    return document.model_copy(update={"actors": actors})


def held(document: StakeMap, like: StakeMap) -> StakeMap:
    """What a workbook holds of a map, as `as_written`."""
    document = without_what_content_lacks(document)
    return as_written(document, like).model_copy(update={"status": "draft"})


def as_written(document: StakeMap, like: StakeMap) -> StakeMap:
    """The map without blanks and repetitions. Codes and colours that `like` lacks are those that a new record
    is given.
    """

    def held_of(judgement):
        kept = {"citations": tuple(dict.fromkeys(judgement.citations))}
        if isinstance(judgement, Stance):
            kept["conditions"] = tuple(each for each in judgement.conditions if each.text.strip())
        return judgement.model_copy(update=kept)

    actors = {
        key: actor.model_copy(update={"code": actor.code if like.actors[key].code.strip() else ""})
        for key, actor in document.actors.items()
    }
    groups = {
        key: group if like.groups[key].colour else group.model_copy(update={"colour": None})
        for key, group in document.groups.items()
    }
    snapshots = {
        key: snapshot.with_judgements({subject: held_of(each) for subject, each in snapshot.judgements()})
        for key, snapshot in document.snapshots.items()
    }
    return document.model_copy(
        update={
            "actors": actors,
            "groups": groups,
            "snapshots": snapshots,
        }
    )


@given(document=maps(actors_at_most=3, snapshots_at_most=2))
@examples(8)
def test_any_map_comes_back_as_it_is(document):
    unsigned = Authorship("", None)
    document = with_trimmed_lists(document)
    found = content(written(document))
    assert plan_merge(document, found, MergeOptions(), Authorship("A", "2025-07-02")).result == document
    # Into an empty map come all judgements but those that they replaced.
    plain = clean(document, CleanOptions(analysts=False, notes=False, watch_lists=False))
    made = plan_merge(new_map(document.id), content(written(plain)), MergeOptions(), unsigned).result
    assert describe(held(plain, plain), held(made, plain)) == []
    assert [remark for remark in found.remarks if remark.kind == "refused"] == []


def without_unknown(record: Any) -> Any:
    """A record without the fields that this version does not know, and so all records in it."""
    if isinstance(record, Record):
        known = {name: without_unknown(value) for name, value in record.__dict__.items()}
        return type(record).model_construct(**known)
    if isinstance(record, dict):
        return {key: without_unknown(value) for key, value in record.items()}
    return tuple(map(without_unknown, record)) if isinstance(record, tuple) else record


def each_judgement(**changes: Any) -> Callable[[StakeMap], StakeMap]:
    """A function that gives all judgements of a map these fields."""

    def changed(document: StakeMap) -> StakeMap:
        snapshots = {
            key: one.with_judgements(
                {subject: judgement.model_copy(update=changes) for subject, judgement in one.judgements()}
            )
            for key, one in document.snapshots.items()
        }
        return document.model_copy(update={"snapshots": snapshots})

    return changed


def without_readings(document: StakeMap) -> StakeMap:
    """The map without ratings of citations."""

    def rated(judgement: Any) -> Any:
        cited = tuple(each.model_copy(update={"readings": None}) for each in judgement.citations)
        return judgement.model_copy(update={"citations": cited})

    snapshots = {
        key: one.with_judgements({subject: rated(judgement) for subject, judgement in one.judgements()})
        for key, one in document.snapshots.items()
    }
    return document.model_copy(update={"snapshots": snapshots})


def without(*containers: str, **changes: Any) -> Callable[[StakeMap], StakeMap]:
    """A function that empties containers of a map and gives it these fields."""
    return lambda document: document.model_copy(update={name: {} for name in containers} | changes)


def without_team(document: StakeMap) -> StakeMap:
    """The map as its analyst alone has it."""
    lone = each_judgement(others=(), pooled=None)(document)
    return without("conflicts", "comments", "reviews", "rounds", "answers", status="draft")(lone)


#: What is left of a map that lost what the beginning of a phrase says.
LEFT: dict[str, Callable[[StakeMap], StakeMap]] = {
    "earlier judgements": each_judgement(earlier=(), support_kept=False),
    "headlines": without("headlines"),
    "how sources fit readings": without_readings,
    "what was found": without("resolutions", "outcomes"),
    "what others judge": without_team,
    "fields that this version": without_unknown,
}


@given(document=maps(actors_at_most=3, snapshots_at_most=2))
@examples(12)
def test_as_a_new_map_it_lacks_only_what_the_export_said(document):
    document = with_trimmed_lists(document)
    left = document
    for phrase in DATA_WRITERS["xlsx"].page().lost_of(document):
        (strip,) = (strip for start, strip in LEFT.items() if phrase.startswith(start))
        left = strip(left)
    found = content(written(document))
    empty = empty_map_for(found, "")
    if empty.issues.keys() | empty.snapshots.keys():
        # A map to begin with has what the file lacks.
        empty = new_map()
    made = plan_merge(empty, found, MergeOptions(), Authorship("", None)).result
    made = made.model_copy(update={"id": document.id})
    assert describe(as_written(left, left), as_written(made, left)) == []
    assert as_written(made, left) == as_written(left, left)


def test_support_that_was_kept_is_told_of_at_export():
    """The analyst's map: one stance whose reason was written for an earlier value."""
    kept = voting(None, 7).snapshots["s"]
    stance = kept.stances["i"]["a"].model_copy(update={"reason": "Said in May", "support_kept": True})
    snapshot = kept.model_copy(update={"stances": {"i": {"a": stance}}})
    document = voting(None, 7).model_copy(update={"snapshots": {"s": snapshot}})
    (lost,) = DATA_WRITERS["xlsx"].page().lost_of(document)
    assert lost.startswith("earlier judgements")


def test_a_changed_value_is_a_new_judgement_and_the_old_one_is_kept():
    document = sample()

    def change(book):
        wanted = {"Judgement of": "alignment", "Snapshot": "After the Istanbul visit"}
        row_of(book["Judgements"], Actor="Armenia", Issue="Corridor", **wanted)["Value"].value = -50

    plan = plan_merge(document, edited(document, change), MergeOptions(), Authorship("C", "2025-08-01"))
    stance = plan.result.snapshots["2025-07"].stances["corridor"]["armenia"]
    assert (stance.alignment.value, stance.by, stance.on) == (-50, "C", "2025-08-01")
    assert [each.alignment.value for each in stance.earlier] == [-85]
    assert describe(document, plan.result) == [
        "Armenia on Corridor at After the Istanbul visit: alignment −85 → −50"
    ]


def actor_named(found, name):
    (actor,) = (actor for actor in found.actors if actor.name == name)
    return actor


def test_changed_cells_and_new_rows_come_in():
    document = sample()

    def change(book):
        judgements = book["Judgements"]
        cells = row_of(judgements, Actor="Armenia", **{"Judgement of": "influence"})
        cells["Value"].value = 41.5
        cells["Value, from"].value = cells["Value, to"].value = None
        cells["Reason"].value = "=Said on Monday"
        cells["Reason"].data_type = "s"
        new = [cell.value for cell in cells.values()]
        headings = list(cells)
        new[headings.index("Actor")], new[headings.index("Reason")] = "New Party", "Heard"
        new[headings.index("Sources")] = "A new source\nAnother one"
        judgements.append(new)
        actors = book["Actors"]
        row_of(actors, Name="Armenia")["Name"].value = "Republic of Armenia"

    found = edited(document, change)
    armenia = actor_named(found, "Republic of Armenia")
    assert armenia.map_id == "armenia"
    changed = [each for each in found.standings if each.actor == armenia.key and each.influence.value == 41.5]
    assert changed[0].reason == "=Said on Monday"
    new = actor_named(found, "New Party")
    assert new.map_id == ""
    (standing,) = (each for each in found.standings if each.actor == new.key)
    titles = {source.key: source.title for source in found.sources}
    assert [titles[each.source] for each in standing.citations] == ["A new source", "Another one"]
    assert found.remarks == ()


def test_a_copied_row_of_an_actor_is_a_new_one():
    def change(book):
        actors = book["Actors"]
        row = [cell.value for cell in row_of(actors, Name="Armenia").values()]
        actors.insert_rows(2)
        for place, value in enumerate(["Georgia", *row[1:]], 1):
            actors.cell(2, place, value)

    found = edited(sample(), change)
    assert actor_named(found, "Armenia").map_id == "armenia"
    assert actor_named(found, "Georgia").map_id == ""


def test_sorted_sheets_with_titles_other_columns_and_hidden_rows_are_the_same():
    document = sample()

    def change(book):
        judgements = book["Judgements"]
        rows = [[cell.value for cell in row] for row in judgements.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), 2):
            for place, value in enumerate(row, 1):
                judgements.cell(number, place).value = value
        judgements.insert_cols(3)
        judgements.cell(1, 3, "Remarks of Ani")
        judgements.cell(2, 3, "look at this")
        judgements.insert_rows(1, 2)
        judgements.cell(1, 1, "For the meeting")
        judgements.row_dimensions[5].hidden = True

    plain, changed = content(written(document)), edited(document, change)
    judged = [sorted(str(plain_judgement(each)) for each in found.stances) for found in (plain, changed)]
    assert judged[0] == judged[1]
    assert changed.actors == plain.actors


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("Value", 160, "Enter a number from 0 to 100."),
        ("Value", "much", "Enter a number from 0 to 100."),
        (
            "State",
            "perhaps",
            "This is none of the words that can stand here: judged, unknown, not applicable.",
        ),
        ("Confidence", "very", "This is none of the words that can stand here: low, moderate, high."),
        ("Actor", None, ""),
    ],
)
def test_what_cannot_be_used_is_told_at_its_cell(column, value, sentence):
    def change(book):
        row_of(book["Judgements"], Actor="Armenia", **{"Judgement of": "influence"})[column].value = value

    found = edited(sample(), change)
    refused = found.remarks_of("refused")
    assert [remark.sentence for remark in refused] == ([sentence] if sentence else [])
    assert all(remark.place.sheet == "Judgements" and remark.place.column for remark in refused)
    lost = column == "Value"
    assert len(found.standings) == len(content(written(sample())).standings) - lost


def test_numbers_as_texts_and_values_beside_other_states_are_read():
    def change(book):
        cells = row_of(book["Judgements"], Actor="Armenia", **{"Judgement of": "influence"})
        cells["Value"].value, cells["State"].value = " 41,5 ", "unknown"
        cells["Value, from"].value, cells["Value, to"].value = 50, 60

    found = edited(sample(), change)
    assert 41.5 in {each.influence.value for each in found.standings if each.influence}
    assert [remark.sentence for remark in found.remarks] == [
        "The range does not include the value 41.5, and is left out.",
        "The row has a value, and is read as judged.",
    ]


def voting(rule: DecisionRule | None, votes: int | None) -> StakeMap:
    """A map with one issue, decided by a rule, and one actor with votes."""
    stance = Stance(alignment=AlignmentEstimate(value=20), votes=votes)
    return new_map(
        MAP_ID,
        actors={"a": Actor(name="A", code="A")},
        issues={"i": Issue(name="I", rule=rule)},
        snapshots={"s": Snapshot(label="S", date="2025", stances={"i": {"a": stance}})},
    )


def test_votes_and_rules_are_changed_in_the_workbook():
    def change(book):
        row_of(book["Judgements"], Actor="A")["Votes"].value = 0
        row = row_of(book["Issues"], Name="I")
        row["Decided by"].value, row["Needed"].value = "votes", 12

    before = voting(None, 7)
    plan = plan_merge(before, edited(before, change), MergeOptions(), Authorship("", None))
    assert plan.remarks == ()
    assert describe(before, plan.result) == describe(before, voting(DecisionRule(kind="votes", quota=12), 0))


@pytest.mark.parametrize(
    ("sheet", "column", "value", "sentence"),
    [
        ("Judgements", "Votes", 1.5, "Votes are a whole number."),
        ("Judgements", "Votes", -1, "Enter a number from 0 to"),
        ("Issues", "Needed", 0, "must be more than 0"),
        ("Issues", "Decided by", "all who decide", "Only a share of the weight and votes have a quota."),
    ],
)
def test_what_cannot_be_votes_or_a_rule_is_refused(sheet, column, value, sentence):
    def change(book):
        row_of(book[sheet])[column].value = value

    before = voting(DecisionRule(kind="votes", quota=9), 7)
    plan = plan_merge(before, edited(before, change), MergeOptions(), Authorship("", None))
    assert describe(before, plan.result) == []
    (refused,) = (remark for remark in plan.remarks if remark.kind == "refused")
    assert sentence in refused.sentence


def test_a_table_of_judgements_without_votes_is_known():
    """As earlier versions wrote it."""
    rows = list(
        csv.reader(io.StringIO(DATA_WRITERS["csv"].write(voting(None, 7), DataOptions()).data.decode()))
    )
    place = rows[0].index("Votes")
    stream = io.StringIO()
    csv.writer(stream).writerows([[*row[:place], *row[place + 1 :]] for row in rows])
    file = IncomingFile("a.csv", stream.getvalue().encode())
    assert format_of(file) is TABLE
    found = TABLE.read(ReadJob(file, "2025-07-01"))
    assert plan_merge(voting(None, 7), found, MergeOptions(), Authorship("", None)).result == voting(None, 7)


def test_emptied_values_say_nothing_and_other_sheets_are_named():
    def change(book):
        row_of(book["Judgements"], Actor="Armenia", **{"Judgement of": "influence"})["Value"].value = None
        book.create_sheet("Notes").append(["to do"])
        del book["Citations"]

    found = edited(sample(), change)
    sentences = [str(remark) for remark in found.remarks_of("left-out")]
    assert len(sentences) == 2
    assert "has no value, and is left out" in sentences[0]
    assert sentences[1].startswith("sheet “Notes”: ")


def test_a_workbook_of_a_newer_version_is_refused_and_reading_can_be_cancelled():
    with pytest.raises(MapReadError, match="newer version"):
        edited(sample(), lambda book: book["stakemap"].cell(1, 2, 99))
    file = IncomingFile("map.xlsx", written(sample()))
    with pytest.raises(CancelledError):
        FORMAT.read(ReadJob(file, "2025-07-01", report=lambda _share: False))


def test_it_is_told_by_its_hidden_sheet():
    def change(book):
        del book["stakemap"]

    book = openpyxl.load_workbook(io.BytesIO(written(sample())))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    found = format_of(IncomingFile("map.xlsx", stream.getvalue()))
    assert found is not FORMAT


def test_the_table_of_judgements_comes_back_too():
    document = sample()
    data = DATA_WRITERS["csv"].write(document, DataOptions()).data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    (row,) = (row for row in rows if row[5:8] == ["35", "25", "50"])
    row[5:8] = ["45,5", "35", "60"]
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows(rows)
    changed = ["Armenia at After the Istanbul visit: influence 35 (25 to 50) → 45.5 (35 to 60)"]
    for text, expected in ((data, []), (stream.getvalue().encode(), changed)):
        file = IncomingFile("a.csv", text)
        assert format_of(file) is TABLE
        found = TABLE.read(ReadJob(file, "2025-07-01"))
        assert found.remarks == ()
        plan = plan_merge(document, found, MergeOptions(), Authorship("C", "2025-08-01"))
        assert describe(document, plan.result) == expected
