"""Reading of policy files, with a sentence for each fault that names the place and what is expected there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from stakemap.errors import UsageError
from stakemap.i18n import comma_list, tr
from stakemap.storage.policy.record import MOST_DAYS, ExportFormat, Policy
from stakemap.storage.reading.limits import LARGEST
from stakemap.storage.reading.regular_files import NotRegularError, TooLargeError, read_regular
from stakemap.text import shortened, shown_line

#: The most bytes of a policy file.
LONGEST_POLICY = 2**20


class _FaultError(Exception):
    """A fault of a policy, as a clause that follows a colon."""


def read_policy(path: Path) -> Policy:
    """Read a policy. Raises UsageError with the path, the place and a sentence for the user."""
    try:
        rules = _rules_in(path)
        _check_agreement(rules)
    except _FaultError as fault:
        raise UsageError(
            tr(
                "Stakemap does not start, since the policy {path} cannot be used: {problem}.",
                path=path,
                problem=fault,
            )
        ) from fault
    return rules


def _rules_in(path: Path) -> Policy:
    tree = _tree_in(path)
    if not isinstance(tree, dict):
        raise _FaultError(
            tr("it must be an object with rules, as in {example}", example='{"open_links": false}')
        )
    try:
        return Policy.model_validate(tree)
    except ValidationError as error:
        # The version first: in that of another program other rules may be known.
        faults = sorted(error.errors(include_url=False), key=lambda fault: fault["loc"][:1] != ("version",))
        place, is_unknown = faults[0]["loc"], faults[0]["type"] == "extra_forbidden"
        raise _FaultError(_unknown(str(place[0])) if is_unknown else _problem(tree, place)) from error


def _tree_in(path: Path) -> Any:
    try:
        data = read_regular(path, LONGEST_POLICY)
    except TooLargeError as error:
        raise _FaultError(tr("it is larger than a policy can be, which is 1 MB")) from error
    except NotRegularError as error:
        raise _FaultError(tr("it is a folder") if error.is_folder else tr("it is not a file")) from error
    except FileNotFoundError as error:
        raise _FaultError(tr("there is no such file")) from error
    except PermissionError as error:
        raise _FaultError(tr("you do not have permission to read it")) from error
    except (OSError, ValueError) as error:
        raise _FaultError(getattr(error, "strerror", None) or tr("its name is impossible")) from error
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_without_repetition)
    except UnicodeDecodeError as error:
        raise _FaultError(tr("it is not text in UTF-8")) from error
    except json.JSONDecodeError as error:
        place = {"line": str(error.lineno), "column": str(error.colno)}
        raise _FaultError(tr("it is not JSON, see line {line}, column {column}", **place)) from error
    except (ValueError, RecursionError) as error:
        raise _FaultError(tr("it is not JSON that Stakemap can read")) from error


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in pairs:
        if name in tree:
            raise _FaultError(tr("“{rule}” is given twice", rule=_shown(name)))
        tree[name] = value
    return tree


def _shown(text: str) -> str:
    return shown_line(shortened(text, 60))


def _unknown(rule: str) -> str:
    import difflib

    near = difflib.get_close_matches(rule, Policy.model_fields, 1)
    if near:
        return tr("there is no rule “{rule}”; perhaps “{near}” is meant", rule=_shown(rule), near=near[0])
    return tr("there is no rule “{rule}”", rule=_shown(rule))


def _problem(tree: dict[str, Any], place: tuple[int | str, ...]) -> str:
    """What is wrong at a place, as pydantic gives it: the rule, and the index of its entry."""
    rule = str(place[0])
    words = {"rule": rule, "expected": _expected(rule)}
    indices = [part for part in place[1:] if isinstance(part, int)]
    if not indices:
        return tr("“{rule}” must be {expected}", **words)
    entry = tree[rule][indices[0]]
    if rule == "export_formats" and isinstance(entry, str):
        return tr("“{rule}” must be {expected}; “{entry}” is none of them", **words, entry=_shown(entry))
    return tr("“{rule}” must be {expected}, and entry {number} is not", **words, number=str(indices[0] + 1))


def _expected(rule: str) -> str:
    """What a rule must be, as a phrase."""
    match rule:
        case "version":
            return tr("1, the only version that this Stakemap knows")
        case "handling_marks":
            return tr("a list of at most 50 different marks, each one line of 1 to 200 characters")
        case "export_formats":
            return tr("a list of formats out of these: {formats}", formats=comma_list(get_args(ExportFormat)))
        case "theme":
            return tr("the path of a theme file, one line of at most 1000 characters")
        case "largest_file":
            return tr("a whole number of megabytes from 1 to {most}", most=str(LARGEST[1]))
        case "keep_history_days":
            return tr("a whole number of days from 0 to {most}", most=str(MOST_DAYS))
        case "organisation" | "default_handling" | "footer":
            return tr("one line of text of at most 200 characters")
        case _:
            return tr("true or false")


def _check_agreement(rules: Policy) -> None:
    """Refuse rules that contradict each other. Raises _FaultError."""
    marks = rules.handling_marks
    if len(set(marks)) < len(marks):
        twice = next(mark for mark in marks if marks.count(mark) > 1)
        raise _FaultError(tr("“handling_marks” has “{mark}” twice", mark=_shown(twice)))
    if marks and rules.default_handling and rules.default_handling not in marks:
        raise _FaultError(
            tr(
                "“default_handling” is “{mark}”, which is not among “handling_marks”",
                mark=_shown(rules.default_handling),
            )
        )
    if rules.leave_no_traces and rules.keep_history_days:
        raise _FaultError(
            tr(
                "“keep_history_days” keeps earlier versions, and “leave_no_traces” keeps none; "
                "give one of them"
            )
        )
