"""The sentences on tensions: unbalanced triads, camps, what goes against them, ties that contradict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from stakemap.analysis.report import Finding, Place
from stakemap.analysis.tensions.structural_balance import Division, Triads, circles
from stakemap.analysis.tensions.ties import Pair, TieNetwork, Ties
from stakemap.i18n import comma_list, joined, number, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.subjects import Subject
from stakemap.text import one_line
from stakemap.wording.names import actor_name, listing
from stakemap.wording.numbers import figure, signed

#: Most sentences on triads and on pairs that contradict themselves, and most names in one.
_TRIADS, _CONTRADICTIONS, _NAMES, _NAMED_PAIRS = 4, 2, 12, 3


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Actors that ties connect, their division into two camps, and one into three if fewer ties oppose it."""

    network: TieNetwork
    two: Division
    three: Division | None


class Sentences:
    """The sentences on the ties of one snapshot."""

    def __init__(self, document: StakeMap, ties: Ties) -> None:
        self._document, self._ties = document, ties

    # --- pairs ---------------------------------------------------------------------------------------------

    def _name(self, actor: str) -> str:
        return actor_name(self._document, actor)

    def pair_name(self, pair: Pair) -> str:
        return tr("{first} – {second}", first=self._name(pair[0]), second=self._name(pair[1]))

    def relations(self, pairs: Sequence[Pair]) -> tuple[str, ...]:
        return tuple(tie.relation for pair in pairs for tie in self._ties.by_pair.get(pair, ()))

    def _place(self, pair: Pair) -> Place:
        """Where the relation is judged that has most part in the sum of a pair."""
        total = self._ties.strength(pair)
        tie = max(self._ties.by_pair[pair], key=lambda tie: tie.strength * (total or 1))
        return Place(tie.snapshot, Subject.tie(tie.relation))

    def _sum(self, pair: Pair) -> str:
        """What the ties of a pair add up to: "A – B: outreach +2, bilateral ties +1; together +3"."""
        relations = self._document.relations
        known = self._ties.by_pair[pair]
        each = [
            tr(
                "{label} {strength}",
                label=one_line(relations[tie.relation].label),
                strength=signed(tie.strength),
            ).strip()
            for tie in known
        ]
        if len(known) == 1:
            return tr("{pair}: {ties}", pair=self.pair_name(pair), ties=each[0])
        return tr(
            "{pair}: {ties}; together {sum}",
            pair=self.pair_name(pair),
            ties=comma_list(each),
            sum=signed(self._ties.strength(pair)),
        )

    # --- triads --------------------------------------------------------------------------------------------

    def triads(self, found: Triads) -> list[Finding]:
        """The most tense triads, the first as the result that stands above all others."""
        names = self._ties.network.actors
        result = []
        for rank, members in enumerate(found.members[:_TRIADS].tolist()):
            actors = tuple(names[index] for index in members)
            pairs = tuple(combinations(actors, 2))
            hostile = [pair for pair in pairs if self._ties.strength(pair) < 0]
            result.append(
                Finding(
                    "triad " + " ".join(sorted(actors)),
                    self._all_hostile(actors) if len(hostile) == 3 else self._one_hostile(actors, hostile[0]),
                    how=self._triad_how(pairs),
                    kind="detail" if rank else "result",
                    place=self._place(min(hostile, key=lambda pair: -self._ties.strength(pair))),
                    actors=actors,
                    relations=self.relations(pairs),
                )
            )
        return result

    def _one_hostile(self, actors: tuple[str, ...], hostile: Pair) -> str:
        (friend,) = (actor for actor in actors if actor not in hostile)
        first, second = (self._name(actor) for actor in hostile)
        return tr(
            "{friend} is friendly with both {first} and {second}, yet {first} and {second} are hostile to "
            "each other.",
            friend=self._name(friend),
            first=first,
            second=second,
        )

    def _all_hostile(self, actors: tuple[str, ...]) -> str:
        return tr(
            "{names} are all hostile to each other, so that no two of them side against the third.",
            names=joined([self._name(actor) for actor in actors]),
        )

    def _triad_how(self, pairs: Sequence[Pair]) -> str:
        strengths = [self._ties.strength(pair) for pair in pairs]
        return "\n".join(
            [
                *(self._sum(pair) for pair in pairs),
                tr(
                    "Signs: {signs} = −, so the triad is unbalanced. Triads are ranked by their weakest tie, "
                    "here {weakest}, then by the sum of all three, here {sum}.",
                    signs=" × ".join("+" if each > 0 else "−" for each in strengths),
                    weakest=number(min(map(abs, strengths))),
                    sum=number(sum(map(abs, strengths))),
                ),
            ]
        )

    def counted(self, found: Triads) -> list[Finding]:
        """How many of the triads are unbalanced, if there are several."""
        if found.total < 2:
            return []
        total = figure(found.total)
        if not found.unbalanced:
            text = tr("All {total} triads whose three ties are known are balanced.", total=total)
        else:
            text = tr_count(
                "Of {total} triads whose three ties are known, {count} is unbalanced.",
                "Of {total} triads whose three ties are known, {count} are unbalanced.",
                found.unbalanced,
                total=total,
            )
        how = tr(
            "A triad is unbalanced if one or all three of its ties are hostile. Share of balanced triads: "
            "({total} − {count}) ÷ {total} = {share} %.",
            total=total,
            count=figure(found.unbalanced),
            share=figure(100 * (found.balanced_share or 0)),
        )
        return [Finding("triads", text, how, kind="detail")]

    # --- camps ---------------------------------------------------------------------------------------------

    def camps(self, part: Part) -> list[Finding]:
        """The division of a part that has a circle of ties; without any, every tie fits two camps anyhow."""
        if not circles(part.network):
            return []
        network, division = part.network, part.two
        key = " ".join(sorted(network.actors)[:1])
        findings = [self._division(f"camps {key}", part, division, self._camps_text(part, division))]
        if part.three is not None:
            text = self._three_text(part, part.three)
            findings.append(self._division(f"three camps {key}", part, part.three, text))
        if division.moved:
            moved = tuple(network.actors[index] for index in division.moved)
            text = tr_count(
                "Another division into two camps does as well: it has {names} on the other side.",
                "{count} other divisions into two camps do as well; one has {names} on the other side.",
                division.number - 1,
                names=listing([self._name(actor) for actor in moved]),
            )
            findings.append(Finding(f"other camps {key}", text, kind="detail", actors=moved))
        return findings

    def _division(self, key: str, part: Part, division: Division, text: str) -> Finding:
        network = part.network
        frustrated = [network.pair(index) for index in division.frustrated]
        return Finding(
            key,
            text,
            how=self._division_how(part, division),
            kind="result" if division is part.two else "detail",
            place=self._place(frustrated[0]) if frustrated else None,
            actors=network.actors,
            relations=self.relations(frustrated),
            camps=tuple(tuple(network.actors[index] for index in camp) for camp in division.camps),
        )

    def _camp_names(self, part: Part, division: Division) -> list[str]:
        actors = part.network.actors
        names = [[self._name(actors[index]) for index in camp] for camp in division.camps]
        return [joined(each) if len(each) <= _NAMES else listing(each) for each in names]

    def _opposing(self, part: Part, division: Division, hostile: str, friendly: str) -> str:
        """The ties that oppose a division, the strongest first, in one of two patterns."""
        network = part.network
        each = [
            (hostile if network.strength[index] < 0 else friendly).format(
                pair=self.pair_name(network.pair(index))
            )
            for index in division.frustrated[:_NAMED_PAIRS]
        ]
        return listing(each, _NAMED_PAIRS, total=len(division.frustrated))

    def _camps_text(self, part: Part, division: Division) -> str:
        camps, total = self._camp_names(part, division), figure(len(part.network.pairs))
        if division.frustrated:
            texts = self._one_camp_text if len(camps) == 1 else self._two_camps_text
            return texts(part, division, camps)
        if len(camps) == 1:
            return tr(
                "All {total} known ties among {names} are friendly: none pulls against another.",
                total=total,
                names=camps[0],
            )
        return tr(
            "All {total} known ties fit two camps: {first} against {second}.",
            total=total,
            first=camps[0],
            second=camps[1],
        )

    def _one_camp_text(self, part: Part, division: Division, camps: Sequence[str]) -> str:
        values = {
            "total": figure(len(part.network.pairs)),
            "names": camps[0],
            "ties": self._opposing(part, division, "{pair}", "{pair}"),
        }
        if not division.is_exact:
            return tr_count(
                "No two camps were found that fit the {total} ties better than one camp of {names}, although "
                "{count} of them is hostile: {ties}.",
                "No two camps were found that fit the {total} ties better than one camp of {names}, although "
                "{count} of them are hostile: {ties}.",
                len(division.frustrated),
                **values,
            )
        return tr_count(
            "No two camps fit the {total} ties better than one camp of {names}, although {count} of them is "
            "hostile: {ties}.",
            "No two camps fit the {total} ties better than one camp of {names}, although {count} of them are "
            "hostile: {ties}.",
            len(division.frustrated),
            **values,
        )

    def _two_camps_text(self, part: Part, division: Division, camps: Sequence[str]) -> str:
        values = {
            "first": camps[0],
            "second": camps[1],
            "total": figure(len(part.network.pairs)),
            "ties": self._opposing(part, division, tr("{pair} (hostile)"), tr("{pair} (friendly)")),
        }
        if not division.is_exact:
            return tr_count(
                "Of the divisions that were tried, {first} against {second} fits the ties best; {count} of "
                "{total} ties goes against that: {ties}.",
                "Of the divisions that were tried, {first} against {second} fits the ties best; {count} of "
                "{total} ties go against that: {ties}.",
                len(division.frustrated),
                **values,
            )
        return tr_count(
            "The ties fit two camps best: {first} against {second}; {count} of {total} ties goes against "
            "that: {ties}.",
            "The ties fit two camps best: {first} against {second}; {count} of {total} ties go against that: "
            "{ties}.",
            len(division.frustrated),
            **values,
        )

    def _three_text(self, part: Part, division: Division) -> str:
        return tr(
            "Three camps fit better than two: {camps}. The ties that go against them add up to {three} in "
            "strength, instead of {two}.",
            camps=" | ".join(self._camp_names(part, division)),
            three=division.frustration,
            two=part.two.frustration,
        )

    def _division_how(self, part: Part, division: Division) -> str:
        network = part.network
        lines = [tr("Frustration = Σ |strength| of hostile ties inside a camp and of friendly ones across.")]
        shown = [network.pair(index) for index in division.frustrated[:_NAMES]]
        lines.extend(self._sum(pair) for pair in shown)
        if len(division.frustrated) > len(shown):
            rest = len(division.frustrated) - len(shown)
            lines.append(tr_count("and {count} more", "and {count} more", rest))
        lines.append(
            tr(
                "Frustration {sum}, of {all} for all ties.",
                sum=division.frustration,
                all=int(abs(network.strength).sum()),
            )
        )
        lines.append(
            tr("All divisions of the {actors} actors were tried.", actors=len(network.actors))
            if division.is_exact
            else tr(
                "With {actors} actors not all divisions can be tried: this is the best that a search found, "
                "and a better one may exist.",
                actors=len(network.actors),
            )
        )
        return "\n".join(lines)

    def contradictions(self) -> list[Finding]:
        """The pairs that have friendly and hostile ties."""
        result = []
        for pair in self._ties.contradictory[:_CONTRADICTIONS]:
            total = self._ties.strength(pair)
            template = tr(
                "The relations of {first} and {second} contradict each other; together they count as "
                "friendly."
            )
            if total < 0:
                template = tr(
                    "The relations of {first} and {second} contradict each other; together they count as "
                    "hostile."
                )
            elif not total:
                template = tr(
                    "The relations of {first} and {second} cancel each other out, so that they count as no "
                    "tie."
                )
            result.append(
                Finding(
                    "contradiction " + " ".join(sorted(pair)),
                    template.format(first=self._name(pair[0]), second=self._name(pair[1])),
                    how=self._sum(pair),
                    kind="detail",
                    place=self._place(pair),
                    actors=pair,
                    relations=self.relations([pair]),
                )
            )
        return result

    def no_circle(self) -> Finding:
        """What to say where no ties form a circle, and which pairs of unknown tie would close one."""
        network = self._ties.network
        tied = network.matrix() != 0
        closing = np.argwhere(np.triu((tied.astype(np.int64) @ tied > 0) & ~tied, 1)).tolist()
        known = {*self._ties.by_pair, *self._ties.neutral}
        pairs = [(network.actors[one], network.actors[other]) for one, other in closing]
        names = [self.pair_name(pair) for pair in pairs if pair not in known]
        text = tr_count(
            "There is only {count} known tie, so nothing pulls against it.",
            "None of the {count} known ties can pull against others, because they form no circle.",
            len(network.pairs),
        )
        if not len(network.pairs):
            text = tr("No pair has a tie that counts: friendly and hostile ones cancel each other out.")
        if names:
            text = f"{text} {tr('A tie between these would close one: {pairs}.', pairs=listing(names, 3))}"
        return Finding("no-circle", text, kind="missing", actors=network.actors)
