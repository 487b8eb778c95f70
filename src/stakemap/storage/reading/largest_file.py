"""The size limit of files that are opened, as the user sets it and as a policy allows it."""

from __future__ import annotations

from stakemap.i18n import tr
from stakemap.storage.policy import policy
from stakemap.storage.reading.limits import DEFAULT_LIMITS, LARGEST, MEGABYTE, Limits


def limits_for(megabytes: int) -> Limits:
    """The limits for files of up to this many megabytes, clamped to `LARGEST` and by the policy."""
    return DEFAULT_LIMITS.with_size(largest_allowed(max(megabytes, LARGEST[0])) * MEGABYTE)


def largest_allowed(megabytes: int = LARGEST[1]) -> int:
    """A size limit in megabytes as far as the policy allows it."""
    return min(megabytes, policy().largest_file or LARGEST[1])


def way_to_raise(limits: Limits) -> str:
    """How a user can open what is over the limits, in a sentence."""
    if limits.size < largest_allowed() * MEGABYTE:
        return tr(
            "The preferences, and --largest on the command line, raise the limit for files that you trust."
        )
    rules = policy()
    if rules.largest_file is None:
        return tr("The limit cannot be raised further: split the map into several.")
    return tr(
        "The limit is set by {organisation}, and cannot be raised: split the map into several.",
        organisation=rules.who,
    )
