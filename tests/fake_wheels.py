"""Wheels of distributions that do not exist, for tests of what installs them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path


def fake_wheel(
    folder: Path,
    name: str,
    version: str = "1.0",
    tag: str = "py3-none-any",
    files: Mapping[str, str] = {},
) -> Path:
    """Write a wheel that pip accepts into a folder; it holds these texts besides its metadata."""
    path = folder / f"{name}-{version}-{tag}.whl"
    about = f"{name}-{version}.dist-info"
    texts = {
        **files,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
        f"{about}/RECORD": "".join(f"{file},,\n" for file in [*files, f"{about}/METADATA"]),
    }
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in texts.items():
            wheel.writestr(zipfile.ZipInfo(file), text)
    return path
