"""The sentences on convergence across issues: who stands closest, who is an ally on one issue and an opponent
on another, and what could be traded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stakemap.analysis.balance.counted import FloatArray
from stakemap.analysis.convergence.convergence import Agreement, BoolArray, Positions, Trade
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Place
from stakemap.i18n import joined, number, tr, tr_count
from stakemap.text import one_line
from stakemap.wording.names import actor_name, enumeration, issue_name
from stakemap.wording.numbers import figure, signed

#: Most sentences on ambivalent pairs and trades; most issues named in one, and most that stand behind one.
_AMBIVALENT, _TRADES, _NAMES, _ISSUES = 3, 3, 4, 12


@dataclass(frozen=True, eq=False)
class Results:
    """What was computed: MACTOR's three forms, the pairs left out, and possible trades."""

    positions: Positions
    apart: BoolArray
    signs: Agreement
    valued: Agreement
    weighted: Agreement
    trades: tuple[Trade, ...]

    @property
    def forms(self) -> Mapping[str, Agreement]:
        """MACTOR's three forms by name."""
        return {"signs": self.signs, "valued": self.valued, "weighted": self.weighted}

    @cached_property
    def shared(self) -> FloatArray:
        """On how many issues both of a pair take a side."""
        return self.signs.convergence + self.signs.divergence

    def closest(self) -> tuple[int, int] | None:
        """The pair with most convergence in excess of divergence, of those that share two issues or more."""
        return self._most(self.valued.net)

    def furthest(self) -> tuple[int, int] | None:
        """The pair with most divergence in excess of convergence, of those that share two issues or more."""
        return self._most(-self.valued.net)

    def _most(self, net: FloatArray) -> tuple[int, int] | None:
        candidates = np.where(np.triu(self.shared >= 2, 1), net, 0.0)
        if not candidates.size or candidates.max() <= 0:
            return None
        row, column = np.unravel_index(int(candidates.argmax()), candidates.shape)
        return int(row), int(column)

    def ambivalent(self) -> list[tuple[int, int]]:
        """The pairs with convergence and divergence, first those in which both are firmest on the issue that
        unites them most and on the one that divides them most.
        """
        count = len(self.positions.actors)
        same, opposite = np.zeros((count, count)), np.zeros((count, count))
        for sides, alignment in zip(
            self.positions.sides.T, np.nan_to_num(np.abs(self.positions.alignment.T)), strict=True
        ):
            firm = np.minimum.outer(alignment, alignment)
            product = np.multiply.outer(sides, sides)
            np.maximum(same, np.where(product > 0, firm, 0.0), out=same)
            np.maximum(opposite, np.where(product < 0, firm, 0.0), out=opposite)
        least = np.triu(np.where(self.apart, 0.0, np.minimum(same, opposite)), 1)
        rows, columns = np.nonzero(least)
        order = np.argsort(-least[rows, columns], kind="stable")
        return list(zip(rows[order].tolist(), columns[order].tolist(), strict=True))


