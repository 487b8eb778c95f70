"""What an address leads to, and which addresses lead nowhere."""

from __future__ import annotations

import pytest

from stakemap.model.links import link_of


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.com",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.com/",
        "http:example.com",
        "https:///example.com",
        "https://user@example.com/",
        "https://example.com@other.example/",
        "https://good.example\\@other.example",
        "https://good.example/\n.other.example",
        "https://good.example/\u202etxt.exe",
        "https://a..b/",
        "https://-a.example/",
        "https://" + "a" * 70 + ".example/",
        "https://example.com:99999/",
        "https://[bad",
        "https://exa mple.com/",
        "https://example.com/" + "a" * 2_000,
    ],
)
def test_no_link(address: str) -> None:
    assert link_of(address) is None


def test_a_plain_address() -> None:
    link = link_of(" HTTPS://Example.COM:8080/a?b=c#d ")
    assert link is not None
    assert (link.host, link.readable, link.port) == ("example.com", "example.com", 8080)
    assert link.is_encrypted
    assert not link.is_foreign
    assert link.address == "HTTPS://Example.COM:8080/a?b=c#d"


@pytest.mark.parametrize("address", ["https://аррӏе.com/", "https://xn--80ak6aa92e.com/"])
def test_a_name_that_passes_for_another_is_told(address: str) -> None:
    link = link_of(address)
    assert link is not None
    assert link.host == "xn--80ak6aa92e.com"
    assert link.is_foreign
    assert link.scripts == ("Cyrillic", "Latin")


def test_an_unencrypted_address() -> None:
    link = link_of("http://127.0.0.1/")
    assert link is not None
    assert not link.is_encrypted
    assert link.host == "127.0.0.1"
