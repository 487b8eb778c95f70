"""Translated labels of the format's enumeration values and fields.

In the model, since validation messages of its records use them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stakemap.i18n import tr

__all__ = ["field_label", "term"]


#: Callables, so that each term is translated only when needed: tables need many.
_TERMS: Mapping[str, Callable[[], str]] = {
    "judged": lambda: tr("judged"),
    "unknown": lambda: tr("unknown"),
    "not-applicable": lambda: tr("not applicable"),
    "low": lambda: tr("low"),
    "moderate": lambda: tr("moderate"),
    "high": lambda: tr("high"),
    "stated": lambda: tr("stated"),
    "inferred": lambda: tr("inferred"),
    "assumed": lambda: tr("assumed"),
    "decides": lambda: tr("decides"),
    "can-block": lambda: tr("can block"),
    "influences": lambda: tr("influences"),
    "majority": lambda: tr("more than half of the weight"),
    "share": lambda: tr("a share of the weight"),
    "unanimity": lambda: tr("all who decide"),
    "blockers": lambda: tr("nobody who can block is against"),
    "votes": lambda: tr("votes"),
    "draft": lambda: tr("draft"),
    "reviewed": lambda: tr("reviewed"),
    "cleared": lambda: tr("cleared"),
    "almost-no-chance": lambda: tr("almost no chance"),
    "very-unlikely": lambda: tr("very unlikely"),
    "unlikely": lambda: tr("unlikely"),
    "roughly-even-chance": lambda: tr("roughly even chance"),
    "likely": lambda: tr("likely"),
    "very-likely": lambda: tr("very likely"),
    "almost-certain": lambda: tr("almost certain"),
    "state": lambda: tr("state"),
    "international-organisation": lambda: tr("international organisation"),
    "government-body": lambda: tr("government body"),
    "company": lambda: tr("company"),
    "ngo": lambda: tr("NGO"),
    "media": lambda: tr("media"),
    "person": lambda: tr("person"),
    "group": lambda: tr("group of people"),
    "other": lambda: tr("other"),
    "linear": lambda: tr("mean of the distributions"),
    "median": lambda: tr("median"),
    "quantile": lambda: tr("mean of the quantiles"),
    "idea": lambda: tr("IDEA"),
    "delphi": lambda: tr("Delphi"),
}


def term(word: str | None) -> str:
    """The translated label of an enumeration value ("can-block" → "can block"); "none" for None."""
    if word is None:
        return tr("none")
    found = _TERMS.get(word)
    return word if found is None else found()


def field_label(name: str) -> str:
    """The translated name of a field, for use within a sentence."""
    return {
        "alignment": tr("alignment"),
        "influence": tr("influence"),
        "salience": tr("salience"),
        "strength": tr("strength"),
        "confidence": tr("confidence"),
        "basis": tr("basis"),
        "reason": tr("reason"),
        "citations": tr("citations"),
        "support_kept": tr("reason and sources still apply"),
        "watch_for": tr("what to watch for"),
        "role": tr("role"),
        "votes": tr("votes"),
        "readings": tr("readings"),
        "supporting": tr("fit with being in favour"),
        "undecided": tr("fit with being undecided"),
        "opposing": tr("fit with being against"),
        "conditions": tr("conditions"),
        "rule": tr("decided by"),
        "quota": tr("needed"),
        "found": tr("found"),
        "happened": tr("came about"),
        "by": tr("recorded by"),
        "on": tr("recorded on"),
        "snapshot_label": tr("label of the snapshot"),
        "judged_by": tr("judged by"),
        "judged_on": tr("judged on"),
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
        "headlines": tr("headlines"),
        "text": tr("text"),
        "version": tr("format version"),
        "earlier": tr("history"),
        "others": tr("judgements of others"),
        "pooled": tr("pooled by"),
        "place": tr("place"),
        "field": tr("field"),
        "reply_to": tr("answers"),
        "resolved_by": tr("resolved by"),
        "resolved_on": tr("resolved on"),
        "clears": tr("clears for readers outside"),
        "digests": tr("what was approved"),
        "number": tr("number"),
        "follows": tr("follows"),
        "places": tr("what is asked"),
        "analysts": tr("analysts"),
        "names_shown": tr("names are shown"),
        "sealed": tr("sealed"),
        "opened": tr("opened"),
        "closed": tr("closed"),
        "analyst": tr("analyst"),
        "round": tr("round"),
        "commitment": tr("commitment"),
        "salt": tr("salt"),
    }.get(name, name)
