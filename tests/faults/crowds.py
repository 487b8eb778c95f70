"""Slides of sixty actors at random places, with long names in five scripts."""

from __future__ import annotations

from faults.harness import Outcome, Trial
from picture.labels.test_crowds import assert_whole
from picture.pages import crowd, slide_of

__all__ = ["inject"]

#: One name in so many may be left out where discs wall it in.
_LEFT_OUT = 2_400


def inject(trial: Trial) -> Outcome:
    """`count` slides, the first from the seed 0."""
    outcome, left_out = Outcome(trials=trial.count), 0
    for seed in range(trial.count):
        slide = slide_of(crowd(60, seed=seed), size=(1920, 1080))
        left_out += len(slide.unnamed)
        try:
            assert_whole(slide)
        except AssertionError as problem:
            outcome.losses.append(f"seed {seed}: {problem}")
    outcome.expect(left_out <= trial.count * 60 / _LEFT_OUT + 1, f"{left_out} names are left out")
    outcome.notes.append(f"{left_out} of {trial.count * 60:,} names are left out")
    return outcome
