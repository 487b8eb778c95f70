"""Text for judgements: the value alone, or all lines for the hover card, screen reader and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from stakemap.i18n import comma_list, isolate, number, tr
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Confidence, Estimate, Judgement, Stance, Standing, Tie
from stakemap.model.placing import placing_of
from stakemap.model.resolve import Resolved, Resolver, is_carried_over
from stakemap.model.terms import term
from stakemap.text import plain
from stakemap.wording.citations import cited_for_and_against, short_source
from stakemap.wording.numbers import SIGNED_FIELDS, estimate_words, signed
from stakemap.wording.others import other_lines, pooled_text, signature_text


def confidence_text(confidence: Confidence) -> str:
    """The confidence of a judgement in words."""
    return {
        "high": tr("high confidence"),
        "moderate": tr("moderate confidence"),
        "low": tr("low confidence"),
    }[confidence]


def support_words(judgement: Judgement) -> list[str]:
    """The confidence and basis of a judgement in words, each where given."""
    confidence = [confidence_text(judgement.confidence)] if judgement.confidence else []
    return [*confidence, term(judgement.basis)] if judgement.basis else confidence


def value_of(judgement: Judgement | None, *, ranges: bool = False) -> str:
    """The value of a judgement, optionally with its range; "unknown", or "not judged" for None."""
    if judgement is None:
        return tr("not judged")
    measured = getattr(judgement, judgement.measured)
    if measured is None:
        return term(judgement.state)
    has_sign = judgement.measured in SIGNED_FIELDS
    if ranges and isinstance(measured, Estimate):
        return estimate_words(measured, with_sign=has_sign)
    value = measured.value if isinstance(measured, Estimate) else measured
    return signed(value) if has_sign else number(value)


class Line(NamedTuple):
    """One line about a judgement and its kind: the actor's name, a value, the reason, or other support."""

    kind: Literal["name", "value", "reason", "ground"]
    text: str


def place_line(
    document: StakeMap, snapshot: str | None, issue: str | None, actor: str, resolver: Resolver | None = None
) -> str:
    """One sentence for screen readers: an actor's name, alignment and influence, or why it has none."""
    standing, stance = _resolved(document, snapshot, issue, actor, resolver or Resolver())
    name = plain(document.actors[actor].name)
    placed = placing_of(standing, stance)
    alignment, influence = placed.position
    if placed.placement == "not-applicable":
        return tr("{name}: not applicable", name=name)
    if alignment is not None and influence is not None:
        values = {"alignment": signed(alignment), "influence": number(influence)}
        place = tr("{name}: alignment {alignment}, influence {influence}", name=name, **values)
        pooled = "" if stance is None else pooled_text(stance.judgement)
        return tr("{place}. {pooled}", place=place, pooled=pooled) if pooled else place
    if stance is None:
        return tr("{name}: position not judged", name=name)
    if alignment is None:
        return tr("{name}: position unknown", name=name)
    return tr("{name}: influence not known", name=name)


def judgement_lines(
    document: StakeMap, snapshot: str | None, issue: str | None, actor: str, resolver: Resolver | None = None
) -> tuple[str, ...]:
    """The texts of `judgement_parts`."""
    return tuple(line.text for line in judgement_parts(document, snapshot, issue, actor, resolver))


def judgement_parts(
    document: StakeMap, snapshot: str | None, issue: str | None, actor: str, resolver: Resolver | None = None
) -> tuple[Line, ...]:
    """The lines about an actor on an issue in a snapshot: its name, then the stance with conditions and
    support, then the influence. Texts of the map are plain text, never markup.
    """
    standing, stance = _resolved(document, snapshot, issue, actor, resolver or Resolver())
    lines = [Line("name", _name_line(document, actor))]
    if issue is not None and issue in document.issues:
        if stance is None:
            lines.append(Line("value", tr("Alignment: not judged")))
        else:
            lines.extend(_stance_lines(document, snapshot or "", stance))
    lines.extend(_influence_lines(document, snapshot or "", standing, stance))
    return tuple(lines)


def lines_of(document: StakeMap, snapshot: str, judgement: Judgement) -> Iterator[Line]:
    """The lines about one judgement of a snapshot, whether it is in the map or not: value and support."""
    if isinstance(judgement, Stance):
        yield from _stance_lines(document, snapshot, Resolved(judgement, snapshot))
    elif isinstance(judgement, Standing):
        yield from _standing_lines(document, snapshot, Resolved(judgement, snapshot))
    elif isinstance(judgement, Tie):
        yield _value(strength_text(judgement.strength), judgement)
        yield from _grounds(document, snapshot, Resolved(judgement, snapshot))


def strength_text(strength: int | None) -> str:
    """The strength of a relation, −3 (hostile) to +3 (friendly), in words."""
    if strength is None:
        return tr("Strength: unknown")
    return tr("Strength {value}, {words}", value=signed(strength), words=strength_words()[strength])


def strength_words() -> dict[int, str]:
    """The scale of strengths of relations, from +3 to −3, in words."""
    return {
        3: tr("strongly friendly"),
        2: tr("friendly"),
        1: tr("mildly friendly"),
        0: tr("neutral"),
        -1: tr("mildly hostile"),
        -2: tr("hostile"),
        -3: tr("strongly hostile"),
    }


