"""The page of the Guide on what Stakemap keeps: where, for how long, how to remove it; and policies."""

from __future__ import annotations

from collections.abc import Iterator

from stakemap.app.kit.blocks import Block, Span, heading, paragraph
from stakemap.i18n import tr
from stakemap.storage.inventory import inventory
from stakemap.storage.policy import policy, policy_file, policy_origin
from stakemap.storage.policy_words import origin_sentence, rules_in_words

__all__ = ["kept_blocks"]


def kept_blocks() -> Iterator[Block]:
    """The page, by the rules that are in force."""
    links = (
        tr("Links are opened in the browser, after a question that names the host.")
        if policy().open_links
        else tr("Links are shown, and never opened.")
    )
    yield paragraph(
        tr(
            "Stakemap opens no network connection: nothing leaves this computer unless you send it. {links} "
            "What is kept on this computer is listed here, and can be read by you alone.",
            links=links,
        )
    )
    for one in inventory():
        yield heading(one.what, 3)
        texts = [
            (tr("Where"), one.where),
            (tr("How long"), one.how_long),
            (tr("How it is removed or prevented"), one.removal),
            (tr("May hold text of maps, titles or paths"), tr("yes") if one.tells else tr("no")),
        ]
        yield from (_item(caption, text) for caption, text in texts)
    yield heading(tr("Rules of your organisation"))
    yield from _rules()


def _item(caption: str, text: str) -> Block:
    return Block("item", (Span(f"{caption}: ", "strong"), Span(text)), marker="•")


def _rules() -> Iterator[Block]:
    origin, rules = policy_origin(), policy()
    sentences = rules_in_words(rules)
    if sentences:
        yield paragraph(" ".join((*sentences, origin_sentence(origin))))
    else:
        yield paragraph(tr("There are none on this computer. They would be in {file}.", file=policy_file()))
    link = Span(tr("What an organisation can set, and how."), "link", "for-an-organisation")
    yield Block("paragraph", (link,))
