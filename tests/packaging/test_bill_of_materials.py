"""What a package says that it brings: the bill of materials, the licences, and the sums."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import SimpleNamespace

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from building import inventory
from building.bill_of_materials import bill, write_bill
from building.debian_copyright import debian_copyright
from building.licences import Component, folder_of
from building.linked import linked
from building.sums import write_sums

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = sorted((ROOT / "dist").glob("*.cdx.json"))
#: 2026-12-01.
EPOCH = 1796083200

COMPONENTS: list[Component] = [
    {
        "name": "numpy",
        "version": "2.4.6",
        "purl": "pkg:pypi/numpy@2.4.6",
        "licence": "BSD-3-Clause AND 0BSD",
        "sha256": "ab" * 32,
        "texts": {"LICENSE": "Copyright (c) 2005 NumPy Developers\n\n\tRedistribution …\n"},
        "contents": [
            {"name": "openblas", "version": "0.3", "licenses": [{"license": {"id": "BSD-3-Clause"}}]},
            {"name": "openblas", "version": "0.3", "bom-ref": "twice"},
        ],
    },
    {
        "name": "libfoo1",
        "version": "1:2.0-1+b1",
        "purl": "pkg:deb/debian/libfoo1@1%3A2.0-1%2Bb1?arch=amd64",
        "licence": ["Expat", "some words of its author"],
        "texts": {
            "copyright": "Text.",
            "GPL-3": "  GNU GENERAL PUBLIC LICENSE\n  Version 3, 29 June 2007\nlong",
        },
    },
]


def faults(text: str) -> str:
    """What the schema of CycloneDX 1.6 says against a bill."""
    return str(JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) or "")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "stakemap_0.1.0_amd64.deb"
    path.write_bytes(b"a package")
    return path


def test_a_bill_follows_the_schema(package: Path) -> None:
    path = write_bill(package, COMPONENTS, "0.1.0", EPOCH)
    text = path.read_text(encoding="utf-8")
    assert faults(text) == ""
    told = json.loads(text)
    assert [each["purl"] for each in told["components"]] == [each["purl"] for each in COMPONENTS]
    assert told["metadata"]["timestamp"] == "2026-12-01T00:00:00Z"
    assert told["components"][0]["hashes"] == [{"alg": "SHA-256", "content": "ab" * 32}]
    assert [each["name"] for each in told["components"][0]["components"]] == ["openblas"]


def test_a_bill_depends_on_package_and_time_alone(package: Path) -> None:
    first = bill(package, COMPONENTS, "0.1.0", EPOCH)
    assert bill(package, COMPONENTS, "0.1.0", EPOCH) == first
    package.write_bytes(b"another")
    assert bill(package, COMPONENTS, "0.1.0", EPOCH)["serialNumber"] != first["serialNumber"]


@pytest.mark.parametrize("path", PACKAGES or [None], ids=lambda path: path.name if path else "none")
def test_the_bills_of_what_was_built_follow_the_schema(path: Path | None) -> None:
    if path is None:
        pytest.skip("run packaging/build.py deb portable first")
    text = path.read_text(encoding="utf-8")
    assert faults(text) == ""
    listed = {each["name"]: each for each in json.loads(text)["components"]}
    assert {"python", "qt", "pyside6-essentials", "numpy", "lxml", "fontpkg-inter", "pyinstaller"} <= set(
        listed
    )
    pinned = "".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "packaging" / "requirements").iterdir()
    )
    for each in listed.values():
        assert each["version"], each["name"]
        for known in each.get("hashes", ()):
            assert known["content"] in pinned, f"{each['name']} is not of a hash that is pinned"


def pinned_names() -> list[str]:
    text = (ROOT / "packaging" / "requirements" / "app.txt").read_text(encoding="utf-8")
    return re.findall(r"^([\w-]+)==", text, re.MULTILINE)


@pytest.mark.parametrize("name", pinned_names())
def test_each_wheel_that_the_app_runs_on_has_a_licence(name: str) -> None:
    try:
        component = inventory.component_of(distribution(name))
    except PackageNotFoundError:
        pytest.skip("needed on other machines alone")
    assert component["licence"]
    texts = component["texts"]
    assert isinstance(texts, dict)
    assert all(len(text) > 100 for text in texts.values()) or len(texts) > 1


def test_libraries_in_wheels_without_a_bill_are_listed() -> None:
    texts = [
        "NumPy\n\nName: OpenBLAS\nFiles: numpy.libs/libopenblas*.so\nDescription: bundled\n"
        "License: BSD-3-Clause\n  Copyright\n\nName: GCC runtime library\nFiles: numpy.libs/libgfortran*.so\n"
        "Availability: https://gcc.gnu.org\nLicense: GPL-3.0-or-later WITH GCC-exception-3.1\n"
    ]
    parts = {each["name"]: each["licenses"] for each in linked("numpy", texts)}
    assert parts == {
        "OpenBLAS": [{"expression": "BSD-3-Clause"}],
        "GCC runtime library": [{"expression": "GPL-3.0-or-later WITH GCC-exception-3.1"}],
    }
    of_lxml = inventory.component_of(distribution("lxml"))
    assert {"libxml2", "libxslt", "libiconv", "zlib"} <= {each["name"] for each in of_lxml["contents"]}
    assert {"lxml.txt", "LGPL-2.1.txt"} <= set(of_lxml["texts"])


def test_what_came_from_nowhere_known_is_not_brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inventory.sys, "platform", "linux")
    (tmp_path / "_internal").mkdir()
    (tmp_path / "_internal" / "libunheard-of.so.7").write_bytes(b"")
    with pytest.raises(SystemExit, match=r"^Nobody knows where libunheard-of\.so\.7 came from.*\.$"):
        list(inventory.origins_of_files(tmp_path))


def test_a_module_inside_python_brings_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_sqlite3.pyd").touch()
    windows = SimpleNamespace(platform="win32", builtin_module_names=("zlib",))
    monkeypatch.setattr(inventory, "sys", windows)
    assert [part["name"] for part in inventory.parts_of_python(tmp_path)] == ["sqlite", "zlib"]


def test_debians_copyright_is_machine_readable() -> None:
    text = debian_copyright(COMPONENTS, "MIT License\n\nCopyright (c) 2026 The Stakemap developers\n")
    head, *stanzas = text.rstrip("\n").split("\n\n")
    assert head.startswith("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n")
    for stanza in stanzas:
        fields = [line.partition(":")[0] for line in stanza.split("\n") if not line.startswith(" ")]
        assert set(fields) - {"Comment"} == {"Files", "Copyright", "License"}
        assert not re.search(r"^ *$", stanza, re.MULTILINE)
    assert len(stanzas) == 1 + len(COMPONENTS)
    assert f"Files: usr/lib/stakemap/licences/{folder_of(COMPONENTS[0])}/*" in text
    assert "Copyright (c) 2005 NumPy Developers" in text
    assert "/usr/share/common-licenses/GPL-3" in text
    assert "long" not in text.partition("GPL-3:")[2]


def test_the_sums_are_as_sha256sum_reads_them(package: Path) -> None:
    gone = package.with_name("gone.deb")
    gone.write_bytes(b"older")
    write_sums(package.parent, [gone])
    gone.unlink()
    other = package.with_name("other.tar.gz")
    other.write_bytes(b"")
    write_sums(package.parent, [package])
    path = write_sums(package.parent, [other])
    assert [line.split("  ")[1] for line in path.read_text().splitlines()] == sorted(
        [package.name, other.name]
    )
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--check", "--strict", path.name], cwd=path.parent, check=True)
