"""The records of working together: what a merge left undecided, comments, reviews, and rounds of judging."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from stakemap.i18n import tr
from stakemap.model.judgements import Judgement, Stance, Standing, Tie
from stakemap.model.places import PlacePath
from stakemap.model.records import Day, Id, Name, Record, Text, listed

#: A SHA-256 digest in lower-case hexadecimal digits.
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
#: A salt of 128 bits in lower-case hexadecimal digits.
Salt = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
#: The most rounds of which each follows the one before.
ROUND_LIMIT = 1_000
#: The most changes of a comment that are counted.
REVISION_LIMIT = 1_000_000
#: What a round follows: the IDEA protocol or Delphi; both are judged privately, discussed and judged again.
RoundKind = Literal["idea", "delphi"]


class OpenConflict(Record):
    """What two versions of a map disagree about and nobody has decided yet.

    `field` is "" for a whole record or judgement. `base`, `one` and `other` are the JSON values that the
    common base and both versions have there, null where they have none; of a field that this version of the
    format does not know they are objects that hold it under its name, or nothing. The map has that of `one`.
    """

    place: PlacePath
    field: Name = ""
    kind: Literal["changed", "removed", "referred", "cycle"] = "changed"
    base: Any = None
    one: Any = None
    other: Any = None


class Comment(Record):
    """A remark on something in the map, or the answer to one (`reply_to`).

    Its id is random and sorts by the time of writing. `place` may be gone from the
    map, and is that of the remark in an answer. Answers answer the remark, not each other.
    Of two texts the one with the higher `revision` is the later one.
    """

    place: PlacePath
    text: Text
    by: Name = ""
    on: Day | None = None
    revision: Annotated[int, Field(ge=0, le=REVISION_LIMIT)] = 0
    reply_to: Id | None = None
    resolved_by: Name = ""
    resolved_on: Day | None = None

    @property
    def is_resolved(self) -> bool:
        """Whether somebody settled it."""
        return self.resolved_on is not None or bool(self.resolved_by)


class Review(Record):
    """A named reader's approval of a judgement or of all that a snapshot shows; its id is random.

    `digests` says what was approved: the digest of each judgement by its path in the
    snapshot that shows it, also where it is carried over from another one. `clears` says that it was cleared
    for readers outside, not only reviewed.
    """

    place: PlacePath
    by: Name
    on: Day | None = None
    note: Text = ""
    clears: bool = False
    digests: dict[PlacePath, Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]] = {}


class Round(Record):
    """A round in which analysts judge the same subjects without seeing each other's judgements.

    `number` counts from 1 along `follows`, the round before. `analyst` is set in a sheet only: the copy of
    the map that one analyst fills in. In a sealed round each first gives a commitment, the values later.
    """

    label: Name
    kind: RoundKind = "idea"
    number: Annotated[int, Field(ge=1, le=ROUND_LIMIT)] = 1
    follows: Id | None = None
    question: Text = ""
    places: tuple[PlacePath, ...] = listed()
    analysts: tuple[Name, ...] = listed()
    names_shown: bool = True
    sealed: bool = False
    opened: Day | None = None
    closed: Day | None = None
    by: Name = ""
    analyst: Name = ""


class AnsweredJudgement(Record):
    """What an analyst judged of one subject in a round; the one field that fits the place is set."""

    place: PlacePath
    standing: Standing | None = None
    stance: Stance | None = None
    tie: Tie | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        given = [each for each in (self.standing, self.stance, self.tie) if each is not None]
        if len(given) != 1:
            raise ValueError(tr("an answer holds one judgement"))
        return self

    @property
    def judgement(self) -> Judgement:
        """The judgement."""
        given: Judgement | None = self.standing or self.stance or self.tie
        assert given is not None
        return given


class Answer(Record):
    """What one analyst answered in a round.

    `commitment` is the SHA-256 of the salt and the canonical JSON of `judgements`, given before these are;
    the salt comes with them.
    """

    round: Id
    analyst: Name
    on: Day | None = None
    judgements: tuple[AnsweredJudgement, ...] = listed()
    commitment: Digest | None = None
    salt: Salt | None = None
