"""How friendly links are: from weights of both signs, signs and words, and from nothing else."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from stakemap.i18n import number
from stakemap.interchange.readers.gathering import number_in
from stakemap.text import fold_latin

#: A sign or a word says which way a tie goes, not how far: the middle of the three steps is assumed.
SIGN_STRENGTH: Final = 2
_STEPS: Final = 3
#: Weights of both signs are taken for steps up to one of these.
_ENDS: Final = (5, 7, 10, 100)
#: A longer label is a sentence, in which a single word is no evidence.
_MOST_WORDS: Final = 4
_MOST_CHARACTERS: Final = 200
_WORD = re.compile(r"[^\W\d_]+")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Compared as `fold_latin` has them.
_FRIENDLY = _words(
    """
    ally allies allied alliance friend friends friendly friendship support supports supporter supportive
    cooperates cooperation cooperate partner partners partnership positive like likes trust trusts
    aliado aliados aliada alianza alianca amigo amigos apoya apoyo apoio apoia cooperacion cooperacao positivo
    allie allies ami amis soutient soutien positif verbundet verbundeter bundnis freund freunde freundlich
    unterstutzt unterstutzung positiv союзник союзники союз друг друзья поддерживает поддержка партнер партнёр
    союзний підтримує підтримка muttefik ittifak dost destekler destek olumlu
    """
)
_HOSTILE = _words(
    """
    conflict conflicts enemy enemies hostile hostility rival rivals rivalry opposes oppose opponent opponents
    against war attacks dislike dislikes distrust distrusts negative antagonist antagonistic
    conflicto conflito enemigo enemigos inimigo hostil rivalidad oponente contra guerra negativo
    conflit ennemi ennemis opposant contre guerre negatif konflikt feind feinde feindlich gegner gegen krieg
    negativ конфликт враг враги враждебный соперник противник против война ворог ворожий catisma dusman
    rakip karsi savas olumsuz
    """
)
_NEGATIONS = _words("no not non neither without former ex kein keine nicht sin sem не нет degil")
_SIGNS = {"+": 1, "-": -1, "−": -1, "–": -1, "pos": 1, "neg": -1, "0": 0, "neutral": 0}


@dataclass(frozen=True, slots=True)
class SignedScale:
    """A scale of weights from hostile to friendly, which goes as far to both sides."""

    end: float
    #: Whether the weights say which way a tie goes, and not how far.
    has_signs_alone: bool = False

    def strength_of(self, weight: float) -> int:
        """A weight as a strength from −3 to 3."""
        if self.has_signs_alone:
            return int(math.copysign(SIGN_STRENGTH, weight)) if weight else 0
        steps = abs(weight) / self.end * _STEPS
        return int(math.copysign(math.floor(steps + 0.5), weight))

    def __str__(self) -> str:
        return f"{number(-self.end)} … {number(self.end)}"


def signed_scale(weights: Iterable[float]) -> SignedScale | None:
    """The scale of weights of which some are below 0; None where none is: such do not say who is hostile."""
    found = set(weights)
    if not found or min(found) >= 0:
        return None
    highest = max(map(abs, found))
    if highest <= 1:
        return SignedScale(1.0, has_signs_alone=found <= {-1.0, 0.0, 1.0})
    if highest <= _STEPS:
        return SignedScale(float(_STEPS))
    return SignedScale(next((float(end) for end in _ENDS if highest <= end), highest))


def sign_of(text: str) -> int | None:
    """1, 0 or −1 for a sign, a number, or a word for friendly or hostile; None for another text."""
    folded = fold_latin(text)
    if folded in _SIGNS:
        return _SIGNS[folded]
    value = number_in(text)
    if value is not None:
        return (value > 0) - (value < 0)
    strength = strength_in_words(text)
    return None if strength is None else (strength > 0) - (strength < 0)


def tells_signs(texts: Iterable[str]) -> bool:
    """Whether texts can say which way links go: numbers that are never below 0 may be on any scale."""
    values = {value for text in texts if (value := number_in(text)) is not None}
    return not values or min(values) < 0 or values <= {0.0, 1.0}


@lru_cache(maxsize=4_096)
def strength_in_words(text: str) -> int | None:
    """The strength that a short label such as "ally" or "conflict" says; None where it says none or both."""
    words = _WORD.findall(fold_latin(text[:_MOST_CHARACTERS]))
    if len(words) > _MOST_WORDS or not _NEGATIONS.isdisjoint(words):
        return None
    is_friendly, is_hostile = not _FRIENDLY.isdisjoint(words), not _HOSTILE.isdisjoint(words)
    if is_friendly == is_hostile:
        return None
    return SIGN_STRENGTH if is_friendly else -SIGN_STRENGTH
