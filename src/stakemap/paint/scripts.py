"""Detection of scripts that no installed font supports, whose letters would be shown as boxes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from PySide6.QtGui import QFontDatabase

from stakemap.i18n import tr

_SYSTEM = QFontDatabase.WritingSystem
_CHINESE = (_SYSTEM.SimplifiedChinese, _SYSTEM.TraditionalChinese, _SYSTEM.Japanese)

#: First word of a letter's Unicode name, and Qt's writing systems, any one of which supports it.
_SCRIPTS: dict[str, tuple[QFontDatabase.WritingSystem, ...]] = {
    "ARABIC": (_SYSTEM.Arabic,),
    "ARMENIAN": (_SYSTEM.Armenian,),
    "BENGALI": (_SYSTEM.Bengali,),
    "CJK": _CHINESE,
    "CYRILLIC": (_SYSTEM.Cyrillic,),
    "DEVANAGARI": (_SYSTEM.Devanagari,),
    "GEORGIAN": (_SYSTEM.Georgian,),
    "GREEK": (_SYSTEM.Greek,),
    "GUJARATI": (_SYSTEM.Gujarati,),
    "GURMUKHI": (_SYSTEM.Gurmukhi,),
    "HANGUL": (_SYSTEM.Korean,),
    "HEBREW": (_SYSTEM.Hebrew,),
    "HIRAGANA": (_SYSTEM.Japanese,),
    "KANNADA": (_SYSTEM.Kannada,),
    "KATAKANA": (_SYSTEM.Japanese,),
    "KHMER": (_SYSTEM.Khmer,),
    "LAO": (_SYSTEM.Lao,),
    "MALAYALAM": (_SYSTEM.Malayalam,),
    "MYANMAR": (_SYSTEM.Myanmar,),
    "SINHALA": (_SYSTEM.Sinhala,),
    "TAMIL": (_SYSTEM.Tamil,),
    "TELUGU": (_SYSTEM.Telugu,),
    "THAI": (_SYSTEM.Thai,),
    "TIBETAN": (_SYSTEM.Tibetan,),
}


def _names() -> dict[str, str]:
    """The names of the scripts, translated."""
    return {
        "ARABIC": tr("Arabic"),
        "ARMENIAN": tr("Armenian"),
        "BENGALI": tr("Bengali"),
        "CJK": tr("Chinese"),
        "CYRILLIC": tr("Cyrillic"),
        "DEVANAGARI": tr("Devanagari"),
        "GEORGIAN": tr("Georgian"),
        "GREEK": tr("Greek"),
        "GUJARATI": tr("Gujarati"),
        "GURMUKHI": tr("Gurmukhi"),
        "HANGUL": tr("Korean"),
        "HEBREW": tr("Hebrew"),
        "HIRAGANA": tr("Japanese"),
        "KANNADA": tr("Kannada"),
        "KATAKANA": tr("Japanese"),
        "KHMER": tr("Khmer"),
        "LAO": tr("Lao"),
        "MALAYALAM": tr("Malayalam"),
        "MYANMAR": tr("Burmese"),
        "SINHALA": tr("Sinhala"),
        "TAMIL": tr("Tamil"),
        "TELUGU": tr("Telugu"),
        "THAI": tr("Thai"),
        "TIBETAN": tr("Tibetan"),
    }


def missing_scripts(texts: Iterable[str]) -> tuple[str, ...]:
    """The sorted names of scripts in these texts that no installed font supports; needs a QGuiApplication."""
    letters = {letter for text in texts if not text.isascii() for letter in text if ord(letter) >= 0x370}
    found = {unicodedata.name(letter, "").partition(" ")[0] for letter in letters} & _SCRIPTS.keys()
    names = _names()
    lacking = (
        names[script]
        for script in found
        if not any(QFontDatabase.families(system) for system in _SCRIPTS[script])
    )
    return tuple(sorted(set(lacking)))
