"""Theme files on disk, and the font of one in every format."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from pptx import Presentation

from stakemap.errors import UsageError
from stakemap.export.pdf import pdf_bytes
from stakemap.export.png import render
from stakemap.export.pptx import pptx_bytes
from stakemap.export.svg import svg_bytes
from stakemap.export.theme_files import read_theme


def test_a_theme_is_read_from_its_file(tmp_path: Path):
    path = tmp_path / "ours.json"
    path.write_text(json.dumps({"name": "Ours", "footer": "Մեր բաժինը"}), encoding="utf-8-sig")
    assert read_theme(path).footer == "Մեր բաժինը"


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"footer": 1}', b" " * 100_001])
def test_a_broken_file_gets_a_message_that_names_it(tmp_path: Path, data: bytes):
    path = tmp_path / "ours.json"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=r"ours\.json"):
        read_theme(path)
    with pytest.raises(UsageError):
        read_theme(tmp_path)
    with pytest.raises(UsageError):
        read_theme(tmp_path / "none.json")


def test_a_font_is_used_in_every_format(preset, make_slide, tmp_path):
    path = tmp_path / "ours.json"
    path.write_text(json.dumps({"font": "DejaVu Sans"}))
    slide = make_slide(preset, "corridor", "2025-07", read_theme(path))
    assert b"font-family=\"'DejaVu Sans', Inter" in svg_bytes(slide)
    deck = Presentation(io.BytesIO(pptx_bytes([slide])))
    assert deck.slides[0].shapes.title.text_frame.paragraphs[0].runs[0].font.name == "DejaVu Sans"
    assert render(slide) != render(make_slide(preset, "corridor", "2025-07"))
    assert pdf_bytes([slide])


def test_a_theme_out_of_reach_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a path is a folder cannot be told then, which raises an error in some versions of Python."""

    def refuse(path: Path) -> bool:
        if path.name == "theme.json":
            raise PermissionError(13, "Permission denied")
        return os.path.isdir(path)  # noqa: PTH112 - what is replaced

    monkeypatch.setattr(Path, "is_dir", refuse)
    with pytest.raises(UsageError, match="no such file"):
        read_theme(tmp_path / "theme.json")
