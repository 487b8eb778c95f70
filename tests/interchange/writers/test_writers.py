"""Tests of the formats of data: other programs read them, nothing in them runs, and unknown is no number."""

import csv
import io
import json
import shutil
import subprocess

import openpyxl
import pytest
from hypothesis import given
from lxml import etree
from python_calamine import CalamineWorkbook

from samples import MAP_ID, alignment, influence, sample
from stakemap.errors import UsageError
from stakemap.interchange.tsv import is_formula
from stakemap.interchange.writers.formats import DATA_WRITERS, DataOptions, data_endings
from stakemap.model.document import Actor, Group, Issue, Relation, Snapshot, Source, StakeMap, new_map
from stakemap.model.judgements import Citation, Readings, SalienceEstimate, Stance, Standing, Tie
from strategies import examples, maps

#: Texts that spreadsheets, and XlsxWriter itself, would act on.
HOSTILE = (
    '=HYPERLINK("http://example.org")',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "＝1",
    "\tx",
    "http://example.org",
    "mailto:ani@example.org",
    "<r><t>x</t></r>",
    "{=1}",
    "internal:A1",
    "12",
    "_x0041_",
)
GRAPHML, GEXF = "{http://graphml.graphdrawing.org/xmlns}", "{http://gexf.net/1.3}"


def written(name, document, **options):
    return DATA_WRITERS[name].write(document, DataOptions(**options))


def hostile() -> StakeMap:
    actors = {f"a{number}": Actor(name=name, note=name) for number, name in enumerate(HOSTILE)}
    standings = {key: Standing(influence=influence(0.1 + 0.2), reason=key) for key in actors}
    return new_map(
        MAP_ID, title=HOSTILE[0], actors=actors, snapshots={"now": Snapshot(label="Now", standings=standings)}
    )


def judged_map(**fields) -> StakeMap:
    """A map with one judgement that has these fields."""
    return new_map(
        MAP_ID,
        actors={"a": Actor(name="A")},
        issues={"i": Issue(name="I")},
        sources={"s": Source(title="S")},
        snapshots={"now": Snapshot(label="Now", stances={"i": {"a": Stance(state="unknown", **fields)}})},
    )


def openpyxl_of(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def calamine_of(data):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_every_format_has_a_page_and_an_ending_of_its_own_or_a_name():
    for writer in DATA_WRITERS:
        assert writer.title()
        assert writer.page().holds
        assert all(ending.startswith(".") for ending in writer.endings)
    assert {".xlsx", ".csv", ".graphml", ".gexf", ".json", ".bib"} == set(data_endings())


@given(document=maps())
@examples(8)
def test_any_map_can_be_written_and_the_same_map_gives_the_same_bytes(document):
    for writer in DATA_WRITERS:
        try:
            first = writer.write(document, DataOptions())
        except UsageError:
            assert writer.id == "ktab"
            continue
        assert writer.write(document, DataOptions()) == first
        if writer.endings[0] in (".graphml", ".gexf"):
            etree.fromstring(first.data)


def map_with(**fields) -> StakeMap:
    return StakeMap.model_validate({"id": MAP_ID} | fields)


_EARLIER = "earlier judgements, and whether reasons and sources were written for one of them"
_TEAM = (
    "what others judge and how it was pooled, open conflicts, comments, the status and approvals, rounds and "
    "their answers"
)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (map_with(), ()),
        (map_with(headlines={"map::": {"text": "Now"}}), ("headlines of slides",)),
        (map_with(outcomes={"s": {"happened": True}}), ("what was found of judgements and scenarios",)),
        (map_with(colour="red"), ("fields that this version does not know",)),
        (judged_map(earlier=(Stance(state="unknown"),)), (_EARLIER,)),
        (judged_map(reason="So", support_kept=True), (_EARLIER,)),
        (judged_map(others=(Stance(state="unknown"),)), (_TEAM,)),
        (map_with(status="reviewed"), (_TEAM,)),
        (
            judged_map(citations=(Citation(source="s", readings=Readings(opposing=2)),)),
            ("how sources fit readings",),
        ),
    ],
)
def test_all_that_the_workbook_has_no_place_for_is_told_of_a_map_that_has_it(document, said):
    assert DATA_WRITERS["xlsx"].page().lost_of(document) == said


