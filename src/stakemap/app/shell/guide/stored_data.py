"""The page of the Guide on what Stakemap keeps: where, for how long, how to remove it; and policies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stakemap.app.kit.blocks import Block, Span, heading, paragraph, table
from stakemap.i18n import comma_list, tr, tr_count
from stakemap.logs import state_folder
from stakemap.storage.folders import config_folder
from stakemap.storage.inventory import Kept, inventory
from stakemap.storage.policy import policy, policy_file, policy_origin
from stakemap.storage.policy.words import origin_sentence, rules_in_words


def kept_blocks() -> Iterator[Block]:
    """The page, by the rules that are in force."""
    links = (
        tr("Links are opened in the browser, after a question that names the host.")
        if policy().open_links
        else tr("Links are shown, and never opened.")
    )
    yield paragraph(
        tr(
            "Stakemap opens no network connection: nothing leaves this computer unless you send it. {links}",
            links=links,
        )
    )
    yield paragraph(_places())
    yield heading(tr("To keep less"))
    yield from (Block("item", (Span(text),), marker="•") for text in _ways())
    yield heading(tr("What may hold text of maps, titles or paths"))
    yield _table(one for one in inventory() if one.tells)
    yield heading(tr("What holds none of these"))
    yield _table(one for one in inventory() if not one.tells)
    yield heading(tr("Rules of your organisation"))
    yield from _rules()


def _places() -> str:
    """Where things are kept, and who can read them."""
    folders = sorted({str(config_folder()), str(state_folder())})
    return tr_count(
        "What it keeps outside of maps lies in this folder: {folders}. It can be read by you and the "
        "administrators of this computer alone, if the drive has permissions. Nothing is encrypted.",
        "What it keeps outside of maps lies in these {count} folders: {folders}. They can be read by you and "
        "the administrators of this computer alone, if the drive has permissions. Nothing is encrypted.",
        len(folders),
        folders=comma_list(folders),
    )


def _ways() -> Iterator[str]:
    """How to have less kept, from one map to all computers of an organisation."""
    yield tr("Of one map: tick “Leave no traces of this map” in the menu File › What is kept.")
    yield tr(
        "Of what is there already: “Forget everything about this map…” and “Clear history…” in that menu."
    )
    yield tr(
        "On the computers of an organisation: its policy sets leave_no_traces for all maps, or "
        "keep_history_days for how long earlier versions are kept."
    )


def _table(kept: Iterable[Kept]) -> Block:
    captions = (tr("What"), tr("Where"), tr("How long"), tr("How it is removed or prevented"))
    return table([captions, *((one.what, one.where, one.how_long, one.removal) for one in kept)])


def _rules() -> Iterator[Block]:
    origin, rules = policy_origin(), policy()
    sentences = rules_in_words(rules)
    if sentences:
        yield paragraph(" ".join((*sentences, origin_sentence(origin))))
    else:
        yield paragraph(tr("There are none on this computer. They would be in {file}.", file=policy_file()))
    link = Span(tr("What an organisation can set, and how."), "link", "for-an-organisation")
    yield Block("paragraph", (link,))
