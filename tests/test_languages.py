"""A language is added by its catalogue alone."""

from __future__ import annotations

import io
import pickle
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from stakemap import i18n, resources
from stakemap.app.shell.preferences import PreferencesDialog
from stakemap.cli import main
from stakemap.i18n import tr
from stakemap.picture.slides.header_footer import counted_remark
from stakemap.storage.settings.records import Settings
from stakemap.wording.faults import place_of

if TYPE_CHECKING:
    from app_driver import ScriptedMessageBoxes

ROOT = Path(__file__).resolve().parent.parent
MESSAGES = {
    "&New map": "&Նոր քարտեզ",
    "New map": "Նոր քարտեզ",
    "Preferences": "Կարգավորումներ",
    "no faults": "սխալ չկա",
}


def _catalogue() -> bytes:
    catalogue = Catalog("hy")
    for message, translation in MESSAGES.items():
        catalogue.add(message, translation)
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


@pytest.fixture
def armenian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The app's resources with one more catalogue."""
    root = tmp_path / "resources"
    shutil.copytree(resources.resource_root(), root)
    file = root / "i18n" / "hy" / "LC_MESSAGES" / "stakemap.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(_catalogue())
    monkeypatch.setattr(i18n, "resource_root", lambda: root)
    i18n.set_language("hy")
    yield root
    i18n.set_language(None)


def test_it_is_offered_in_the_preferences_by_its_own_name(armenian: Path, qapp: object) -> None:
    assert i18n.languages() == ("en", "hy")
    dialog = PreferencesDialog(None, Settings())
    names = [dialog.language.itemText(number) for number in range(dialog.language.count())]
    assert names[1:] == ["English", "հայերեն"]
    dialog.language.setCurrentIndex(2)
    assert dialog.changes() == {"language": "hy"}
    assert dialog.windowTitle() == "Կարգավորումներ"


def test_menus_and_palette_speak_it(armenian: Path, qapp: object) -> None:
    from app_driver import ScriptedMessageBoxes, make_context, tidy_up
    from stakemap.app.shell.palette import PaletteDialog

    message_boxes: ScriptedMessageBoxes = ScriptedMessageBoxes()
    context = make_context(message_boxes)
    window = context.show_welcome()
    assert window.host.actions["new"].text() == "&Նոր քարտեզ"
    palette = PaletteDialog(window)
    palette.search.setText("Նոր")
    assert palette.list.model().index(0, 0).data() == "Նոր քարտեզ"
    tidy_up(context, message_boxes)


def test_a_catalogue_is_extracted_and_compiled_as_architecture_says(tmp_path: Path) -> None:
    def babel(*arguments: object) -> None:
        command = [sys.executable, "-m", "babel.messages.frontend", *map(str, arguments)]
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True)

    template = tmp_path / "stakemap.pot"
    babel("extract", "-k", "tr", "-k", "tr_count:1,2", "-o", template, "src/stakemap/app/shell")
    found = read_po(io.BytesIO(template.read_bytes()))
    assert "Preferences" in found
    assert ("{count} actor selected", "{count} actors selected") in {message.id for message in found}
    babel("init", "-D", "stakemap", "-i", template, "-d", tmp_path, "-l", "hy")
    babel("compile", "-D", "stakemap", "-d", tmp_path)
    assert (tmp_path / "hy" / "LC_MESSAGES" / "stakemap.mo").stat().st_size > 100


def test_a_language_that_babel_does_not_know_is_offered_by_its_code(armenian: Path, qapp: object) -> None:
    for code in ("pt-BR", "tlh"):
        shutil.copytree(armenian / "i18n" / "hy", armenian / "i18n" / code)
    dialog = PreferencesDialog(None, Settings())
    names = [dialog.language.itemText(number) for number in range(dialog.language.count())]
    assert names[1:] == ["English", "հայերեն", "português (Brasil)", "tlh"]


def test_english_is_offered_once(armenian: Path) -> None:
    shutil.copytree(armenian / "i18n" / "hy", armenian / "i18n" / "en")
    assert i18n.languages() == ("en", "hy")


def test_without_another_catalogue_no_language_is_offered(qapp: object) -> None:
    assert i18n.languages() == ("en",)
    assert PreferencesDialog(None, Settings()).language.count() == 1


def test_the_command_line_speaks_it(armenian: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from stakemap import cli, i18n, resources; "
        f"resources.resource_root = i18n.resource_root = lambda: Path({str(armenian)!r}); "
        "sys.exit(cli.main(sys.argv[1:]))"
    )
    file = armenian / "presets" / "armenia-turkiye.stakemap.json"
    result = subprocess.run(
        [sys.executable, "-c", code, "validate", str(file)],
        env={"LANGUAGE": "hy", "PATH": "", "HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert MESSAGES["no faults"] in result.stdout


def _with_header(header: str, translation: str = "") -> bytes:
    catalogue = Catalog("hy")
    catalogue.add(("{count} fault", "{count} faults"), (translation, translation) if translation else "")
    catalogue.add("warning: {fault}", translation)
    written = io.BytesIO()
    write_mo(written, catalogue)
    key = header.partition("=")[0].encode()
    old = re.search(rb"\n[^\n]*?(" + key + rb"=[^\n]*)", written.getvalue()) if header else None
    data = written.getvalue()
    if old is not None:
        # The file's table says how long the text is.
        data = data.replace(old[1], header.encode().ljust(len(old[1]))[: len(old[1])])
    return data


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"not a catalogue",
        _catalogue()[:20],
        _catalogue()[:-30],
        _catalogue()[:8] + b"\xff" * 12 + _catalogue()[20:],
        _with_header("charset=nothing"),
        _with_header("nplurals=2; plural=(((((((("),
        None,
    ],
    ids=["empty", "text", "head", "cut", "numbers", "charset", "plural", "folder"],
)
def test_a_broken_catalogue_is_told_in_a_line_and_english_is_used(
    armenian: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], damaged: bytes | None
) -> None:
    file = armenian / "i18n" / "hy" / "LC_MESSAGES" / "stakemap.mo"
    file.unlink()
    if damaged is None:
        file.mkdir()
    else:
        file.write_bytes(damaged)
    monkeypatch.setenv("LANGUAGE", "hy")
    i18n.set_language(None)
    assert main(["presets"]) == 0
    out, err = capsys.readouterr()
    assert "armenia-turkiye" in out
    assert err == f"stakemap: {file}: this translation cannot be read; the texts are in English.\n"
    assert i18n.tr("No faults in {file}", file="a") == "No faults in a"


