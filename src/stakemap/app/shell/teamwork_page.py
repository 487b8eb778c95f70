"""The page of help on working together: by mail, in a shared folder, with git, in rounds, and sign-off."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.reading_dialog import ReadingDialog
from stakemap.i18n import tr

__all__ = ["TeamworkDialog"]


class TeamworkDialog(ReadingDialog):
    """Tells how several people work on one map; a section for each way."""

    def __init__(self, parent: QWidget | None) -> None:
        size = QSize(GRID * 80, GRID * 80)
        super().__init__(parent, tr("Working together"), tr("Search the page"), size)
        for heading, paragraphs in _sections():
            labels = [PlainLabel(text, wrap=True, selectable=True) for text in paragraphs]
            self.add_section(heading, labels)


def _sections() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The headings with their paragraphs; entries of menus are written "Menu › Entry"."""
    return (
        (tr("Sign your judgements"), _names()),
        (tr("Two people on one map, by mail"), _by_mail()),
        (tr("Two people on one map, in a shared folder"), _by_folder()),
        (tr("Two people on one map, with git"), _by_git()),
        (tr("Several analysts, one map"), _combining()),
        (tr("Several analysts, in rounds"), _in_rounds()),
        (tr("Comments and sign-off"), _signing_off()),
    )


def _names() -> tuple[str, ...]:
    return (
        tr(
            "Enter your name in “Edit › Preferences…”. Judgements, comments and approvals are signed with "
            "it, and a merge then names you and your colleague."
        ),
    )


def _by_mail() -> tuple[str, ...]:
    return (
        tr("Send your colleague a copy of the map, and keep one. Both of you can go on working."),
        tr(
            "When the copy comes back, drop it on the open map, or choose “File › Merge a colleague’s "
            "copy…”. A list tells what each of you changed, why and on which sources. Of what both of you "
            "judged, keep one or the other, or both as a disagreement; the rest is taken as it is. All of "
            "it is one step, which you can undo."
        ),
        tr(
            "What you leave open stays in the map as a conflict: one judgement is current, the other one is "
            "in its history. “Team › Open conflicts…” leads back to it."
        ),
        tr(
            "Which of you changed what follows from the version that both copies were made from. "
            "Stakemap looks for it among the earlier versions that it keeps on this computer. Where "
            "there is none, whatever the histories of judgements do not settle waits for your decision."
        ),
    )


def _by_folder() -> tuple[str, ...]:
    return (
        tr(
            "Where two people save at the same time, services such as Dropbox, OneDrive or Nextcloud keep "
            "the second version as a file of its own, such as “talks (conflicted copy).stakemap.json”. "
            "Stakemap notices it beside the open map, and offers to compare and merge it. It never removes "
            "it: delete it once the merged map is saved."
        ),
        tr(
            "When the file of an open map changes, a map without edits follows, and one with edits asks "
            "you. Saving never replaces another’s version without a question."
        ),
    )


def _by_git() -> tuple[str, ...]:
    return (
        tr(
            "Run “stakemap git-setup” once in each copy of the repository. Then git merges maps judgement "
            "by judgement, and “git diff” shows them in words."
        ),
        tr(
            "Where both of you judged the same, git reports a conflict. The map opens all the same and "
            "shows it: decide now or later, and commit. A map with git’s conflict markers in it opens, too, "
            "and its versions are offered to be merged."
        ),
        tr("“stakemap validate” names what nobody has decided yet."),
    )


def _combining() -> tuple[str, ...]:
    return (
        tr(
            "“File › Combine maps…” makes one map of the maps of several analysts. What several of them "
            "judge has each one’s judgement beside it and, as its value, their pool. Readings that exclude "
            "each other are shown as rivals and never averaged."
        ),
        tr(
            "“View › Analyses › Agreement” tells on what they agree, “View › Analyses › Who sees it "
            "otherwise” who differs and why; both can be slides."
        ),
    )


def _in_rounds() -> tuple[str, ...]:
    return (
        tr(
            "Analysts who see each other’s numbers move towards them. “Team › Start a round…” writes a "
            "sheet for each analyst, in which nobody else’s judgement is; send each of them theirs."
        ),
        tr(
            "A sheet opens with its questions. When they are answered, “Team › Save and send back…” says "
            "what to send to whom. In a sealed round, “Team › Seal my answers…” comes first: it makes a "
            "small file that commits to the answers without telling them."
        ),
        tr(
            "Drop the sheets that come back on your map, or choose “Team › Gather answers…”. The panel "
            "“Round” lists how far the answers are apart, the most disputed first. “Team › Start the next "
            "round…” asks these again, and tells what was answered before."
        ),
    )


def _signing_off() -> tuple[str, ...]:
    return (
        tr(
            "“Team › Comment…” comments on what is selected. Comments can be answered, resolved and "
            "searched, are in the file, and come together when copies are merged. No slide shows them."
        ),
        tr(
            "A reader approves under their own name, with “Team › Approve this judgement…” or “Team › "
            "Approve this snapshot…”. What changes afterwards says so, until it is approved again; the "
            "status of the map follows from its approvals."
        ),
        tr(
            "“File › Save clean copy…” leaves comments, approvals, rounds and what others judge out, for "
            "readers outside the team."
        ),
    )
