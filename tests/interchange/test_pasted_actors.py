"""New actors and groups of pasted tables: what their names tell, and colours that differ."""

from __future__ import annotations

from samples import sample
from stakemap.interchange.spreadsheet import plan_paste, read_table
from stakemap.model.document import StakeMap
from stakemap.model.edits_base import Authorship
from stakemap.model.new_actors import code_of, new_actor

ME = Authorship("Analyst", "2025-08-01")


def pasted(text: str) -> StakeMap:
    result = plan_paste(sample(), read_table(text), "2025-07", "border", ME, adds_groups=True).result
    assert result is not None
    return result


def test_they_are_made_as_typed_ones_are() -> None:
    document = pasted("Name\nGermany\nCentral Bank of Kars\nOpen Society Foundation\n")
    for actor in ("germany", "central-bank-of-kars", "open-society-foundation"):
        assert document.actors[actor] == new_actor(sample(), document.actors[actor].name)
    germany = document.actors["germany"]
    assert (germany.kind, germany.code) == ("state", "DEU")
    assert document.actors["central-bank-of-kars"].kind == "government-body"


def test_what_the_table_says_of_them_comes_first() -> None:
    document = pasted("Name\tKind\tCode\nGermany\tgroup of people\tG\nKars\t\tDEU\n")
    germany = document.actors["germany"]
    assert (germany.kind, germany.code) == ("group", "G")
    assert document.actors["kars"].code == "DEU"


def test_no_code_is_there_twice() -> None:
    names = ["Kars", "Kars bank", "Kars Bank AG", "Karst", "Karsten", "Albania Oil", "Albania Gas", "Germany"]
    document = pasted("Name\tCode\n" + "".join(f"{name}\t\n" for name in names) + "Deutsche Welle\tDEU\n")
    codes = [code_of(actor).casefold() for actor in document.actors.values()]
    assert len(set(codes)) == len(codes)


def test_another_name_of_a_new_country_is_the_same_actor() -> None:
    found = plan_paste(sample(), read_table("Name\nGermany\nГермания\n"), "2025-07", "border", ME)
    assert (found.added, {row.actor for row in found.rows}) == (1, {"germany"})


def test_the_groups_that_the_map_lacks_are_named() -> None:
    table = read_table("Name\tBloc / camp\nArmenia\tMember states\nWales\tOthers\nIran\tmember states\n")
    found = plan_paste(sample(), table, "2025-07", "border", ME, adds_groups=True)
    assert found.new_groups == ("Member states", "Others")
    assert plan_paste(sample(), table, "2025-07", "border", ME).new_groups == ()
    assert found.result is not None
    colours = [group.colour for group in found.result.groups.values()]
    assert None not in colours
    assert len(set(colours)) == len(colours)
