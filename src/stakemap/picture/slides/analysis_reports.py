"""The report behind a slide of an analysis, its headline and its speaker notes."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from stakemap.analysis.cache import ReportCache
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Report
from stakemap.i18n import tr
from stakemap.model.resolve import Resolver
from stakemap.picture.headlines.headlines import without_positions
from stakemap.picture.job import SlideJob
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.text import plain
from stakemap.wording.names import snapshot_text

#: Reports by the resolver of the deck, since headline, pages and notes of a slide ask for the same one.
_caches: WeakKeyDictionary[Resolver, ReportCache] = WeakKeyDictionary()


def report_of(job: SlideJob) -> Report:
    """The report of the method of the slide's kind in the view of a job."""
    request = job.request
    question = Question(job.document, request.issue, request.snapshot, job.resolver, limits=job.style.limits)
    cache = _caches.setdefault(job.resolver, ReportCache())
    return cache.report(METHODS[SLIDE_KINDS[request.kind].method], question)


def analysis_headline(job: SlideJob) -> str:
    """The first finding, without its full stop as headlines are; if there is none, that no position is
    known, else nothing.
    """
    report = report_of(job)
    return without_positions(job) if report.is_empty else plain(report.findings[0].text).removesuffix(".")


def analysis_notes(job: SlideJob) -> str:
    """The question, each sentence with how it comes about, what they rest on, and what they cannot tell."""
    report, question = report_of(job), plain(job.document.question)
    snapshot = job.appearance.snapshot
    blocks = [
        tr("Question: {question}", question=question) if question else "",
        snapshot_text(snapshot) if snapshot is not None else "",
        *("\n".join((finding.text, *finding.how.splitlines())) for finding in report.findings),
        report.rests_on,
        report.caveat,
    ]
    return "\n\n".join(block for block in blocks if block)