@pytest.mark.parametrize("format_id", ["graphml", "gexf", "kumu", "kumu-sheets", "ktab"])
def test_formats_of_one_snapshot_tell_of_votes_and_how_issues_are_decided(format_id):
    def lost(document):
        return tuple(
            phrase for phrase in DATA_WRITERS[format_id].page().lost_of(document) if phrase != "sources"
        )

    assert lost(judged_map()) == ()
    said = ("votes, how issues are decided, what to watch for",)
    assert lost(judged_map(votes=0)) == lost(judged_map(watch_for="Elections")) == said
    assert lost(map_with(issues={"i": {"name": "I", "rule": {}}})) == said
    assert (lost(judged_map(role="decides")) == ("roles",)) == (format_id == "ktab")


_SUPPORT = "reasons, sources, confidence, ranges, authors and dates of judgements"
_DETAILS = "details of the map, and of its groups, issues and snapshots"


@pytest.mark.parametrize("format_id", ["graphml", "gexf", "kumu", "kumu-sheets", "ktab"])
@pytest.mark.parametrize(
    ("document", "said"),
    [
        (judged_map(by="Ani"), _SUPPORT),
        (
            judged_map(on="2025-07-01"),
            _SUPPORT,
        ),
        (map_with(question="Who?"), _DETAILS),
        (
            map_with(issues={"i": {"name": "I", "low_label": "no"}}),
            _DETAILS,
        ),
        (map_with(sources={"s": {"title": "S"}}), "sources"),
    ],
)
def test_formats_of_one_snapshot_tell_of_details(format_id, document, said):
    assert said in DATA_WRITERS[format_id].page().lost_of(document)


# --- the workbook -------------------------------------------------------------------------------------------


def test_other_programs_read_the_sheets_of_the_workbook():
    data = written("xlsx", sample()).data
    for sheets in (calamine_of(data), {each.title: list(each.values) for each in openpyxl_of(data)}):
        assert list(sheets)[:4] == ["Map", "Positions", "Actors", "Judgements"]
        assert [row[:2] for row in map(tuple, sheets["Map"])][:3] == [
            ("Title", "A corridor and a border"),
            ("Question", "Who wants what in the South Caucasus?"),
            ("Key judgement", "Ankara moves when Baku lets it."),
        ]
        headings, *rows = map(tuple, sheets["Judgements"])
        found = [dict(zip(headings, row, strict=False)) for row in rows]
        (armenia,) = (
            row
            for row in found
            if (row["Actor"], row["Issue"], row["Snapshot"])
            == ("Armenia", "Armenia–Türkiye border", "After the Istanbul visit")
        )
        assert [armenia[name] for name in ("Value", "Value, from", "Value, to", "Salience")] == [
            85,
            70,
            95,
            90,
        ]
        assert (armenia["Role"], armenia["Sources"], armenia["On"]) == (
            "decides",
            "A commentary",
            "2025-07-01",
        )


def test_positions_say_what_is_not_known_in_words():
    headings, *rows = calamine_of(written("xlsx", sample()).data)["Positions"]
    table = {row[0]: dict(zip(headings, row, strict=False)) for row in rows}
    border, corridor = "Alignment: Armenia–Türkiye border", "Alignment: Corridor"
    assert table["Россия"]["Influence"] == 70
    assert table["Россия"][border] == table["ایران"]["Influence"] == "unknown"
    assert table["საქართველო"][corridor] == "not applicable"
    assert table["საქართველო"][border] == ""
    earlier = calamine_of(written("xlsx", sample(), snapshot="2020").data)["Positions"]
    assert {row[0]: row[2] for row in earlier}["Armenia"] == 30


