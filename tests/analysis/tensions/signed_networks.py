"""Signed networks for the tests of tensions, as networks and as maps."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.builders import MAP_ID
from stakemap.analysis.tensions.ties import TieNetwork
from stakemap.model.document import Actor, Relation, Snapshot, StakeMap, new_map
from stakemap.model.judgements import Tie

__all__ = ["GAHUKU_GAMA", "map_of", "network_of"]

#: The alliances and enmities of sixteen tribes of New Guinea: K. Read, Cultures of the central highlands,
#: Southwestern Journal of Anthropology 10, 1954; the matrix of the UCINET data set (gama.dat), which the R
#: package signnet has as `tribes`.
_GAHUKU_GAMA = """
Gavev . + - - - - . . . . . - . . + +
Kotun + . - . - - . . - - . . . . + +
Ove - - . + . + + + . . . . . . . .
Alika - . + . . . . + . . . . . . . .
Nagam - - . . . . + . + . . . . + - -
Gahuk - - + . . . + + - . + + - . . -
Masil . . + . + + . + . . + + + . . .
Ukudz . . + + . + + . . . + + . - . .
Notoh . - . . + - . . . + - . + . - .
Kohik . - . . . . . . + . - . + . - .
Geham . . . . . + + + - - . + - . - -
Asaro - . . . . + + + . . + . . - - -
Uheto . . . . . - + . + + - . . + - -
Seuve . . . . + . . - . . . - + . . -
Nagad + + . . - . . . - - - - - . . +
Gama + + . . - - . . . . - - - - + .
"""


def network_of(strengths: Mapping[tuple[str, str], int]) -> TieNetwork:
    """A network of pairs and their strengths, its actors in the order of their names."""
    actors = sorted({actor for pair in strengths for actor in pair})
    pairs = sorted((actors.index(one), actors.index(other)) for one, other in map(sorted, strengths))
    by_index = {tuple(sorted(map(actors.index, pair))): strength for pair, strength in strengths.items()}
    return TieNetwork(
        tuple(actors),
        np.array(pairs, dtype=np.int64).reshape(-1, 2),
        np.array([by_index[pair] for pair in pairs], dtype=np.int64),
    )


def map_of(strengths: Mapping[tuple[str, str], int | None]) -> StakeMap:
    """A map with a relation for each pair, in this direction, and the snapshot "2025"; None: unknown."""
    actors = sorted({actor for pair in strengths for actor in pair})
    return new_map(
        MAP_ID,
        actors={actor: Actor(name=actor.title()) for actor in actors},
        relations={
            f"{source}-{target}": Relation(source=source, target=target, label="relations")
            for source, target in strengths
        },
        snapshots={
            "2025": Snapshot(
                label="In 2025",
                date="2025",
                ties={
                    f"{source}-{target}": Tie(state="unknown") if strength is None else Tie(strength=strength)
                    for (source, target), strength in strengths.items()
                },
            )
        },
    )


def _tribes() -> TieNetwork:
    rows = [line.split() for line in _GAHUKU_GAMA.split("\n") if line]
    names = [row[0] for row in rows]
    return network_of(
        {
            (row[0], name): 1 if sign == "+" else -1
            for row in rows
            for name, sign in zip(names, row[1:], strict=True)
            if sign != "." and row[0] < name
        }
    )


GAHUKU_GAMA = _tribes()
