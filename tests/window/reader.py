"""A screen reader without a voice: it asks and hears what AT-SPI tells of Stakemap, and answers questions.

Run by the system's own Python, which has the bindings of AT-SPI; a question is a line of JSON on standard
input, its answer one on standard output.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

#: How many children of something are asked for.
MOST = 60
#: What a reader is told unasked, each a kind, a role, a name and a text.
HEARD: list[list[str]] = []
STATES = ("checked", "expanded", "focusable", "focused", "selected", "showing")
EVENTS = {
    "object:announcement": "announcement",
    "object:state-changed:focused": "focus",
    "object:state-changed:selected": "selected",
    "object:property-change:accessible-name": "renamed",
}


def listen(event: Any) -> None:
    """Keep what is told; what is gone by now is told of others."""
    kind = EVENTS.get(event.type)
    if kind is None or (kind == "focus" and not event.detail1):
        return
    text = event.any_data if isinstance(event.any_data, str) else str(event.detail1)
    with contextlib.suppress(GLib.Error):
        HEARD.append([kind, event.source.get_role_name(), event.source.get_name(), text])


def app() -> Any:
    """The application, None as long as it is not there."""
    desktop = Atspi.get_desktop(0)
    found = [desktop.get_child_at_index(index) for index in range(desktop.get_child_count())]
    return next((each for each in found if each is not None and each.get_name() == "Stakemap"), None)


def told(thing: Any) -> dict[str, Any]:
    """What a reader gets of one object."""
    states = {state.value_nick for state in thing.get_state_set().get_states()}
    labels = [
        relation.get_target(index).get_name()
        for relation in thing.get_relation_set()
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY
        for index in range(relation.get_n_targets())
    ]
    name, description = thing.get_name(), thing.get_description()
    return {
        "role": thing.get_role_name(),
        "name": name,
        "labels": labels,
        "description": description,
        "states": sorted(states.intersection(STATES)),
    }


def tree(thing: Any, depth: int = 0) -> dict[str, Any]:
    """An object and what shows in it, down to the leaves."""
    node: dict[str, Any] = {**told(thing), "children": []}
    if "showing" in node["states"] or depth == 0:
        for index in range(min(thing.get_child_count(), MOST)):
            child = thing.get_child_at_index(index)
            if child is not None:
                node["children"].append(tree(child, depth + 1))
    return node


def windows() -> list[dict[str, Any]]:
    """The windows that show, without what is in them."""
    found = app()
    if found is None:
        return []
    each = [found.get_child_at_index(index) for index in range(found.get_child_count())]
    return [node for node in (told(one) for one in each if one is not None) if "showing" in node["states"]]


def window(name: str) -> dict[str, Any] | None:
    """A window that is called so and shows, with all that is in it; None if there is none."""
    found = app()
    for index in range(0 if found is None else found.get_child_count()):
        child = found.get_child_at_index(index)
        if child is not None and child.get_name().startswith(name):
            return tree(child)
    return None


def _find(thing: Any, role: str, name: str) -> Any:
    if (thing.get_role_name(), thing.get_name()) == (role, name):
        return thing
    children = (thing.get_child_at_index(index) for index in range(thing.get_child_count()))
    return next((found for child in children if child and (found := _find(child, role, name))), None)


def cell(table: str, row: int, column: int) -> list[Any]:
    """The text of a cell of a table, with its headers of column and row."""
    found = Atspi.Table.get_accessible_at(_find(app(), "table", table), row, column)
    columns, rows = Atspi.TableCell.get_column_header_cells, Atspi.TableCell.get_row_header_cells
    return [found.get_name(), *([each.get_name() for each in ask(found)] for ask in (columns, rows))]


def heard(start: int = 0) -> list[list[str]]:
    """What was told unasked from some place in the list on."""
    return HEARD[start:]


QUESTIONS = {"cell": cell, "heard": heard, "window": window, "windows": windows}


def answer(source: Any, _condition: Any) -> bool:
    """Read one question and print its answer; what goes away meanwhile is no answer."""
    line = source.readline()
    if not line:
        loop.quit()
        return False
    question, *arguments = json.loads(line)
    try:
        reply = QUESTIONS[question](*arguments)
    except (GLib.Error, AttributeError):
        reply = None
    print(json.dumps(reply), flush=True)
    return True


listener = Atspi.EventListener.new(listen)
for name in EVENTS:
    listener.register(name)
loop = GLib.MainLoop()
GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, answer)
loop.run()
