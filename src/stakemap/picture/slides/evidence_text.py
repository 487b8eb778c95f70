"""The words of the evidence appendix: figures, reasons and numbered citations of each actor and relation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from stakemap.i18n import comma_list, isolate, tr
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Citation, Estimate, Judgement, Stance, Standing
from stakemap.model.placing import placing_of
from stakemap.model.resolve import Resolved, Resolver
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.appearance.values import ActorLook, RelationLook, TrayLook
from stakemap.picture.sources import Footnotes, superscript
from stakemap.text import plain, run_on
from stakemap.wording.citations import passages_by_source
from stakemap.wording.judgements import confidence_text, strength_text
from stakemap.wording.numbers import estimate_words

Look = ActorLook | TrayLook | RelationLook
#: What an entry is about: an actor with a position, one without, or a relation.
About = Literal["position", "actor", "relation"]
#: The strength of evidence: a source is cited; there is at least a reason; there is neither.
Support = Literal["source", "reason", "none"]


class Paragraph(NamedTuple):
    """A paragraph of an entry; what is muted has a lighter ink."""

    text: str
    is_muted: bool = True


class Evidence(NamedTuple):
    """What is behind one actor's position, or one relation: figures, which are not broken, and paragraphs.

    `support` is that of the alignment, where the actor has a position. `unexplained` names the values that
    are given without a reason.
    """

    key: str
    name: str
    about: About
    look: Look
    support: Support
    figures: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    unexplained: tuple[str, ...]


def evidence_of(
    document: StakeMap, appearance: Appearance, look: Look, notes: Footnotes, resolver: Resolver
) -> Evidence:
    """The evidence behind what an appearance shows of one actor or relation."""
    snapshot, issue = appearance.view.snapshot, appearance.view.issue
    if isinstance(look, RelationLook):
        return _of_relation(document, snapshot or "", look, notes, resolver)
    stance: Resolved[Stance] | None = None
    standing: Resolved[Standing] | None = None
    if snapshot in document.snapshots and snapshot:
        standing = resolver.standings(document, snapshot).get(look.actor)
        if issue in document.issues and issue:
            stance = resolver.stances(document, snapshot, issue).get(look.actor)
    unexplained: list[str] = []
    why: list[Paragraph] = []
    # Influence on this issue, if given, comes from the stance and replaces that of the standing.
    placed = placing_of(standing, stance)
    judgements = [each.judgement for each in placed.judgements]
    for judgement in judgements:
        is_stance = isinstance(judgement, Stance)
        title = tr("Alignment") if is_stance else tr("Influence")
        why.extend(_reasons(title, judgement, notes))
        if not plain(judgement.reason):
            unexplained.append(title)
    about: About = "actor" if isinstance(look, TrayLook) else "position"
    is_sourced = placed.is_sourced if about == "position" else any(each.is_sourced for each in judgements)
    support, figures = _support(judgements, is_sourced), tuple(_figures(look, stance, standing))
    return Evidence(look.actor, look.name, about, look, support, figures, tuple(why), tuple(unexplained))


def _of_relation(
    document: StakeMap, snapshot: str, look: RelationLook, notes: Footnotes, resolver: Resolver
) -> Evidence:
    tie = resolver.ties(document, snapshot).get(look.relation) if snapshot in document.snapshots else None
    # By their names: no disc on these pages carries the codes.
    source, target = (isolate(plain(document.actors[end].name)) for end in (look.source, look.target))
    name = f"{source} {'→' if look.directed else '–'} {target}"
    strength = strength_text(look.strength)
    if tie is not None and tie.judgement.confidence:
        strength = f"{strength}, {confidence_text(tie.judgement.confidence)}"
    figures = tuple(text for text in (isolate(plain(look.label)), strength) if text)
    judgements = [tie.judgement] if tie else []
    why = [part for each in judgements for part in _reasons(tr("Strength"), each, notes)]
    support = _support(judgements, any(each.is_sourced for each in judgements))
    return Evidence(look.relation, name, "relation", look, support, figures, tuple(why), ())


def _support(judgements: Sequence[Judgement], is_sourced: bool) -> Support:
    if is_sourced:
        return "source"
    # What is cited against a judgement, or for an influence alone, is written like a reason.
    return "reason" if any(plain(each.reason) or each.citations for each in judgements) else "none"


def _figures(
    look: ActorLook | TrayLook, stance: Resolved[Stance] | None, standing: Resolved[Standing] | None
) -> Iterator[str]:
    if isinstance(look, TrayLook):
        yield look.reason
    judged = stance.judgement if stance else None
    if judged and judged.alignment:
        yield _figure(tr("Alignment"), judged.alignment, judged, is_signed=True)
    if judged and judged.salience:
        yield f"{tr('Salience')} {estimate_words(judged.salience)}"
    if judged and judged.influence:
        yield f"{tr('Influence')} {estimate_words(judged.influence)}"
    elif standing and standing.judgement.influence:
        yield _figure(tr("Influence"), standing.judgement.influence, standing.judgement, is_signed=False)


def _figure(name: str, estimate: Estimate, judgement: Judgement, *, is_signed: bool) -> str:
    sure = f", {confidence_text(judgement.confidence)}" if judgement.confidence else ""
    return f"{name} {estimate_words(estimate, with_sign=is_signed)}{sure}"


def _reasons(heading: str, judgement: Judgement, notes: Footnotes) -> Iterator[Paragraph]:
    """Reason and citations of a judgement, as far as there are any."""
    reason = plain(run_on(judgement.reason))
    if reason:
        yield Paragraph(tr("{name}: {text}", name=heading, text=isolate(reason)), is_muted=False)
    for title, citations in (
        (tr("Sources"), [each for each in judgement.citations if not each.against]),
        (tr("Contradicted by"), [each for each in judgement.citations if each.against]),
    ):
        if citations:
            named = title if reason else tr("{name} ({detail})", name=title, detail=heading)
            yield Paragraph(f"{named}: {'; '.join(_cited(citations, notes))}")


def _cited(citations: Sequence[Citation], notes: Footnotes) -> Iterator[str]:
    """Passages cited, by source, after its number: "¹ p. 3, p. 7"."""
    passages = passages_by_source(citations, lambda passage: isolate(plain(passage)))
    for source, found in sorted(passages.items(), key=lambda item: notes.numbers.get(item[0], 0)):
        number_of = notes.numbers.get(source)
        mark = superscript(number_of) if number_of else "?"
        yield " ".join(part for part in (mark, comma_list(found)) if part)


def unexplained_lines(entries: Iterable[Evidence]) -> list[str]:
    """Paragraphs on what is given without a reason: those without any evidence, with their figures; then for
    each kind of value the names of the others.
    """
    bare: list[str] = []
    found: dict[str, list[str]] = {}
    for entry in entries:
        name = isolate(entry.name)
        if entry.support == "none":
            figures = comma_list(entry.figures)
            bare.append(tr("{name} ({detail})", name=name, detail=figures) if figures else name)
        else:
            for kind in entry.unexplained:
                found.setdefault(kind, []).append(name)
    paragraphs = {tr("No reason or source"): bare} if bare else {}
    return [
        tr("{name}: {text}", name=kind, text=comma_list(names))
        for kind, names in (paragraphs | found).items()
    ]
