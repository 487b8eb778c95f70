"""Bytes of all kinds for what reads: the codec, rows of the journal, pasted tables, citations and themes.

Atheris, where it is installed, mutates what has led to new lines of our code; else Hypothesis mutates valid
bytes blindly. Each reader has a process of its own, which this module is when it is run.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import subprocess
import sys
import time
import traceback
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

import stakemap
from faults.harness import Outcome, Trial

__all__ = ["TARGETS", "Watched", "inject", "seeds_of"]

TESTS, SOURCE = Path(__file__).parents[1], Path(stakemap.__file__).parents[1]
#: Seconds for one input, and for a process with all its inputs.
SECONDS, _PATIENCE = 5.0, 3_600
Target = Callable[[bytes], None]


def inject(trial: Trial) -> Outcome:
    """`count` inputs, shared among the readers."""
    outcome = Outcome()
    has_atheris = importlib.util.find_spec("atheris") is not None
    for name in TARGETS:
        folder = trial.folder / name
        corpus = folder / "corpus"
        corpus.mkdir(parents=True)
        for number, data in enumerate(seeds_of(name)):
            (corpus / str(number)).write_bytes(data)
        count = max(1, trial.count // len(TARGETS))
        seed = trial.chance.randrange(1, 1 << 31)
        command = [sys.executable, "-m", "faults.fuzz", name, str(count), str(seed), str(folder)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (TESTS, SOURCE)))}
        # Hypothesis keeps there which constants it found in our code: seconds of work in each process.
        environment["HYPOTHESIS_STORAGE_DIRECTORY"] = str(trial.folder / "hypothesis")
        result = subprocess.run(
            [*command, *(["atheris"] if has_atheris else [])],
            cwd=folder,
            env=environment,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
        told = (folder / "told").read_text().splitlines() if (folder / "told").exists() else []
        outcome.trials += int(told[-1]) if told and told[-1].isdigit() else 0
        outcome.losses += [f"{name}, seed {seed}: {line}" for line in told if not line.isdigit()]
        if result.returncode:
            said = result.stderr.decode(errors="replace")[-300:]
            outcome.losses.append(f"{name}, seed {seed}: ended with {result.returncode}: {said}")
    outcome.notes.append("with Atheris" if has_atheris else "with Hypothesis")
    return outcome


# --- the readers: what they raise is what they may raise --------------------------------------------------


def _codec(_: Path) -> Target:
    from stakemap.errors import MapReadError
    from stakemap.storage.codec import decode, encode

    def read(data: bytes) -> None:
        try:
            document = decode(data).document
        except MapReadError:
            return
        assert decode(encode(document)).document == document

    return read


def _rows(folder: Path) -> Target:
    """A row of the journal holds the bytes, as they are or compressed as rows are."""
    import sqlite3

    from samples import tiny
    from stakemap.errors import MapReadError
    from stakemap.model import edits
    from stakemap.storage.store.journal import JournalWriter
    from stakemap.storage.store.versions import VersionStore

    store = VersionStore(folder / "store")
    writer = JournalWriter(store)
    document = tiny()
    journal = writer.open(document, None, "")
    for title in "ABC":
        before, document = document, edits.set_texts(document, title=title)
        journal.record("Retitle", before, document)
    assert writer.flush(20)
    writer.close()
    with closing(sqlite3.connect(store.file)) as database:
        entries = [entry for (entry,) in database.execute("SELECT id FROM entry ORDER BY id")]

    def read(data: bytes) -> None:
        values = (data, zlib.compress(data))
        with closing(sqlite3.connect(store.file)) as database, database:
            database.execute("PRAGMA synchronous = OFF")
            for place, value in zip(entries[-2:], values if len(data) % 2 else values[::-1], strict=True):
                database.execute("UPDATE entry SET data = ?, edit = ? WHERE id = ?", (value, value, place))
        for entry in entries:
            with suppress(MapReadError):
                store.load(entry)
            store.edit(entry)
        store.versions(document.id, None)
        store.recoverable()

    return read


def _tables(_: Path) -> Target:
    from samples import sample
    from stakemap.errors import StakemapError
    from stakemap.interchange.spreadsheet import plan_paste, read_table
    from stakemap.model.edits import Authorship

    document, author = sample(), Authorship("A", "2025-08-01")

    def read(data: bytes) -> None:
        with suppress(StakemapError):
            table = read_table(data.decode("utf-8", "surrogatepass" if len(data) % 2 else "replace"))
            plan_paste(document, table, "2025-07", "border", author, adds_groups=True)

    def tolerant(data: bytes) -> None:
        with suppress(UnicodeDecodeError):
            read(data)

    return tolerant


def _citations(_: Path) -> Target:
    from stakemap.interchange.citation_line import sources_of

    def read(data: bytes) -> None:
        sources_of(data.decode("utf-8", "replace"))

    return read


def _themes(folder: Path) -> Target:
    from stakemap.errors import UsageError
    from stakemap.export.theme_files import read_theme

    path = folder / "theme.json"

    def read(data: bytes) -> None:
        path.write_bytes(data)
        with suppress(UsageError):
            theme = read_theme(path)
            (theme.font + theme.name + theme.footer).encode()

    return read


TARGETS: dict[str, Callable[[Path], Target]] = {
    "codec": _codec,
    "rows": _rows,
    "tables": _tables,
    "citations": _citations,
    "themes": _themes,
}


def seeds_of(name: str) -> list[bytes]:
    """Valid inputs of a reader, from which others are made."""
    from samples import sample, tiny
    from stakemap.storage.codec import encode
    from stakemap.storage.store.deltas import checkpoint, pack

    texts = {
        "tables": (
            "Name\tCode\tInfluence\tAlignment (-2 to 2)\tReason\nArmenia\tARM\t35\t1\tSaid so\n",
            'name;group;influence\n"Iran; or so";Allies;70%\nGeorgia;;n/a\n',
            "Armenia, Türkiye, Iran",
        ),
        "citations": (
            "Smith, J. (2024). A border. Journal 3(2), 1–9. doi:10.1000/182",
            "@article{a, title={A border}, author={Smith}, year=2024}\n\nTY  - JOUR\nTI  - B\nER  - \n",
            "https://example.org/a?b=c 2025-07-01",
        ),
        "themes": (
            json.dumps({"based_on": "dark", "font": "Arial", "footer": "A", "name": "Own"}),
            json.dumps({"colours": {"canvas": "#ffffff", "categorical": ["#800000"]}}),
        ),
    }
    maps = (tiny(), sample())
    if name == "codec":
        return [encode(document) for document in maps]
    if name == "rows":
        return [pack(checkpoint(document)) for document in maps]
    return [text.encode() for text in texts[name]]


# --- one reader in a process of its own -------------------------------------------------------------------


class Watched:
    """A reader whose errors and slow inputs are written down, and do not end the process."""

    def __init__(self, read: Target, told: Path) -> None:
        self._read, self._told, self.count, self._known = read, told, 0, set[str]()

    def __call__(self, data: bytes) -> None:
        self.count += 1
        begun = time.process_time()
        try:
            self._read(data)
        except Exception as error:
            step = traceback.extract_tb(error.__traceback__)[-1]
            self._tell(f"{type(error).__name__} in {Path(step.filename).name}:{step.lineno}", data)
        if time.process_time() - begun > SECONDS:
            self._tell(f"longer than {SECONDS:.0f} s", data)
        if self.count % 50 == 0:
            self.finish()

    def _tell(self, what: str, data: bytes) -> None:
        if what not in self._known:
            self._known.add(what)
            with self._told.open("a") as file:
                file.write(f"{what} for {data[:200]!r}\n")

    def finish(self) -> None:
        """Note how many inputs were read."""
        with self._told.open("a") as file:
            file.write(f"{self.count}\n")


def _with_hypothesis(watched: Watched, name: str, count: int, seed: int) -> None:
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis import strategies as st

    place = st.floats(0, 1, exclude_max=True)
    cut = st.tuples(place, st.integers(0, 30), st.binary(max_size=12))
    mutated = st.builds(_mutated, st.sampled_from(seeds_of(name)), st.lists(cut, min_size=1, max_size=6))

    @seeded(seed)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(mutated | st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
    def run(data: bytes) -> None:
        watched(data)

    run()


def _mutated(base: bytes, cuts: Sequence[tuple[float, int, bytes]]) -> bytes:
    for place, length, put in cuts:
        at = int(place * (len(base) + 1))
        base = base[:at] + put + base[at + length :]
    return base


def _with_atheris(make: Callable[[], Watched], count: int, seed: int, folder: Path) -> None:
    import atheris

    with atheris.instrument_imports(include=["stakemap"]):
        watched = make()
    options = [f"-runs={count}", f"-seed={seed}", "-max_len=20000", "-verbosity=0", "-timeout=30"]

    def run(data: bytes) -> None:
        watched(data)
        if watched.count >= count:
            watched.finish()

    atheris.Setup([sys.argv[0], *options, str(folder / "corpus")], run)
    # This ends the process.
    atheris.Fuzz()


def main(name: str, count: str, seed: str, folder: str, engine: str = "") -> None:
    """Read `count` inputs with one reader and note in the file `told` what went wrong."""
    home = Path(folder)
    random.seed(int(seed))

    def make() -> Watched:
        return Watched(TARGETS[name](home), home / "told")

    if engine:
        _with_atheris(make, int(count), int(seed), home)
    watched = make()
    _with_hypothesis(watched, name, int(count), int(seed))
    watched.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
