"""What the user decides about a merge: into which snapshot, which records are the same, what is left out."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

MergePolicy = Literal["update", "fill", "replace"]


class _Plain(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class NewSnapshot(_Plain):
    """A dated snapshot to make and import into; one of that date and label that is there is used instead.

    `label` "" is the date; `based_on` is an id, "" the latest snapshot before the date.
    """

    label: str = ""
    date: str = ""
    based_on: str = ""


class MergeOptions(_Plain):
    """The choices of one merge, as plain values, so that they can be kept with the edit.

    Into `snapshot` (an id, "" the first dated one of the file, else the latest of the map) or a new one goes
    what the file says without naming a snapshot; on `issue` (an id or a name, "" the first one) what it says
    without naming an issue. `matches`, `issues` and `snapshots` say by key of the content which record of the
    map is meant, "" a new one.
    `skipped` are tokens of planned records and changes that are left out. With the policy "fill" only what
    the map lacks is taken; with "replace" texts and lists replace those of the map, as in a table that was
    copied from it and edited.
    """

    snapshot: str = ""
    new_snapshot: NewSnapshot | None = None
    issue: str = ""
    matches: dict[str, str] = {}
    issues: dict[str, str] = {}
    snapshots: dict[str, str] = {}
    skipped: tuple[str, ...] = ()
    policy: MergePolicy = "update"
