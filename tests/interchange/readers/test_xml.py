"""XML is read without entities, without the network, and within memory."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stakemap.errors import CancelledError, MapReadError
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.xml import elements_of, has_root, local_name, root_of, text_of


def xml(text: str, encoding: str = "utf-8") -> IncomingFile:
    return IncomingFile("graph.xml", text.encode(encoding))


def test_elements_come_complete_and_inner_ones_first() -> None:
    file = xml(
        '<g xmlns="urn:x"><node id="a"><node id="b"/><d>T<i>ex</i>t</d></node><edge/><node id="c"/></g>'
    )
    found = [(element.get("id"), text_of(element)) for element in elements_of(file, "node")]
    assert found == [("b", ""), ("a", "Text"), ("c", "")]


@pytest.mark.parametrize(
    "prolog",
    [
        "",
        "\ufeff",
        '<?xml version="1.0"?>\n<!-- <other/> -->\n',
        '<!DOCTYPE graphml SYSTEM "http://example.org/graphml.dtd">',
        "<!DOCTYPE graphml [<!ELEMENT graphml ANY>]>",
    ],
)
def test_the_root_is_told_by_the_beginning(prolog: str) -> None:
    file = xml(f'{prolog}<g:graphml xmlns:g="urn:x"/>')
    assert has_root(file, "graphml", "gexf")
    assert not has_root(file, "gexf")
    assert local_name(root_of(file)) == "graphml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    file = xml('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', encoding)
    for read in (root_of, lambda file: list(elements_of(file, "a"))):
        with pytest.raises(MapReadError, match="declares entities"):
            read(file)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: "<a><b></a>", "line 1, column 11: Opening and ending tag mismatch: b line 1 and a."),
        (lambda: "<a>" * 100_000, "Excessive depth in document: 256."),
        (lambda: "<a>&unknown;</a>", "This file is not valid XML"),
        (lambda: "<a>" + "<b/>" * 1_100_000 + "</a>", "more elements than a map can take"),
        (lambda: "<a " + " ".join(f'b{number}=""' for number in range(1_100_000)) + "/>", "more elements"),
        (lambda: "<a>" + "x" * 11_000_000 + "</a>", "Text node too long."),
    ],
)
def test_what_cannot_be_read_is_one_sentence(make: Callable[[], str], sentence: str) -> None:
    file = xml(make())
    for read in (root_of, lambda file: list(elements_of(file, "a"))):
        with pytest.raises(MapReadError) as refused:
            read(file)
        assert sentence in str(refused.value)
        assert str(refused.value).count("\n") == 0


def test_reading_can_be_cancelled() -> None:
    file = xml("<a>" + "<b/>" * 10_000 + "</a>")
    shares: list[float] = []

    def report(share: float) -> bool:
        shares.append(share)
        return len(shares) < 3

    with pytest.raises(CancelledError):
        for _ in elements_of(file, "b", report=report):
            pass
    assert shares == sorted(shares)
    assert 0 <= shares[0] <= shares[-1] <= 1