@pytest.mark.parametrize(
    "translation", ["{", "{nobody}", "{0}", "{count.nothing}{fault.nothing}", "{fault!x}"]
)
def test_a_translation_with_other_places_is_left_in_english(armenian: Path, translation: str) -> None:
    file = armenian / "i18n" / "hy" / "LC_MESSAGES" / "stakemap.mo"
    file.write_bytes(_with_header("", translation))
    i18n.set_language("hy")
    assert i18n.tr("warning: {fault}", fault="x") == "warning: x"
    assert i18n.tr_count("{count} fault", "{count} faults", 3) == "3 faults"


@pytest.mark.parametrize("translation", ["{", "{nobody}", "{0}", "{fault.nothing}", "{fault!x}"])
def test_a_translation_that_is_filled_later_is_left_in_english_as_well(
    armenian: Path, translation: str
) -> None:
    file = armenian / "i18n" / "hy" / "LC_MESSAGES" / "stakemap.mo"
    file.write_bytes(_with_header("", translation))
    i18n.set_language("hy")
    assert i18n.tr("warning: {fault}").format(fault="x") == "warning: x"


def test_lists_on_slides_have_the_comma_of_the_language(armenian: Path) -> None:
    catalogue, written = Catalog("hy"), io.BytesIO()
    catalogue.add(", ", "՝ ")
    write_mo(written, catalogue)
    (armenian / "i18n" / "hy" / "LC_MESSAGES" / "stakemap.mo").write_bytes(written.getvalue())
    i18n.set_language("hy")
    remark = counted_remark(Counter({3: 2, 1: 4}))
    assert remark.count("՝ ") == 1
    assert ", " not in remark


@pytest.mark.parametrize(
    ("language", "faults", "longer"),
    [
        ("en", "12,345 faults", "A name is longer than 1,000 characters"),
        ("de", "12.345 Fehler", "Ein Name hat über 1.000 Zeichen"),
        ("fr", "12\u202f345 erreurs", "Un nom a plus de 1\u202f000 lettres"),
    ],
)
def test_counts_in_sentences_have_the_thousands_separators_of_the_language(
    armenian: Path, language: str, faults: str, longer: str
) -> None:
    catalogue, written = Catalog(language), io.BytesIO()
    translated = {
        "en": ("{count} faults", "A name is longer than {limit} characters"),
        "de": ("{count} Fehler", "Ein Name hat über {limit} Zeichen"),
        "fr": ("{count} erreurs", "Un nom a plus de {limit} lettres"),
    }[language]
    catalogue.add(("{count} fault", "{count} faults"), (translated[0],) * catalogue.num_plurals)
    catalogue.add("A name is longer than {limit} characters", translated[1])
    write_mo(written, catalogue)
    file = armenian / "i18n" / language / "LC_MESSAGES" / "stakemap.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(written.getvalue())
    i18n.set_language(language)
    assert i18n.tr_count("{count} fault", "{count} faults", 12_345) == faults
    assert tr("A name is longer than {limit} characters", limit=1_000) == longer
    assert tr("A name is longer than {limit} characters").format(limit=1_000) == longer


def test_numbers_of_lines_and_names_that_are_numbers_are_left_as_they_are() -> None:
    assert tr("line {line}", line="12345") == "line 12345"
    assert place_of(("actors", "armenia", "tags", 1_233)).startswith("tag 1234 of ")
    assert tr("{done} of {all}, {share} %", done=-1_000, all=999, share=12.5) == "−1,000 of 999, 12.5 %"


def test_what_a_text_is_filled_with_later_is_isolated_as_well() -> None:
    name = "السودان"
    pattern = i18n.tr("{names} can block {what} (position unknown).")
    filled = pattern.format(names=name, what="it")
    assert filled == i18n.tr("{names} can block {what} (position unknown).", names=name, what="it")
    assert filled.startswith(i18n.isolate(name))
    assert i18n.isolate(name) != name
    assert pickle.loads(pickle.dumps(pattern)).format(names=name, what="it") == filled


@pytest.mark.parametrize(
    ("names", "said"),
    [("U.S.A.", "Missing: U.S.A."), ("Iran", "Missing: Iran."), ("Wait...", "Missing: Wait....")],
)
def test_the_full_stop_of_a_name_ends_the_sentence(names: str, said: str) -> None:
    assert tr("Missing: {names}.", names=names) == said
    assert tr("Missing: {names}.").format(names=names) == said


def test_a_formula_of_plurals_that_cannot_be_computed_is_left_out(armenian: Path) -> None:
    file = armenian / "i18n" / "hy" / "LC_MESSAGES" / "stakemap.mo"
    file.write_bytes(_with_header("nplurals=2; plural=1/n", "սխալ"))
    i18n.set_language("hy")
    assert i18n.tr_count("{count} fault", "{count} faults", 0) == "0 faults"
