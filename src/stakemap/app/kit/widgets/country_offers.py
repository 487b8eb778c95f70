"""The countries that the field of an actor's name offers while it is typed into."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from stakemap.app.kit.widgets.offers import Offered, Offers
from stakemap.countries import offers
from stakemap.i18n import tr


def offer_countries(line: QLineEdit) -> Offers:
    """Offer the countries whose name is typed in `line`, with their codes."""
    return Offers(line, _countries)


def _countries(text: str) -> list[Offered]:
    return [
        Offered(tr("{name} · {code}", name=name, code=country.code), name, name)
        for name, country in offers(text)
    ]