class Sentences:
    """The sentences on the positions of one snapshot."""

    def __init__(self, question: Question, results: Results) -> None:
        self._question, self._results = question, results

    def name(self, actor: int) -> str:
        """An actor's name."""
        return actor_name(self._question.document, self._results.positions.actors[actor])

    def _issue(self, issue: int) -> str:
        name = issue_name(self._question.document, self._results.positions.issues[issue])
        return tr("“{issue}”", issue=one_line(name))

    def _issues(self, issues: Sequence[int]) -> str:
        return enumeration([self._issue(issue) for issue in issues], _NAMES)

    def _actors(self, pair: tuple[int, int]) -> tuple[str, ...]:
        return tuple(self._results.positions.actors[actor] for actor in pair)

    def _place(self, actor: int, issue: int, field: str = "value") -> Place:
        found = self._results.positions
        return self._question.on(found.issues[issue]).place_of_stance(found.actors[actor], field)

    def _products(self, pair: tuple[int, int]) -> list[float]:
        """For each issue 1 for the same side, −1 for opposite sides, 0 where not both take one."""
        sides = self._results.positions.sides
        products: list[float] = (sides[pair[0]] * sides[pair[1]]).tolist()
        return products

    # --- pairs ---------------------------------------------------------------------------------------------

    def headline(self) -> Finding:
        """Who stands closest and who furthest apart."""
        closest, furthest = self._results.closest(), self._results.furthest()
        near = self._pair_text(closest, 1) if closest else ""
        far = self._pair_text(furthest, -1) if furthest else ""
        if near and far:
            text = tr("Closest across issues are {near}; furthest apart are {far}.", near=near, far=far)
        elif near:
            text = tr(
                "Closest across issues are {near}; no two actors diverge more than they converge.", near=near
            )
        elif far:
            text = tr(
                "Furthest apart across issues are {far}; no two actors converge more than they diverge.",
                far=far,
            )
        else:
            text = tr("No two actors converge across issues more than they diverge, or the other way round.")
        pairs = [pair for pair in (closest, furthest) if pair is not None]
        first = pairs[0] if pairs else None
        actors = dict.fromkeys(actor for pair in pairs for actor in self._actors(pair))
        return Finding(
            "closest",
            text,
            how="\n".join(self.pair_how(pair) for pair in pairs),
            place=None if first is None else self._place(first[0], self._strongest_issue(first)),
            actors=tuple(actors),
        )

    def _pair_text(self, pair: tuple[int, int], side: int) -> str:
        shared = [product for product in self._products(pair) if product]
        count, total = shared.count(side), len(shared)
        values = {"first": self.name(pair[0]), "second": self.name(pair[1])}
        if side > 0:
            return tr(
                "{first} and {second} (same side on {count} of {total} issues)",
                count=count,
                total=total,
                **values,
            )
        return tr(
            "{first} and {second} (opposite sides on {count} of {total} issues)",
            count=count,
            total=total,
            **values,
        )

    def _strongest_issue(self, pair: tuple[int, int]) -> int:
        alignment = np.nan_to_num(np.abs(self._results.positions.alignment[list(pair)]))
        return int(np.where(np.array(self._products(pair)) != 0, alignment.sum(axis=0), -1).argmax())

    def pair_how(self, pair: tuple[int, int]) -> str:
        """The numbers of a pair, issue by issue, and their sums."""
        results, found = self._results, self._results.positions
        lines: list[str] = []
        for issue, product in enumerate(self._products(pair)):
            if product and len(lines) < _ISSUES:
                one, two = (float(found.alignment[actor, issue]) for actor in pair)
                pattern = tr("{issue}: {first} {one}, {second} {two}: same side, ½ ({x} + {y}) = {mean}")
                if product < 0:
                    pattern = tr(
                        "{issue}: {first} {one}, {second} {two}: opposite sides, ½ ({x} + {y}) = {mean}"
                    )
                lines.append(
                    pattern.format(
                        issue=self._issue(issue),
                        first=self.name(pair[0]),
                        one=signed(one),
                        second=self.name(pair[1]),
                        two=signed(two),
                        x=number(abs(one)),
                        y=number(abs(two)),
                        mean=number((abs(one) + abs(two)) / 2),
                    )
                )
        same, opposite = float(results.valued.convergence[pair]), float(results.valued.divergence[pair])
        lines.append(
            tr(
                "C = Σ same side = {same}; D = Σ opposite sides = {opposite}; C − D = {net}",
                same=number(same),
                opposite=number(opposite),
                net=signed(same - opposite),
            )
        )
        return "\n".join(lines)

    def ambivalent(self) -> list[Finding]:
        """The pairs that are allies on one issue and opponents on another."""
        pairs = self._results.ambivalent()
        findings = []
        for pair in pairs[:_AMBIVALENT]:
            products = self._products(pair)
            findings.append(
                Finding(
                    "ambivalent " + " ".join(self._actors(pair)),
                    tr(
                        "{first} and {second} are on the same side of {same}, but on opposite sides of "
                        "{opposite}.",
                        first=self.name(pair[0]),
                        second=self.name(pair[1]),
                        same=self._issues([issue for issue, product in enumerate(products) if product > 0]),
                        opposite=self._issues(
                            [issue for issue, product in enumerate(products) if product < 0]
                        ),
                    ),
                    how=self.pair_how(pair),
                    place=self._place(pair[0], products.index(-1.0)),
                    actors=self._actors(pair),
                )
            )
        if len(pairs) > _AMBIVALENT:
            text = tr_count(
                "{count} more pair is on the same side of one issue and on opposite sides of another.",
                "{count} more pairs are on the same side of one issue and on opposite sides of another.",
                len(pairs) - _AMBIVALENT,
            )
            findings.append(Finding("more-ambivalent", text, kind="detail"))
        return findings

    # --- trades --------------------------------------------------------------------------------------------

    def trades(self) -> list[Finding]:
        """What each of two opponents could concede to the other, where salience is known."""
        found = self._results.positions
        findings = []
        for trade in self._results.trades[:_TRADES]:
            values = {
                "first": self.name(trade.first),
                "second": self.name(trade.second),
                "own": self._issue(trade.own),
                "other": self._issue(trade.other),
            }
            saliences = {
                name: number(float(found.salience[actor, issue]))
                for name, actor, issue in (
                    ("a", trade.first, trade.own),
                    ("b", trade.first, trade.other),
                    ("c", trade.second, trade.own),
                    ("d", trade.second, trade.other),
                )
            }
            findings.append(
                Finding(
                    f"trade {found.actors[trade.first]} {found.actors[trade.second]} "
                    f"{found.issues[trade.own]} {found.issues[trade.other]}",
                    tr(
                        "A possible trade: {own} matters more to {first} and {other} more to {second}, who "
                        "are on opposite sides of both.",
                        **values,
                    ),
                    how="\n".join(
                        [
                            tr("Salience to {first}: {own} {a}, {other} {b}", **values, **saliences),
                            tr("Salience to {second}: {own} {c}, {other} {d}", **values, **saliences),
                            self.pair_how((trade.first, trade.second)),
                        ]
                    ),
                    place=self._place(trade.first, trade.other, "salience"),
                    actors=self._actors((trade.first, trade.second)),
                )
            )
        return findings or self._no_trade()

    def _no_trade(self) -> list[Finding]:
        """Whether no trade is named because salience is missing."""
        found = self._results.positions
        opposed = self._results.signs.divergence
        lacks = np.isnan(found.salience) & (found.sides != 0)
        if not ((opposed >= 2) & (lacks.any(axis=1)[:, None] | lacks.any(axis=1))).any():
            return []
        text = tr_count(
            "Possible trades cannot all be told: salience is not judged for {count} of {total} positions.",
            "Possible trades cannot all be told: salience is not judged for {count} of {total} positions.",
            int(lacks.sum()),
            total=figure(int((found.sides != 0).sum())),
        )
        return [Finding("no-salience", text, kind="missing")]

    # --- all -----------------------------------------------------------------------------------------------

    def most_ambivalent(self) -> list[Finding]:
        """The actor that is torn most between its allies and its opponents."""
        ambivalence = np.nan_to_num(self._results.signs.ambivalence)
        if not ambivalence.size or ambivalence.max() <= 0:
            return []
        actor = int(ambivalence.argmax())
        signs = self._results.signs
        return [
            Finding(
                "most-ambivalent",
                tr(
                    "{name} is the most ambivalent: it agrees with others on some issues and opposes the "
                    "same ones on others (ambivalence {value} on a scale from 0 to 1).",
                    name=self.name(actor),
                    value=figure(float(ambivalence[actor]), 2),
                ),
                how=tr(
                    "1 − Σ |C − D| ÷ Σ (C + D) over all others, where C and D count the issues on which "
                    "two are on the same and on opposite sides: 1 − {net} ÷ {both} = {value}",
                    net=number(float(np.abs(signs.net[actor]).sum())),
                    both=number(float(self._results.shared[actor].sum())),
                    value=figure(float(ambivalence[actor]), 2),
                ),
                kind="detail",
                actors=(self._results.positions.actors[actor],),
            )
        ]

    def share(self) -> list[Finding]:
        """How much of what actors have to do with each other is convergence."""
        results = self._results
        if results.signs.share is None or results.valued.share is None:
            return []
        forms = [
            tr("by sides {share} %", share=figure(100 * results.signs.share, 1)),
            tr("by alignment {share} %", share=figure(100 * results.valued.share, 1)),
        ]
        if results.weighted.share is not None:
            forms.append(tr("weighted {share} %", share=figure(100 * results.weighted.share, 1)))
        same, both = results.signs.convergence.sum() / 2, results.shared.sum() / 2
        return [
            Finding(
                "share",
                tr(
                    "Two actors who both take a side on an issue take the same one in {count} of {total} "
                    "cases.",
                    count=figure(float(same)),
                    total=figure(float(both)),
                ),
                how=tr("Share of convergence, Σ C ÷ Σ (C + D): {forms}", forms=joined(forms)),
                kind="detail",
            )
        ]
