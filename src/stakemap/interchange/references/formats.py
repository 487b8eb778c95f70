"""The formats of references that can be imported: BibTeX, RIS and CSL-JSON, which yield sources alone."""

from __future__ import annotations

from collections.abc import Sequence

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent, Remark
from stakemap.interchange.formats import Format, FormatPage, ReadJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.references.fields import Found


def _is_bibtex(file: IncomingFile) -> bool:
    from stakemap.interchange.references.bibtex import is_bibtex

    return file.container == "text" and is_bibtex(file.head)


def _is_ris(file: IncomingFile) -> bool:
    from stakemap.interchange.references.ris import is_ris

    return file.container == "text" and is_ris(file.head)


def _is_csl(file: IncomingFile) -> bool:
    from stakemap.interchange.references.csl import csl_items, is_csl

    if file.container != "json" or not is_csl(file.head):
        return False
    try:
        return csl_items(file.json) is not None
    except MapReadError:
        return False


def _read_bibtex(job: ReadJob) -> ImportedContent:
    from stakemap.interchange.references.bibtex import read_bibtex

    return _content(read_bibtex(job.file.text, job.report), job.file.decoded.doubts)


def _read_ris(job: ReadJob) -> ImportedContent:
    from stakemap.interchange.references.ris import read_ris

    return _content(read_ris(job.file.text, job.report), job.file.decoded.doubts)


def _read_csl(job: ReadJob) -> ImportedContent:
    from stakemap.interchange.references.csl import csl_items, read_csl

    return _content(read_csl(csl_items(job.file.json) or (), job.report))


def _content(found: Found, doubts: Sequence[str] = ()) -> ImportedContent:
    """The sources found, with doubts about the encoding of the text.

    Raises MapReadError with the first fault where there are none.
    """
    if not found.sources:
        faults = " ".join(str(remark) for remark in found.remarks[:1])
        raise MapReadError(faults or tr("There are no references in this file."))
    remarks = (*(Remark(kind="doubt", sentence=doubt) for doubt in doubts), *found.remarks)
    return ImportedContent(sources=tuple(found.sources), remarks=remarks)


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("title, authors or editors, publisher or journal, date, web address and DOI, notes"),
            tr("references without positions: they become sources that judgements can cite"),
        ),
        keeps=(tr("volume, number and pages, as a line of the note"),),
        loses=(tr("abstracts, attached files, keywords, translators, series"),),
    )


FORMATS = (
    Format("bibtex", lambda: tr("BibTeX"), (".bib",), _is_bibtex, _read_bibtex, _page),
    Format("ris", lambda: tr("RIS"), (".ris",), _is_ris, _read_ris, _page),
    Format("csl", lambda: tr("CSL-JSON"), (".json",), _is_csl, _read_csl, _page),
)
