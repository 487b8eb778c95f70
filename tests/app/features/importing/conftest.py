"""What tests of the guided import share: files of registers, and a driver that goes through the steps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from import_driver import ImportDialogDriver, Register, UseImportDialog
from register_cases import read_case
from stakemap.app.features.importing.dialog import ImportDialog


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """Write the file of a case."""

    def write(name: str) -> Path:
        case = read_case(name)
        path = tmp_path / case.file
        path.write_bytes(case.data)
        return path

    return write


@pytest.fixture
def in_dialog(qtbot: QtBot) -> UseImportDialog:
    """Make an answer to the dialog of what is done with a hand."""

    def make(use: Callable[[ImportDialogDriver], object]) -> Callable[[ImportDialog], None]:
        def answer(dialog: ImportDialog) -> None:
            use(ImportDialogDriver(qtbot, dialog))

        return answer

    return make
