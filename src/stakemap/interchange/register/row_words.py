"""Words that tell rows which are no actors: sums, hints of templates, legends, headings of groups."""

from __future__ import annotations

import re
from typing import Final

from stakemap.text import fold

_TOTAL_TEXT: Final = (
    "total totals subtotal sum sums average mean count grand overall suma sumas promedio cantidad conteo "
    "soma contagem summe gesamt gesamtsumme insgesamt zwischensumme durchschnitt anzahl mittelwert "
    "somme moyenne итого всего сумма среднее количество итог toplam ara genel ortalama sayı adet "
    "разом усього всього сума середнє кількість σ ∑ general geral"
)
_BESIDE_TEXT: Final = (
    "of de der des stakeholders stakeholder actors score scores rows interesados actores organizaciones "
    "atores partes interessadas interesadas akteure acteurs parties prenantes участников сторон учасників "
    "paydaş aktör"
)
_TOTALS: Final = frozenset(map(fold, _TOTAL_TEXT.split()))
_BESIDE_TOTALS: Final = frozenset(map(fold, _BESIDE_TEXT.split()))
_IN_TOTALS: Final = _TOTALS | _BESIDE_TOTALS
_EXAMPLES: Final = (
    r"e\.\s?g\.|eg[.:,]|i\.e\.|for example|ex\.|ej\.|p\.\s?ej|por ej|z\.\s?b\.|bsp\.|p\.\s?ex|par ex|напр\.|"
    r"например|örn\.|örneğin|наприклад|"
    r"(?:example|ejemplo|beispiel|exemple|exemplo|пример|приклад|örnek)\s*(?:[:\-–(]|\d*$|stakeholder|actor|name)"
)
_ORDERS: Final = (
    r"insert|enter|type|add|write|list|name of|describe|click|replace|fill in|your|ingrese|escriba|inserte|"
    r"nombre del|indique|insira|digite|preencha|name des|hier|eintragen|bitte|nom de la|saisir|indiquez|"
    r"введите|укажите|впишите|girin|yazın|введіть|вкажіть"
)
_ORDERED: Final = (
    r"name|here|stakeholder|text|row|organi[sz]ation|nombre|interesad|aqu[ií]|nome|eintragen|eingeben|ici|"
    r"nom|partie|имя|название|стейкхолдер|сторон|ad[ıi]n?|paydaş|назву"
)
_HINT: Final = re.compile(
    rf"(?:{_EXAMPLES}|(?:{_ORDERS})\b[^.]*(?:{_ORDERED})|[\[<{{«].*[\]>}}»]$|\(.*\)$|\.\.\.$|…$|xxx+$)",
    re.IGNORECASE,
)
_PLACEHOLDER: Final = re.compile(
    r"(?:stakeholder|actor|name|nombre|interesado|paydaş|стейкхолдер|akteur|parte interesada|person)\s*"
    r"(?:#|no\.?|nr\.?)?\s*(?:\d{1,3}|[a-z])$",
    re.IGNORECASE,
)
_LEGEND_WORDS: Final = (
    r"legend|key|leyenda|referencias|legenda|legende|légende|легенда|условные обозначения|обозначения|lejant|"
    r"açıklamalar|notes?|notas?|anmerkungen|hinweise?|примечани[ея]|sources?|fuentes?|quellen?|источники?|"
    r"scale|rating scale|escala|skala|échelle|шкала|ölçek|definitions?|definiciones|instructions?|how to|"
    r"abbreviations?|codes?|примітки|позначення"
)
_LEGEND: Final = re.compile(rf"\W*(?:{_LEGEND_WORDS})\b\s*(?:[:.\-–(*]|$|of\b|for\b|de\b)", re.IGNORECASE)
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_GROUP_TEXT: Final = (
    "internal external primary secondary tertiary stakeholders government private public sector civil "
    "society interno interna internos externos externo externa primarios secundarios gobierno intern extern "
    "interne externe paydas внутренний внешний внутренние внешние iç dış внутрішні зовнішні"
)
_GROUP_WORDS: Final = frozenset(map(fold, _GROUP_TEXT.split()))


def is_group(text: str) -> bool:
    """Whether a text names a usual group, such as "External" or "Civil society"."""
    words = {fold(word) for word in re.findall(r"[^\W\d_]+", text)}
    return bool(words) and words <= _GROUP_WORDS


def is_plain(name: str) -> bool:
    """A quick check whether a name is certainly none of these; most names pass it."""
    first = _FIRST_WORD.match(name)
    if first is None or _HINT.match(name) is not None or _LEGEND.match(name) is not None:
        return False
    return fold(first[0]) not in _IN_TOTALS


def is_total(name: str) -> bool:
    """Whether a name is a word for a sum, such as "Total" or "Σ"."""
    words = [fold(word) for word in re.findall(r"[^\W\d_]+|[σΣ∑]", name)]
    return any(word in _TOTALS for word in words) and all(
        word in _TOTALS or word in _BESIDE_TOTALS for word in words
    )


def is_hint(name: str) -> bool:
    """Whether a name is a hint of a template, such as "e.g. Ministry of …" or "[Name]"."""
    return _HINT.match(name) is not None


def is_placeholder(name: str) -> bool:
    """Whether a name only counts actors: "Stakeholder 1"."""
    return _PLACEHOLDER.fullmatch(name) is not None


def is_legend(text: str) -> bool:
    """Whether a text begins what explains a table: "Legend:", "Note", "Scale of …"."""
    return _LEGEND.match(text) is not None
