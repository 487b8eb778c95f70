"""`stakemap analyse`: sentences, or all numbers with their inputs, of all methods or of some."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from reports import empty_report, report
from samples import sample
from stakemap.analysis.balance.sides import DEFAULT_LIMITS
from stakemap.analysis.methods import METHODS, Method, MethodPage
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Move, Place, Report
from stakemap.cli import main
from stakemap.model.document import StakeMap
from stakemap.model.subjects import Subject
from stakemap.storage.files import save_map
from stakemap.storage.presets import load_preset

PRESET = ("analyse", "--preset", "armenia-turkiye")
RESERVED = {"findings", "rests_on", "caveat"}


def toy(method: str, answer: Report) -> Method:
    page = MethodPage("What?", (), (), "")
    return Method(method, lambda: f"Toy {method}", lambda _: answer, lambda: page)


@pytest.fixture
def asked() -> Iterator[list[Question]]:
    """A toy method, and the questions that it was asked."""
    questions: list[Question] = []

    def answer(question: Question) -> Report:
        questions.append(question)
        return report("toy", 2)

    page = MethodPage("What?", (), (), "")
    with METHODS.registered(Method("toy", lambda: "Toy", answer, lambda: page)):
        yield questions


def run(capsys, *arguments: str) -> str:
    assert main(arguments) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


def test_the_words_are_title_sentences_what_they_rest_on_and_the_caveat(capsys, asked):
    title = load_preset("armenia-turkiye").title
    assert run(capsys, *PRESET, "--method", "toy").splitlines() == [
        " · ".join((title, "Border, trade and diplomatic ties", "After the Istanbul visit")),
        "",
        "Toy",
        "- Opening is blocked by Azerbaijan",
        f"- {report().findings[1].text}",
        "Rests on 7 actors with a known alignment and influence; Iran is left out.",
        "A lever says what would turn the result as judged, not what is likely.",
    ]


def test_how_comes_below_each_sentence(capsys, asked):
    lines = run(capsys, *PRESET, "--method", "toy", "--how").splitlines()
    assert lines[4:6] == ["    power = influence × salience ÷ 100", "    72 = 80 × 90 ÷ 100"]


def test_methods_come_in_their_order_and_once(capsys):
    with METHODS.registered(toy("one", report())), METHODS.registered(toy("two", empty_report())):
        chosen = ("--method", "two", "--method", "one", "--method", "two")
        lines = run(capsys, *PRESET, *chosen).splitlines()
        assert [line for line in lines if line.startswith("Toy")] == ["Toy one", "Toy two"]
        assert "" in lines
        assert lines[-1] == "- No salience is judged, so nothing can be told."
        listed = run(capsys, "analyse", "--methods").splitlines()
    assert [line.split()[0] for line in listed][-2:] == ["one", "two"]
    assert len(listed) == len(METHODS.ids) + 2


def test_the_view_is_the_first_issue_at_the_latest_date_or_what_is_asked_for(capsys, asked):
    run(capsys, *PRESET, "--method", "toy")
    run(capsys, *PRESET, "--method", "toy", "--issue", "corridor", "--snapshot", "us-plan")
    usual, chosen = asked
    assert (usual.issue, usual.snapshot, usual.limits) == ("normalisation", "2025-07", DEFAULT_LIMITS)
    assert (chosen.issue, chosen.snapshot) == ("corridor", "us-plan")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--issue", "war"], "The map has no issue “war”; it has: corridor, normalisation, peace-treaty."),
        (["--snapshot", "x"], "The map has no snapshot “x”; it has: "),
        (["--method", "magic"], "There is no method “magic”; the methods are: "),
        (["map.json"], "Give either a file or --preset NAME."),
    ],
)
def test_what_is_not_there_is_told_with_what_is(capsys, arguments, sentence):
    assert main([*PRESET, *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1


def test_a_map_with_faults_is_not_analysed(capsys, tmp_path: Path):
    path = tmp_path / "a.stakemap.json"
    path.write_text('{"format": "stakemap", "version": 1, "title": 3}', "utf-8")
    assert main(["analyse", str(path)]) == 1
    assert main(["analyse", str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().out == ""


def test_json_has_what_was_asked_and_data_beside_the_sentences(capsys):
    place = Place("2020", Subject.stance("corridor", "iran"), "value")
    finding = Finding(
        "one",
        "It\u202e is so\x9f",
        "a = b\nb = c",
        place=place,
        actors=("iran",),
        moves=(Move("iran", "role", None, "decides"),),
    )
    answer = Report("toy", (finding,), data={"levers": [{"from": -60, "to": 1 / 3}], "inputs": {"x": None}})
    with METHODS.registered(toy("toy", answer)):
        text = run(capsys, *PRESET, "--method", "toy", "--json")
    assert "\u202e" not in text
    assert "\x9f" not in text
    found = json.loads(text)
    assert found["map"]["title"] == "Armenia–Türkiye normalisation"
    assert UUID(found["map"]["id"])
    assert (found["issue"], found["snapshot"]) == ("normalisation", "2025-07")
    assert found["limits"] == {"threshold": 5.0, "margin": 10.0}
    method = found["methods"]["toy"]
    assert method["levers"] == [{"from": -60, "to": 1 / 3}]
    assert method["inputs"] == {"x": None}
    (told,) = method["findings"]
    assert told["text"] == "It\u202e is so\x9f"
    assert told["how"] == ["a = b", "b = c"]
    assert told["moves"] == [{"actor": "iran", "field": "role", "from": None, "to": "decides"}]
    assert told["place"] == {
        "snapshot": "2020",
        "kind": "stance",
        "id": "iran",
        "issue": "corridor",
        "field": "value",
    }


def maps() -> dict[str, StakeMap]:
    return {"preset": load_preset("armenia-turkiye"), "sample": sample(), "blank": load_preset("blank")}


@pytest.mark.parametrize("name", maps())
def test_every_method_tells_its_numbers_as_plain_json_whatever_the_map(capsys, tmp_path: Path, name):
    path = tmp_path / "a.stakemap.json"
    save_map(path, maps()[name])
    found = json.loads(run(capsys, "analyse", str(path), "--json"), parse_constant=pytest.fail)
    assert list(found["methods"]) == sorted(METHODS.ids)
    for method in found["methods"].values():
        assert method["findings"]
        assert method["findings"][0]["text"]


def test_no_data_of_a_method_hides_its_sentences():
    for method in METHODS:
        data = method.report(Question.of(load_preset("armenia-turkiye"))).data
        assert not RESERVED & set(data), method.id


def test_a_number_that_is_none_is_never_printed(capsys):
    answer = Report("toy", (Finding("one", "So."),), data={"x": math.nan})
    with METHODS.registered(toy("toy", answer)):
        assert main([*PRESET, "--method", "toy", "--json"]) == 2
    assert "NaN" not in capsys.readouterr().out