def tie_lines(document: StakeMap, snapshot: str, relation: str, tie: Resolved[Tie]) -> tuple[str, ...]:
    """The lines about a relation in a snapshot: its name, strength and support."""
    value = _value(strength_text(tie.judgement.strength), tie.judgement)
    grounds = _grounds(document, snapshot, tie)
    return (_relation_line(document, relation), value.text, *(line.text for line in grounds))


def _relation_line(document: StakeMap, relation: str) -> str:
    """The ends of a relation with its direction, and its label."""
    record = document.relations[relation]
    source, target = (isolate(plain(document.actors[end].name)) for end in (record.source, record.target))
    ends = f"{source} {'→' if record.directed else '–'} {target}"
    label = isolate(plain(record.label))
    return tr("{ends}: {label}", ends=ends, label=label) if label else ends


def _resolved(
    document: StakeMap, snapshot: str | None, issue: str | None, actor: str, resolver: Resolver
) -> tuple[Resolved[Standing] | None, Resolved[Stance] | None]:
    if snapshot is None or snapshot not in document.snapshots:
        return None, None
    standing = resolver.standings(document, snapshot).get(actor)
    if issue is None or issue not in document.issues:
        return standing, None
    return standing, resolver.stances(document, snapshot, issue).get(actor)


def _name_line(document: StakeMap, actor: str) -> str:
    record = document.actors[actor]
    name = isolate(plain(record.name))
    group = document.groups.get(record.group) if record.group else None
    if group is None or group.name == record.name:
        return name
    return f"{name} · {isolate(plain(group.name))}"


def _stance_lines(document: StakeMap, snapshot: str, stance: Resolved[Stance]) -> Iterator[Line]:
    judged = stance.judgement
    if judged.state == "not-applicable":
        yield Line("value", tr("Alignment: not applicable"))
    elif judged.alignment is None:
        yield Line("value", tr("Alignment: unknown"))
    else:
        yield _value(tr("Alignment {value}", value=estimate_words(judged.alignment, with_sign=True)), judged)
    if judged.role:
        yield Line("ground", tr("Role: {role}", role=term(judged.role)))
    if judged.votes is not None:
        yield Line("ground", tr("Votes: {votes}", votes=judged.votes))
    if judged.salience:
        yield Line("ground", tr("Salience {value}", value=estimate_words(judged.salience)))
    for condition in judged.conditions:
        on = document.issues.get(condition.issue) if condition.issue else None
        text = plain(condition.text)
        hangs = (
            tr("Depends on: {text} ({issue})", text=text, issue=plain(on.name))
            if on
            else tr("Depends on: {text}", text=text)
        )
        yield Line("ground", hangs)
    yield from _grounds(document, snapshot, stance)


def _influence_lines(
    document: StakeMap,
    snapshot: str,
    standing: Resolved[Standing] | None,
    stance: Resolved[Stance] | None,
) -> Iterator[Line]:
    own = stance.judgement.influence if stance is not None else None
    if own is not None:
        yield Line("value", tr("Influence on this issue {value}", value=estimate_words(own)))
        return
    if standing is None:
        yield Line("value", tr("Influence: not judged"))
        return
    yield from _standing_lines(document, snapshot, standing)


def _standing_lines(document: StakeMap, snapshot: str, standing: Resolved[Standing]) -> Iterator[Line]:
    judged = standing.judgement
    if judged.state == "not-applicable":
        yield Line("value", tr("Influence: not applicable"))
    elif judged.influence is None:
        yield Line("value", tr("Influence: unknown"))
    else:
        yield _value(tr("Influence {value}", value=estimate_words(judged.influence)), judged)
    yield from _grounds(document, snapshot, standing)


def _value(value: str, judgement: Judgement) -> Line:
    """A value with the confidence and basis of its judgement."""
    return Line("value", comma_list([value, *support_words(judgement)]))


def _grounds(
    document: StakeMap, snapshot: str, resolved: Resolved[Stance] | Resolved[Standing] | Resolved[Tie]
) -> Iterator[Line]:
    """The lines that every judgement has: reason, sources, what to watch for, origin, author and date."""
    judged = resolved.judgement
    if judged.reason.strip():
        yield Line("reason", tr("Reason: {text}", text=plain(judged.reason)))
    elif judged.is_judged:
        yield Line("ground", tr("No reason given"))

    def name(key: str) -> str:
        source = document.sources.get(key)
        return short_source(source) if source else key

    support, against = cited_for_and_against(judged.citations, name, lambda passage: isolate(plain(passage)))
    if support:
        yield Line("ground", tr("Sources: {sources}", sources="; ".join(support)))
    elif judged.is_judged:
        yield Line("ground", tr("No source cited"))
    if against:
        yield Line("ground", tr("Contradicted by: {sources}", sources="; ".join(against)))
    if judged.support_kept:
        yield Line("ground", tr("Reason and sources kept from an earlier value"))
    if judged.watch_for.strip():
        yield Line("ground", tr("Watch for: {text}", text=plain(judged.watch_for)))
    if is_carried_over(document, resolved, snapshot):
        label = plain(document.snapshots[resolved.snapshot].label)
        yield Line("ground", tr("Carried over from {snapshot}", snapshot=label))
    yield from _signature(judged)


def _signature(judged: Judgement) -> Iterator[Line]:
    """From what a judgement was pooled, author and date, where known, and what others judge."""
    yield from (Line("ground", text) for text in (pooled_text(judged), signature_text(judged)) if text)
    yield from (Line("ground", text) for text in other_lines(judged))