def test_texts_stay_texts_and_numbers_keep_their_digits():
    data = written("xlsx", hostile()).data
    names = [row[0] for row in calamine_of(data)["Actors"][1:]]
    assert sorted(names) == sorted(HOSTILE)
    book = openpyxl_of(data)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    assert all(
        cell.quotePrefix for cell in cells if cell.parent.title == "Actors" and is_formula(str(cell.value))
    )
    assert [row[5] for row in calamine_of(data)["Judgements"][1:]] == [0.1 + 0.2] * len(HOSTILE)


def test_the_workbook_is_made_for_work():
    book = openpyxl_of(written("xlsx", sample()).data)
    judgements = book["Judgements"]
    assert judgements.freeze_panes == "E2"
    assert judgements.auto_filter.ref.startswith("A1:")
    rules = {str(rule.sqref).split(":")[0]: rule for rule in judgements.data_validations.dataValidation}
    assert rules["E2"].type == "list"
    assert (rules["F2"].type, rules["F2"].formula1, rules["F2"].formula2) == ("decimal", "-100.0", "100.0")
    assert judgements["S2"].alignment.wrap_text
    assert book["stakemap"].sheet_state == "hidden"
    hidden = [key for key, column in judgements.column_dimensions.items() if column.hidden]
    assert hidden == ["X"]  # and those that are grouped with it
    start, end = rules["E2"].formula1.removeprefix("=").split("!")[1].replace("$", "").split(":")
    words = [cell[0].value for cell in book["stakemap"][f"{start}:{end}"]]
    assert words == ["judged", "unknown", "not applicable"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_workbook(tmp_path):
    (tmp_path / "map.xlsx").write_bytes(written("xlsx", hostile()).data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    filters = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3"
    command = ["soffice", profile, "--headless", "--convert-to", filters, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "map.xlsx")], capture_output=True, check=True, timeout=150)
    (found,) = tmp_path.glob("*.csv")
    rows = list(csv.reader(io.StringIO(found.read_text("utf-8"))))
    assert {row[0] for row in rows[1:]} == set(HOSTILE)


# --- the others ---------------------------------------------------------------------------------------------


def test_the_table_of_judgements_is_harmless_in_a_spreadsheet():
    data = written("csv", hostile()).data
    assert data.startswith(b"\xef\xbb\xbf")
    headings, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    table = [dict(zip(headings, row, strict=True)) for row in rows]
    assert {row["Value"] for row in table} == {"0.30000000000000004"}
    names = [row["Actor"] for row in table]
    assert "'+1" in names
    assert not any(is_formula(name) and not name.startswith("'") for name in names)


def graph_map() -> StakeMap:
    stances = {
        "one": Stance(alignment=alignment(-50), salience=SalienceEstimate(value=40), role="decides"),
        "two": Stance(state="unknown"),
    }
    standings = {"one": Standing(influence=influence(70)), "two": Standing(influence=influence(20))}
    return new_map(
        MAP_ID,
        title="Graph",
        groups={"g": Group(name="Bloc", colour="#0072b2")},
        actors={
            "one": Actor(name="One & <Only>", group="g", tags=("a", "b"), note="\x00odd"),
            "two": Actor(name="Two"),
            "three": Actor(name="Three", kind="ngo"),
        },
        issues={"i": Issue(name="Issue")},
        relations={
            "r": Relation(source="one", target="two", label="presses"),
            "s": Relation(source="two", target="three", directed=False, note="Since 2020"),
        },
        snapshots={
            "now": Snapshot(
                label="Now",
                date="2025",
                standings=standings,
                stances={"i": stances},
                ties={"r": Tie(strength=-2), "s": Tie(state="unknown")},
            )
        },
    )


