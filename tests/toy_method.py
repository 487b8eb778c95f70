"""A toy method whose report is easy to foresee, and how often it was asked."""

from __future__ import annotations

from threading import Event

from stakemap.analysis.methods import Method, MethodPage
from stakemap.analysis.question import Question
from stakemap.analysis.report import Bar, Bars, Finding, Move, Report, Table
from stakemap.wording.names import actor_name

__all__ = ["Toy"]


class Toy:
    """Tells of each counted actor where it stands, and proposes that the first one moves to −50.

    It does so once `may_answer` is set, or raises `error`.
    """

    def __init__(self, name: str = "toy") -> None:
        self.asked: list[Question] = []
        self.may_answer = Event()
        self.may_answer.set()
        self.error: Exception | None = None
        self.method = Method(name, lambda: name.capitalize(), self._report, self._page)
        self._id = name

    def _report(self, question: Question) -> Report:
        self.asked.append(question)
        self.may_answer.wait(20)
        if self.error is not None:
            raise self.error
        if not question.has_view:
            return Report(self._id, (Finding("none", "There is nothing to tell yet.", kind="missing"),))
        stances = question.stances
        known = [key for key, found in stances.items() if found.judgement.alignment is not None]
        findings = [self._finding(question, actor, place) for place, actor in enumerate(known)]
        rows = tuple((actor_name(question.document, actor), "1") for actor in known)
        return Report(
            self._id,
            (*findings, Finding("end", "That is all.", "Count them.", "detail")),
            charts=(Bars("Where they stand", self._bars(question, known), (-100.0, 100.0), 0.0),),
            tables=(Table("Who is known", ("Actor", "Times"), rows, frozenset({1})),),
            rests_on=f"Rests on {len(known)} actors.",
            caveat="It is a toy.",
        )

    def _finding(self, question: Question, actor: str, place: int) -> Finding:
        estimate = question.stances[actor].judgement.alignment
        assert estimate is not None
        name = actor_name(question.document, actor)
        moves = (Move(actor, "alignment", estimate.value, -50.0),) if place == 0 else ()
        return Finding(
            f"known-{actor}",
            f"{name} stands at {estimate.value:g}.",
            f"alignment = {estimate.value:g}",
            place=question.place_of_stance(actor),
            actors=(actor,),
            moves=moves,
        )

    def _bars(self, question: Question, known: list[str]) -> tuple[Bar, ...]:
        stands = {actor: question.stances[actor].judgement.alignment for actor in known}
        return tuple(
            Bar(actor_name(question.document, actor), 0.0, estimate.value, f"{estimate.value:g}", key=actor)
            for actor, estimate in stands.items()
            if estimate is not None
        )

    def _page(self) -> MethodPage:
        return MethodPage(
            "Where does everybody stand?", ("alignment = alignment",), ("A. Author: Toys, 1990",), "A toy."
        )
