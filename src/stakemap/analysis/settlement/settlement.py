"""Where models of bargaining put the outcome of an issue: compromise, the median voter, and those of KTAB.

KTAB is the KAPSARC Toolkit for Behavioral Analysis (2015), whose class `Model` these definitions follow
(`vote`, `coalitions`, `condPCE`, `markovUniformPCE` and `markovIncentivePCE`), with risk-neutral actors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from stakemap.analysis.balance.balance import powers, weighted_mean, weighted_median
from stakemap.analysis.balance.counted import ALIGNMENT_SCALE, FloatArray, Inputs

#: Models of a choice between the positions that are held.
Model = Literal["conditional", "markov-uniform", "markov-incentive"]
MODELS: tuple[Model, ...] = get_args(Model)
#: How strongly an actor votes by the difference in utility: in proportion to it, or half so and half by its
#: cube.
Vote = Literal["proportional", "half-cubic"]
VOTES: tuple[Vote, ...] = get_args(Vote)
#: More positions than this are not compared with each other: the work grows with their square.
MOST_OPTIONS = 60
#: What KTAB adds to every coalition, so that none is empty.
_LEAST = 1e-8


def coalitions(weights: FloatArray, utilities: FloatArray, vote: Vote = "proportional") -> FloatArray:
    """The strength of all who prefer one option to another (shape: options, options), the first by row.

    `utilities` are those of the options (columns) to the actors (rows).
    """
    difference = utilities[:, :, None] - utilities[:, None, :]
    if vote == "half-cubic":
        difference = (difference + difference**3) / 2
    strength: FloatArray = np.tensordot(weights, np.maximum(difference, 0.0), axes=1) + _LEAST
    return strength


def victories(coalition: FloatArray) -> FloatArray:
    """The chance of one option against another, by the strength of their coalitions."""
    chance: FloatArray = coalition / (coalition + coalition.T)
    return chance


def chances(coalition: FloatArray, model: Model) -> FloatArray:
    """The chance of each option.

    "conditional": that it beats every other, given that one does. "markov-uniform": the long run of a process
    in which any option challenges the present favourite, all alike; "markov-incentive": each as often as
    those who prefer it are strong and likely to win.
    """
    victory = victories(coalition)
    if model == "conditional":
        logarithms = np.log(victory).sum(axis=1)
        products = np.exp(logarithms - logarithms.max())
        conditional: FloatArray = products / products.sum()
        return conditional
    number = len(victory)
    if model == "markov-uniform":
        challenge = np.full((number, number), 1 / number)
    else:
        incentive = coalition * victory
        challenge = incentive / incentive.sum(axis=0)
    # From the favourite (column) to the winner (row).
    step = challenge * victory
    np.fill_diagonal(step, 0.0)
    np.fill_diagonal(step, 1 - step.sum(axis=0))
    return _long_run(step)


def _long_run(step: FloatArray) -> FloatArray:
    """The stationary distribution of a process: there is one, since every option can beat every other."""
    equations = step - np.eye(len(step))
    equations[-1] = 1.0
    found = np.linalg.solve(equations, np.eye(len(step))[-1])
    stationary: FloatArray = np.maximum(found, 0.0) / np.maximum(found, 0.0).sum()
    return stationary


@dataclass(frozen=True, slots=True, eq=False)
class Settlement:
    """Where models put the outcome, −100 … 100.

    `options` are the positions of the actors with weight, in order, `weights` the weight at each of them.
    `chances` has those of the options by vote and model, and is empty for one option or too many.
    """

    mean: float
    median: float
    options: FloatArray
    weights: FloatArray
    chances: Mapping[tuple[Vote, Model], FloatArray]

    def expected(self, vote: Vote, model: Model) -> float:
        """The position that a model expects: the mean of the options by their chances."""
        return float((self.options * self.chances[vote, model]).sum())

    @property
    def places(self) -> tuple[float, ...]:
        """Where each model puts it, with proportional votes: mean, median, then `MODELS`."""
        models = [self.expected("proportional", model) for model in MODELS] if self.chances else []
        return self.mean, self.median, *models

    @property
    def disagreement(self) -> float:
        """The distance between the models that are furthest apart."""
        return max(self.places) - min(self.places)


def settlement(inputs: Inputs) -> Settlement | None:
    """Where models put the outcome; None if no counted actor has weight."""
    weights, positions = powers(inputs), inputs.alignment.value
    mean, median = weighted_mean(positions, weights), weighted_median(positions, weights)
    if mean is None or median is None:
        return None
    weighted = weights > 0
    options, places = np.unique(positions[weighted], return_inverse=True)
    at_options: FloatArray = np.bincount(places, weights=weights[weighted]).astype(np.float64)
    found: dict[tuple[Vote, Model], FloatArray] = {}
    if 1 < len(options) <= MOST_OPTIONS:
        low, high = ALIGNMENT_SCALE
        utilities = 1 - np.abs(options[:, None] - options) / (high - low)
        for vote in VOTES:
            coalition = coalitions(at_options, utilities, vote)
            found.update({(vote, model): chances(coalition, model) for model in MODELS})
    return Settlement(mean, median, options, at_options, found)
