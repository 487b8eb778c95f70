"""Merging imported content into a map: what it would change, field by field, and the edit that does it."""

from __future__ import annotations

from collections.abc import Callable

from stakemap.interchange.content import ImportedContent
from stakemap.interchange.merging.actors import ActorMerge
from stakemap.interchange.merging.groups import GroupMerge
from stakemap.interchange.merging.issues import IssueMerge, first_issue
from stakemap.interchange.merging.judgements import JudgementMerge
from stakemap.interchange.merging.options import MergeOptions
from stakemap.interchange.merging.planned import MergePlan
from stakemap.interchange.merging.relations import RelationMerge
from stakemap.interchange.merging.snapshots import SnapshotMerge, first_snapshot
from stakemap.interchange.merging.sources import SourceMerge
from stakemap.interchange.merging.work import Work
from stakemap.model.document import Snapshot, StakeMap, new_map
from stakemap.model.edit import edit
from stakemap.model.edits_base import Authorship
from stakemap.model.ids import mint
from stakemap.model.records import NAME_LIMIT, replace
from stakemap.model.resolve import Resolver
from stakemap.text import shortened

#: Texts about the whole map, which only a map without them takes.
_TEXTS = ("title", "question", "key_judgement", "note", "handling", "cut_off", "contact")


def empty_map_for(content: ImportedContent, name: str, issue: str = "", date: str = "") -> StakeMap:
    """A map without actors to import a file into as a new one, called `name` unless the content has a title.

    It has an issue and a snapshot to start from, unless the content has its own. The issue is called `issue`,
    else as the content is, unless that has only the name of its file; the snapshot is that of a partial
    `date`, else "Now".
    """
    has_issues = any(issue.name for issue in content.issues)
    has_snapshots = any(not snapshot.scenario for snapshot in content.snapshots)
    title = content.title if content.title != name else ""
    first = first_issue(shortened(issue.strip() or title, NAME_LIMIT))
    snapshots = {date: Snapshot(label=date, date=date)} if date else {"now": first_snapshot()}
    return new_map(
        title="" if content.title else name[:NAME_LIMIT],
        issues={} if has_issues else {mint(first.name, {}): first},
        snapshots={} if has_snapshots else snapshots,
    )


def plan_merge(
    document: StakeMap,
    content: ImportedContent,
    options: MergeOptions,
    authorship: Authorship,
    *,
    resolver: Resolver | None = None,
    suggests: bool = True,
    report: Callable[[float], bool] = lambda _share: True,
) -> MergePlan:
    """What importing `content` would do to a map; nothing is changed.

    What the content says replaces what the map says, through the ledgers of judgements; blanks never erase,
    and nothing is removed. Into a snapshot that is made by the merge goes all that is judged there, into one
    that is there only what differs. What a map cannot hold is refused with a remark, all else goes in.
    `suggests` looks for actors of the map whose names are near to those of new ones. Raises EditError for
    options that the map cannot follow, and CancelledError once `report`, which gets how much is done (0
    to 1), answers False.
    """
    work = Work(document, options, authorship, report, _size(content))
    texts = {
        name: text for name in _TEXTS if (text := getattr(content, name)) and not getattr(document, name)
    }
    work.document = replace(document, **texts)
    groups, issues, sources = GroupMerge(work), IssueMerge(work), SourceMerge(work)
    groups.run(content.groups)
    issues.run(content.issues)
    sources.run(content.sources)
    actors = ActorMerge(work, groups)
    actors.run(content.actors, suggests=suggests)
    relations = RelationMerge(work, actors)
    relations.run(content.relations)
    snapshots = SnapshotMerge(work)
    snapshots.run(content.snapshots, needs_target=_needs_target(content))
    judgements = JudgementMerge(work, actors, issues, relations, snapshots, sources, resolver or Resolver())
    judgements.run(content)
    groups.finish()
    issues.finish()
    sources.finish(judgements.cited, judgements.used)
    kept = content.model_copy(update={"remarks": ()})
    return MergePlan(
        tuple(entry.planned() for entry in work.entries),
        actors.missing,
        tuple(dict.fromkeys((*content.remarks, *work.remarks))),
        snapshots.target,
        judgements.count,
        work.document,
        import_content.of(kept, options, authorship).with_result(document, work.document),
    )


def _size(content: ImportedContent) -> int:
    judgements = len(content.standings) + len(content.stances) + len(content.ties)
    return 3 * len(content.actors) + len(content.relations) + len(content.sources) + 2 * judgements


def _needs_target(content: ImportedContent) -> bool:
    return any(not each.snapshot for each in (*content.standings, *content.stances, *content.ties))


@edit("import-content")
def import_content(
    document: StakeMap, content: ImportedContent, options: MergeOptions, authorship: Authorship
) -> StakeMap:
    """Merge imported content into the map (see `plan_merge`). Raises EditError as that does."""
    return plan_merge(document, content, options, authorship, suggests=False).result