def test_graphml_has_typed_attributes_and_says_what_is_not_known():
    root = etree.fromstring(written("graphml", graph_map()).data)
    assert root[0].tag == f"{GRAPHML}desc"
    names = {key.get("id"): (key.get("for"), key.get("attr.name")) for key in root.iter(f"{GRAPHML}key")}
    types = {key.get("attr.name"): key.get("attr.type") for key in root.iter(f"{GRAPHML}key")}
    assert types["influence"] == types["alignment"] == types["strength"] == "double"
    (graph,) = root.iter(f"{GRAPHML}graph")
    found = {}
    for element in graph:
        values = {names[data.get("key")][1]: data.text for data in element}
        assert {names[data.get("key")][0] for data in element} == {element.tag.removeprefix(GRAPHML)}
        found[element.get("id")] = values | dict(element.attrib)
    assert found["one"]["label"] == "One & <Only>"
    assert (found["one"]["influence"], found["one"]["alignment"], found["one"]["salience"]) == (
        "70.0",
        "-50.0",
        "40.0",
    )
    assert found["one"]["note"] == "\ufffdodd"
    assert "alignment" not in found["two"]
    assert found["two"]["state"] == found["s"]["state"] == "unknown"
    assert "influence" not in found["three"]
    assert (found["r"]["directed"], found["r"]["strength"], found["s"]["directed"]) == (
        "true",
        "-2.0",
        "false",
    )
    assert graph.get("edgedefault") == "directed"


def test_gexf_places_and_colours_actors_and_has_no_negative_weights():
    root = etree.fromstring(written("gexf", graph_map()).data)
    assert root.get("version") == "1.3"
    declared = {
        (group.get("class"), each.get("id")): each.get("title")
        for group in root.iter(f"{GEXF}attributes")
        for each in group
    }
    nodes = {node.get("id"): node for node in root.iter(f"{GEXF}node")}
    values = {
        declared["node", each.get("for")]: each.get("value") for each in nodes["one"].iter(f"{GEXF}attvalue")
    }
    assert (values["influence"], values["alignment"], values["group"]) == ("70.0", "-50.0", "Bloc")
    viz = "{http://gexf.net/1.3/viz}"
    assert dict(nodes["one"].find(f"{viz}color").attrib) == {"r": "0", "g": "114", "b": "178"}
    assert nodes["one"].find(f"{viz}position").get("x") == "-250.0"
    assert nodes["two"].find(f"{viz}position") is None
    edges = {edge.get("id"): dict(edge.attrib) for edge in root.iter(f"{GEXF}edge")}
    assert edges["r"] == {
        "id": "r",
        "source": "one",
        "target": "two",
        "type": "directed",
        "label": "presses",
        "weight": "2.0",
    }
    assert edges["s"]["type"] == "undirected"
    assert "weight" not in edges["s"]


def test_attributes_name_the_issue_where_there_are_several():
    document = sample()
    root = etree.fromstring(written("graphml", document).data)
    names = {key.get("attr.name") for key in root.iter(f"{GRAPHML}key")}
    assert {"alignment: Corridor", "alignment: Armenia–Türkiye border"} <= names
    root = etree.fromstring(written("graphml", document, issue="corridor").data)
    assert "alignment" in {key.get("attr.name") for key in root.iter(f"{GRAPHML}key")}


def test_a_kumu_blueprint_has_elements_and_connections():
    tree = json.loads(written("kumu", graph_map()).data)
    elements = {element["label"]: element for element in tree["elements"]}
    assert elements["One & <Only>"] | {"description": ""} == {
        "label": "One & <Only>",
        "type": "state",
        "group": "Bloc",
        "tags": ["a", "b"],
        "description": "",
        "influence": 70.0,
        "alignment": -50.0,
        "salience": 40.0,
        "role": "decides",
        "stakemap id": "one",
        "stakemap snapshot": "now 2025 Now",
        "stakemap issue": "i - Issue",
    }
    assert "alignment" not in elements["Two"]
    assert tree["connections"][0] == {
        "from": "One & <Only>",
        "to": "Two",
        "direction": "directed",
        "label": "presses",
        "type": "presses",
        "strength": -2.0,
        "stakemap id": "r",
    }
    assert tree["connections"][1]["direction"] == "undirected"


