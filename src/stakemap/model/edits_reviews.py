"""Edits of reviews: approving a judgement or a snapshot, withdrawing an approval."""

from __future__ import annotations

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import Authorship, add_record
from stakemap.model.places import PlacePath, place_at
from stakemap.model.records import replace, without
from stakemap.model.reviews import digests_at
from stakemap.model.teamwork import Review


@edit("approve")
def approve(
    document: StakeMap,
    review_id: str,
    place: PlacePath,
    authorship: Authorship,
    note: str = "",
    clears: bool = False,
) -> StakeMap:
    """Approve a judgement, or all that a snapshot shows, as it is now, with `clears` for readers outside too.

    It replaces what the same reader approved of that place before. Raises EditError for a reader without a
    name, and where nothing is judged.
    """
    by = authorship.by.strip()
    if not by:
        raise EditError(tr("An approval needs the name of the reader."))
    digests = digests_at(document, place_at(place))
    if not digests:
        raise EditError(tr("Nothing is judged here that could be approved."))
    review = replace(Review(place=place, by=""), by=by, on=authorship.on, note=note.strip(), clears=clears)
    before = [key for key, each in document.reviews.items() if (each.place, each.by) == (place, by)]
    document = replace(document, reviews=without(document.reviews, before))
    # Paths and digests were just made: validating the tens of thousands of a large map takes long.
    return add_record(document, "reviews", review_id, review.model_copy(update={"digests": digests}))


@edit("withdraw-review")
def withdraw_review(document: StakeMap, review_id: str) -> StakeMap:
    """Take back an approval. Raises EditError if it is gone."""
    if review_id not in document.reviews:
        raise EditError(tr("This approval is no longer in this map."))
    return replace(document, reviews=without(document.reviews, {review_id}))
