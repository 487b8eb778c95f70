"""What would be drawn as boxes is known before it is."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontDatabase

from stakemap.paint.scripts import missing_scripts


@pytest.fixture
def without(monkeypatch):
    """Take the fonts of some writing systems away."""

    def take(*systems):
        monkeypatch.setattr(
            QFontDatabase, "families", lambda system: [] if system in systems else ["Some font"]
        )

    return take


def test_only_scripts_in_the_texts_are_named(without, qapp):
    system = QFontDatabase.WritingSystem
    without(system.Armenian, system.Thai, system.Georgian, system.Cyrillic)
    assert missing_scripts(["Türkiye", "Հայաստան", "Россия 2"]) == ("Armenian", "Cyrillic")
    assert missing_scripts(["Türkiye", "−100 → 5", "…"]) == ()
    assert missing_scripts([]) == ()


def test_one_of_the_fonts_of_a_script_is_enough(without, qapp):
    system = QFontDatabase.WritingSystem
    without(system.SimplifiedChinese, system.TraditionalChinese)
    assert missing_scripts(["中国"]) == ()
    without(system.SimplifiedChinese, system.TraditionalChinese, system.Japanese)
    assert missing_scripts(["中国", "カナ", "ひらがな"]) == ("Chinese", "Japanese")
