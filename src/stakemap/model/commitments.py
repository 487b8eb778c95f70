"""Commitments to answers, which are given before the values, so that these cannot be changed afterwards.

A commitment is the SHA-256 of a text in UTF-8: the salt in 32 hexadecimal digits, a line break, then the
answers as a map file has them under `judgements`, in the order of their places, but indented as a list by
itself is (by two blanks a level), and a line break. Anyone who has the map can check it without Stakemap:

    (echo SALT; jq '.answers["ID"].judgements' MAP) | sha256sum
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from pydantic_core import to_json

from stakemap.model.teamwork import Answer, AnsweredJudgement, Round


def sealed_text(salt: str, judgements: Iterable[AnsweredJudgement]) -> bytes:
    """The text whose SHA-256 is the commitment to these answers."""
    ordered = sorted(judgements, key=lambda each: each.place)
    trees = [_plain(each.model_dump(exclude_defaults=True)) for each in ordered]
    return b"".join((salt.encode("ascii"), b"\n", to_json(trees, indent=2), b"\n"))


def commitment_of(salt: str, judgements: Iterable[AnsweredJudgement]) -> str:
    """The commitment to these answers, in hexadecimal digits."""
    return hashlib.sha256(sealed_text(salt, judgements)).hexdigest()


def keeps_commitment(answer: Answer) -> bool:
    """Whether the values of an answer are those to which the analyst committed."""
    return answer.salt is not None and commitment_of(answer.salt, answer.judgements) == answer.commitment


def is_counted(asked: Round, answer: Answer) -> bool:
    """Whether an answer has values that count: in a sealed round those that do not break their commitment."""
    if not answer.judgements:
        return False
    return not asked.sealed or answer.commitment is None or keeps_commitment(answer)


def _plain(value: Any) -> Any:
    """Plain values with whole numbers as the file writes them: 40, not 40.0."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