def test_kumu_tells_actors_of_one_name_apart_by_ids():
    actors = {"one": Actor(name="Party"), "two": Actor(name="party"), "three": Actor(name="A|B")}
    relations = {"r": Relation(source="one", target="two")}
    document = new_map(MAP_ID, actors=actors, relations=relations)
    tree = json.loads(written("kumu", document).data)
    assert [element["id"] for element in tree["elements"]] == ["three", "one", "two"]
    assert (tree["connections"][0]["from"], tree["connections"][0]["to"]) == ("one", "two")
    sheets = calamine_of(written("kumu-sheets", document).data)
    assert sheets["Elements"][0][:3] == ["ID", "Label", "Type"]
    headings = ["From", "To", "Direction", "Label", "Type", "Stakemap id"]
    assert sheets["Connections"] == [headings, ["one", "two", "directed", "", "", "r"]]


def test_kumu_sheets_part_several_values_by_bars():
    elements = calamine_of(written("kumu-sheets", graph_map()).data)["Elements"]
    table = [dict(zip(elements[0], row, strict=False)) for row in elements[1:]]
    assert table[0]["Label"] == "One & <Only>"
    assert table[0]["Tags"] == "a|b"
    assert table[2]["Influence"] == 20


def ktab_map(count: int, *, salience: float = 60) -> StakeMap:
    actors = {
        f"a{number}": Actor(name=f"The ministry of corridors, roads {number}") for number in range(count)
    }
    stance = Stance(alignment=alignment(-50), salience=SalienceEstimate(value=salience))
    stances = {issue: dict.fromkeys(actors, stance) for issue in ("i", "j")}
    standings = {key: Standing(influence=influence(number % 100)) for number, key in enumerate(actors)}
    return new_map(
        MAP_ID,
        title="Corridor, open",
        actors=actors | {"x": Actor(name="Unknown")},
        issues={"i": Issue(name="Issue"), "j": Issue(name="")},
        snapshots={"now": Snapshot(label="Now", standings=standings, stances=stances)},
    )


def test_ktab_says_what_does_not_fit():
    found = written("ktab", ktab_map(3))
    assert found.data.decode().splitlines() == [
        "Corridor$$ open,Corridor$$ open,3,2,",
        "Actor,Description,Influence,Issue Position,Issue Salience,j Position,j Salience",
        *(
            f"{name},{name},{number},25,50,25,50"
            for number, name in enumerate(
                ("The ministry of corridors", "The ministry of corrido 2", "The ministry of corrido 3")
            )
        ),
    ]
    assert [remark.split(":")[0] for remark in found.remarks] == [
        "1 actor is left out, whose influence, alignment or salience is not known",
        "Saliences that add up to more than 100 are scaled down in proportion",
        "Names are changed to fit",
    ]


def test_on_one_issue_ktab_has_the_influence_of_the_actor_there():
    document = ktab_map(3)
    now = document.snapshots["now"]
    own = now.stances["i"] | {
        "a1": Stance(alignment=alignment(-50), salience=SalienceEstimate(value=60), influence=influence(90))
    }
    document = new_map(
        MAP_ID,
        actors=document.actors,
        issues=document.issues,
        snapshots={"now": Snapshot(label="Now", standings=now.standings, stances={**now.stances, "i": own})},
    )

    def influences(issue):
        return [
            line.split(",")[2]
            for line in written("ktab", document, issue=issue).data.decode().splitlines()[2:]
        ]

    assert (influences("i"), influences("j")) == (["0", "90", "2"], ["0", "1", "2"])


def test_ktab_takes_three_to_250_actors_and_no_empty_fields():
    with pytest.raises(UsageError, match="KTAB needs three actors"):
        written("ktab", ktab_map(2))
    with pytest.raises(UsageError, match="no snapshot"):
        written("ktab", new_map(issues={"i": Issue(name="I")}))
    found = written("ktab", ktab_map(300, salience=33.333), issue="i")
    rows = list(csv.reader(io.StringIO(found.data.decode())))
    assert rows[0][2:4] == ["250", "1"]
    assert len(rows) == 252
    assert all(len(row[0]) <= 25 and all(row) for row in rows[2:])
    assert "the 50 with the least influence are left out" in " ".join(found.remarks)


def test_sources_are_data_too():
    document = new_map(sources={"a": Source(title="A")})
    assert b"@misc{a" in written("bibtex", document).data
    assert json.loads(written("csl", document).data)[0]["id"] == "a"
