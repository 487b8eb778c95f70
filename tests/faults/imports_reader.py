"""Hostile files are imported in a process to be watched, each in a child that tells what it took."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import resource
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from faults.hostile_imports import hostile_imports, mutants
from faults.system_calls import BEGIN, END, mark
from stakemap import cli
from stakemap.errors import MapReadError
from stakemap.interchange.formats import FORMATS, ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.tables.notes import notes_of
from stakemap.storage.files import open_map

Said = list[str]


def import_file(path: Path, output: Path) -> Said:
    """What went wrong when a file was read as tables, by its format, and on the command line."""
    losses: Said = []
    file = IncomingFile(path.name, path.read_bytes())
    _try(losses, "tables", lambda: [notes_of(file, sheet.name) for sheet in file.workbook.sheets])

    def read() -> None:
        found = format_of(file)
        if found is not None:
            found.options(file)
            found.read(ReadJob(file, "2025-08-01"))

    _try(losses, "format", read)
    return losses + command(path, output)


def _try(losses: Said, what: str, work: Callable[[], object]) -> None:
    try:
        work()
    except MapReadError as error:
        losses += [f"{what}: not a clear sentence: {error}"] * (
            not 10 < len(str(error)) < 500 or "\n" in str(error)
        )
    except BaseException:
        losses.append(f"{what}: {traceback.format_exc()[-600:]}")


def command(path: Path, output: Path) -> Said:
    """What went wrong on the command line: it ends with a map, or with a sentence and none.

    With 1 there may be one, without what was refused.
    """
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            status = cli.main(["import", str(path), "-o", str(output)])
        if output.exists():
            open_map(output)
    except BaseException:
        return [f"command: {traceback.format_exc()[-600:]}"]
    has_right_output = status == 1 or output.exists() == (status == 0)
    wrong = status not in (0, 1, 2) or not has_right_output or "Traceback" in said.getvalue()
    return [f"command: status {status}, {said.getvalue()[-300:]}"] if wrong else []


def apart(work: Callable[[], Said]) -> tuple[Said, float, int]:
    """What work said in a child of this process, its seconds and megabytes."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        try:
            start = time.process_time()
            said: Any = work()
            used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            answer = json.dumps([said, time.process_time() - start, used])
        except BaseException:
            answer = json.dumps([[traceback.format_exc()[-600:]], 0, 0])
        with os.fdopen(writing, "w") as pipe:
            pipe.write(answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        answer = pipe.read()
    _, status = os.waitpid(pid, 0)
    if status or not answer:
        return [f"the process ended with {os.waitstatus_to_exitcode(status)}"], 0, 0
    said, seconds, memory = json.loads(answer)
    return said, seconds, memory


def _write(path: Path, make: Callable[[], bytes]) -> Said:
    path.write_bytes(make())
    return []


def _files(wanted: Any) -> Iterator[tuple[str, Path]]:
    """Write each file, and tell what it is."""
    folder, there = Path(wanted["folder"]), hostile_imports()
    for number, name in enumerate(wanted["names"]):
        file, make = there[name]
        path = folder / f"{number:03}-{file}"
        # In a child, since to make it takes more memory than to read it.
        losses, _, _ = apart(partial(_write, path, make))
        assert losses == []
        yield name, path
    seed, count = wanted["mutants"]
    for number, (file, data) in enumerate(mutants(seed, count)):
        path = folder / f"m{number:05}-{file}"
        path.write_bytes(data)
        yield f"mutant {number} of {count} of {seed}, {file}", path


def main(order: str) -> None:
    """Import hostile files and mutants, and tell of each."""
    wanted = json.loads(Path(order).read_text(encoding="utf-8"))
    output = Path(wanted["output"])
    # Loaded before the watch begins, and before a child is measured.
    assert list(FORMATS)
    for module in ("chardet", "lxml.etree", "numpy", "python_calamine"):
        importlib.import_module(module)
    plain = Path(wanted["folder"]) / "plain.csv"
    plain.write_text("Name,Influence\nA,5\n", encoding="utf-8")
    assert command(plain, output / "plain.stakemap.json") == []
    mark(BEGIN)
    with Path(wanted["answers"]).open("w", encoding="utf-8") as answers:
        for what, path in _files(wanted):
            target = output / f"{path.name}.stakemap.json"
            said, seconds, memory = apart(partial(import_file, path, target))
            answers.write(json.dumps([what, said, seconds, memory]) + "\n")
            answers.flush()
            path.unlink()
    mark(END)


if __name__ == "__main__":
    main(sys.argv[1])
