"""The rules that an organisation sets for all users of a machine, in one file that is read once at start.

The file is JSON with the fields of `Policy`; each rule that is left out leaves the choice to the user. What
cannot be read as a whole is refused, since rules that are silently not in force are worse than none.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.storage.limits import LARGEST
from stakemap.storage.regular_files import NotRegularError, TooLargeError, read_regular

__all__ = ["LONGEST_POLICY", "Policy", "policy", "policy_file", "read_policy", "start_policy", "use_policy"]

#: The most bytes of a policy file.
LONGEST_POLICY = 2**20
#: Days in ten years.
_MOST_DAYS = 3650

_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Policy(BaseModel):
    """The rules of an organisation; the defaults set none.

    `organisation` is named where a rule applies. `handling_marks` are the marks to choose from, none for any;
    `default_handling` is that of new maps. `theme` is the path of a theme file for all slides, absolute or
    beside the policy, `footer` a text on each page. With `require_handling` nothing is exported from a map
    without a mark; `export_formats` are the ids of the formats that may be exported, None for all.
    `largest_file` limits opened files, in megabytes. `keep_history_days` is how long earlier versions are
    kept once a map is closed, 0 for not at all, None for as long as Stakemap does. With `leave_no_traces` all
    maps are treated as confidential. `require_author` has judgements wait for the analyst's name. Without
    `open_links` links are shown, but never opened.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)

    version: Literal[1] = 1
    organisation: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    handling_marks: tuple[_Line, ...] = Field(default=(), strict=False, max_length=50)
    default_handling: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    require_handling: bool = False
    theme: Annotated[str, StringConstraints(max_length=1000)] = ""
    footer: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    export_formats: tuple[_Line, ...] | None = Field(default=None, strict=False, max_length=100)
    largest_file: Annotated[int, Field(ge=1, le=LARGEST[1])] | None = None
    keep_history_days: Annotated[int, Field(ge=0, le=_MOST_DAYS)] | None = None
    leave_no_traces: bool = False
    require_author: bool = False
    open_links: bool = True

    @property
    def keeps_history(self) -> bool:
        """Whether earlier versions of maps are kept at all."""
        return self.keep_history_days != 0 and not self.leave_no_traces


def policy_file() -> Path:
    """The file of the rules for this machine, which only its administrators can write. It may not exist."""
    if sys.platform == "win32":
        from platformdirs import site_config_path

        return site_config_path("Stakemap", appauthor=False) / "policy.json"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Stakemap/policy.json")
    # Not $XDG_CONFIG_DIRS, which each user can set.
    return Path("/etc/stakemap/policy.json")


def read_policy(path: Path) -> Policy:
    """Read a policy. Raises UsageError with the path, the place and a sentence for the user."""
    try:
        tree = json.loads(read_regular(path, LONGEST_POLICY).decode("utf-8-sig"))
        return Policy.model_validate(tree)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        place = ".".join(map(str, fault["loc"]))
        problem = f"{place}: {fault['msg']}" if place else fault["msg"]
    except TooLargeError:
        problem = tr("the file is larger than a policy can be")
    except NotRegularError:
        problem = tr("this is no file")
    except OSError as error:
        problem = error.strerror or type(error).__name__
    except (ValueError, RecursionError):
        problem = tr("this is not JSON")
    raise UsageError(
        tr(
            "Stakemap does not start, since the policy {path} cannot be used: {problem}.",
            path=path,
            problem=problem,
        )
    )


_in_force: Policy | None = None


def policy() -> Policy:
    """The rules in force; on the first call those of this machine are read. Raises UsageError."""
    if _in_force is None:
        start_policy(None)
    assert _in_force is not None
    return _in_force


def use_policy(rules: Policy | None) -> None:
    """Put rules in force; None to read those of this machine when they are asked for next."""
    global _in_force
    _in_force = rules


def start_policy(tried: Path | None) -> None:
    """Put the rules of this machine in force, or those of a file that is to be tried.

    Raises UsageError when they cannot be used, and for a file to be tried where the user could thus avoid the
    rules of this machine.
    """
    own = policy_file()
    exists = os.path.lexists(own)
    if tried is not None and exists and not os.access(own, os.W_OK):
        raise UsageError(
            tr("This machine has a policy of its own, {path}; another can be tried only elsewhere.", path=own)
        )
    chosen = tried if tried is not None else own if exists else None
    use_policy(Policy() if chosen is None else read_policy(chosen))
