"""The shorter, seeded part of the fault table; `python -m tests.faults` runs it at full length."""

from __future__ import annotations

import sys

import pytest

from faults.harness import Row
from faults.rows import ROWS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs fork, signals and /proc")
SEED = 5


@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in ROWS])
def test_nothing_is_lost(row: Row) -> None:
    outcome = row.run(row.short, SEED)
    print(outcome.found)
    if outcome.skipped:
        pytest.skip(outcome.skipped)
    assert outcome.losses == []
    assert outcome.trials > 0
