"""The words of the format in the user's language: terms of its enumerations, names of its fields."""

from __future__ import annotations

from collections.abc import Mapping

from stakemap.i18n import tr

__all__ = ["field_label", "term"]


def _terms() -> Mapping[str, str]:
    return {
        "judged": tr("judged"),
        "unknown": tr("unknown"),
        "not-applicable": tr("not applicable"),
        "low": tr("low"),
        "moderate": tr("moderate"),
        "high": tr("high"),
        "stated": tr("stated"),
        "inferred": tr("inferred"),
        "assumed": tr("assumed"),
        "decides": tr("decides"),
        "can-block": tr("can block"),
        "influences": tr("influences"),
        "draft": tr("draft"),
        "reviewed": tr("reviewed"),
        "cleared": tr("cleared"),
        "almost-no-chance": tr("almost no chance"),
        "very-unlikely": tr("very unlikely"),
        "unlikely": tr("unlikely"),
        "roughly-even-chance": tr("roughly even chance"),
        "likely": tr("likely"),
        "very-likely": tr("very likely"),
        "almost-certain": tr("almost certain"),
        "state": tr("state"),
        "international-organisation": tr("international organisation"),
        "government-body": tr("government body"),
        "company": tr("company"),
        "ngo": tr("NGO"),
        "media": tr("media"),
        "person": tr("person"),
        "group": tr("group"),
        "other": tr("other"),
    }


def term(word: str | None) -> str:
    """The words for a value of one of the map's enumerations ("can-block" → "can block"); "none" for None."""
    return tr("none") if word is None else _terms().get(word, word)


def field_label(name: str) -> str:
    """What a field is called in a sentence."""
    return {
        "alignment": tr("alignment"),
        "influence": tr("influence"),
        "salience": tr("salience"),
        "strength": tr("strength"),
        "confidence": tr("confidence"),
        "basis": tr("basis"),
        "reason": tr("reason"),
        "citations": tr("citations"),
        "watch_for": tr("what to watch for"),
        "role": tr("role"),
        "conditions": tr("conditions"),
        "name": tr("name"),
        "label": tr("label"),
        "title": tr("title"),
        "question": tr("question"),
        "key_judgement": tr("key judgement"),
        "note": tr("note"),
        "handling": tr("handling"),
        "status": tr("status"),
        "cut_off": tr("information cut-off"),
        "contact": tr("contact"),
        "aliases": tr("aliases"),
        "code": tr("code"),
        "kind": tr("kind"),
        "group": tr("group"),
        "part_of": tr("part of"),
        "colour": tr("colour"),
        "tags": tr("tags"),
        "low_label": tr("low end"),
        "high_label": tr("high end"),
        "quadrants": tr("quadrant captions"),
        "order": tr("order"),
        "date": tr("date"),
        "scenario": tr("scenario"),
        "likelihood": tr("likelihood"),
        "based_on": tr("builds on"),
        "source": tr("from"),
        "target": tr("to"),
        "directed": tr("directed"),
        "author": tr("author"),
        "publisher": tr("publisher"),
        "url": tr("link"),
        "reliability": tr("reliability"),
        "version": tr("format version"),
    }.get(name, name)
