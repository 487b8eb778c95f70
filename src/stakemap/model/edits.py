"""All edits of a map: pure functions that return a new map sharing everything that did not change.

Each takes the map first; clock, author and new ids are parameters. Registered ones (see `model.edit`) have a
method `of` that creates an `Edit`. An edit that changes nothing returns the same map object; one that is
refused raises EditError with a sentence for the user.
"""

from __future__ import annotations

from stakemap.model.bundle_positions import matched_actors, paste_positions
from stakemap.model.bundles import Bundle, extract_bundle, insert_bundle, minted_ids
from stakemap.model.edit import Edit, compound, together
from stakemap.model.edits_base import Authorship
from stakemap.model.edits_comments import (
    add_comment,
    answer_comment,
    remove_comment,
    reopen_comment,
    resolve_comment,
    update_comment,
)
from stakemap.model.edits_conflicts import settle_conflicts
from stakemap.model.edits_judgements import (
    Axis,
    Move,
    annotate,
    judge,
    make_not_applicable,
    make_unknown,
    move_actors,
    restore_judgement,
    set_range,
    withdraw_judgements,
)
from stakemap.model.edits_new_snapshot import judge_anew, judged_since
from stakemap.model.edits_others import adopt_other, pool_judgements, put_others, remove_other
from stakemap.model.edits_records import (
    add_actor,
    add_group,
    add_issue,
    add_relation,
    add_source,
    add_tags,
    adding_sources,
    find_or_add_sources,
    remove_actors,
    remove_group,
    remove_issue,
    remove_relation,
    remove_source,
    reorder_issues,
    set_texts,
    update_actor,
    update_group,
    update_issue,
    update_relation,
    update_source,
)
from stakemap.model.edits_resolutions import (
    record_outcome,
    remove_outcome,
    remove_resolution,
    resolve_judgement,
    update_resolution,
)
from stakemap.model.edits_reviews import approve, withdraw_review
from stakemap.model.edits_rounds import close_round, gather_answers, seal_answers, start_round
from stakemap.model.edits_snapshots import (
    add_snapshot,
    branch,
    copy_snapshot,
    duplicate_snapshot,
    insert_snapshot,
    rebase_snapshot,
    remove_snapshot,
    update_snapshot,
)
from stakemap.model.edits_support import keep_support
from stakemap.model.headlines import set_headline
from stakemap.model.history import restore_entry
from stakemap.model.merging.comparison import take_version
from stakemap.model.subjects import Subject
