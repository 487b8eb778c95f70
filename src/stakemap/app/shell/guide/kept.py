"""The page of the Guide on what Stakemap keeps: where, for how long, how to remove it; and policies."""

from __future__ import annotations

from collections.abc import Iterator

from stakemap.app.kit.blocks import Block, Span, heading, paragraph, table
from stakemap.i18n import tr
from stakemap.storage.inventory import inventory
from stakemap.storage.policy import Policy, policy, policy_file, policy_origin

__all__ = ["kept_blocks"]


def kept_blocks() -> Iterator[Block]:
    """The page, by the rules that are in force."""
    yield paragraph(
        tr(
            "Stakemap opens no network connection: nothing leaves this computer unless you send it. Links "
            "are opened in the browser, after a question that names the host. What it keeps on this computer "
            "is listed here, and can be read by you alone."
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
    yield paragraph(
        tr(
            "An administrator can set rules for all users of this computer in one JSON file, which is read "
            "when Stakemap starts: {file}. “--policy FILE” tries another one.",
            file=policy_file(),
        )
    )
    if origin.path is None:
        yield paragraph(tr("There is none on this computer."))
    else:
        yield paragraph(tr("The rules in {file} are in force.", file=origin.path))
    rows = [(tr("Rule"), tr("What it sets"), tr("In force"))]
    for name, field in Policy.model_fields.items():
        value = getattr(rules, name)
        shown = tr("not set") if value == field.default else _value_text(value)
        rows.append((name, field.description or "", shown))
    yield table(rows)


def _value_text(value: object) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
