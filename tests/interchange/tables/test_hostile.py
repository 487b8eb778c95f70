"""Files that hurt a reader of tables come to one clear sentence, or open; faults have the heavy ones."""

from __future__ import annotations

import pytest

from interchange.tables.hostile_tables import HEAVY, HOSTILE
from stakemap.errors import MapReadError
from stakemap.interchange.incoming import IncomingFile


def test_the_heavy_ones_are_there() -> None:
    assert set(HOSTILE) >= HEAVY


@pytest.mark.parametrize("name", sorted(set(HOSTILE) - HEAVY))
def test_one_sentence_or_cells(name: str) -> None:
    hostile = HOSTILE[name]
    file = IncomingFile(hostile.file, hostile.make())
    if not hostile.sentence:
        assert file.workbook.sheets
        return
    with pytest.raises(MapReadError) as caught:
        _ = file.workbook
    sentence = str(caught.value)
    assert sentence.startswith(hostile.sentence)
    assert "\n" not in sentence
    with pytest.raises(MapReadError, match="^" + hostile.sentence[:10]):
        # Asked again, the same is said at once.
        _ = file.workbook
