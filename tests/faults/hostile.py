"""Hostile maps: each opens or ends in one clean error, and none makes the app open a file or call a host."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import stakemap
from faults.fork_server import ForkServer
from faults.harness import Outcome, Trial
from faults.hostile_maps import HostileMap, hostile_maps
from faults.jobs import Say, at_home
from faults.mutations import MEGABYTES, SECONDS, tell_of_reading
from faults.system_calls import allowed, forbidden_calls, run_watched
from storage.hostile import CASES, read_apart

__all__ = ["inject", "read_hostile"]

#: So many maps are opened by one process of the app, which hangs when it takes so many seconds.
_BATCH, _PATIENCE = 120, 900
#: A map that is looked at in full shows at least so many kinds of dialogs.
_DIALOGS = 16
#: The least of a picture that Qt reads.
_PICTURE = b"P6 1 1 255 \xff\x00\x00"


def inject(trial: Trial) -> Outcome:
    """`count` maps, or all if there are no more, read and then shown; only with all also the costly ones."""
    outcome = Outcome()
    canary = _canary_in(trial.folder)
    maps = hostile_maps(canary)
    are_all = trial.count >= len(maps)
    chosen = maps if are_all else _some(maps, trial)
    names = _written(trial.folder, chosen)
    _read(trial, outcome, names, chosen)
    for case in CASES if are_all else ():
        _read_costly(outcome, case, trial.folder / "costly.json")
    if shutil.which("strace") is None:
        outcome.notes.append("not watched, for want of strace")
        return outcome
    _prove_the_watch(trial.folder, outcome)
    dialogs: set[str] = set()
    for start in range(0, len(chosen), _BATCH):
        batch = slice(start, start + _BATCH)
        dialogs |= _show(trial.folder, start, names[batch], chosen[batch], outcome)
    outcome.expect(len(dialogs) >= _DIALOGS, f"only these dialogs were shown: {sorted(dialogs)}")
    outcome.notes.append(f"shown in windows and {len(dialogs)} kinds of dialogs")
    return outcome


def _some(maps: Sequence[HostileMap], trial: Trial) -> list[HostileMap]:
    """One map with its text everywhere, and others of each kind."""
    full = [one for one in maps if one.is_full]
    return [
        trial.chance.choice(full),
        *trial.chance.sample([one for one in maps if not one.is_full], trial.count - 1),
    ]


def _canary_in(folder: Path) -> Path:
    """A picture that nobody may open, under the same name also beside the app."""
    for name in ("canary", "beside", "maps"):
        (folder / name).mkdir()
    for place in ("canary/canary.png", "canary/label.png", "canary/tooltip.png", "beside/canary.png"):
        (folder / place).write_bytes(_PICTURE)
    return folder / "canary" / "canary.png"


def _written(folder: Path, maps: Sequence[HostileMap]) -> list[str]:
    names = [f"{number:03} <b>&{one.name[:60].translate(_NO_NAME)}.json" for number, one in enumerate(maps)]
    for name, one in zip(names, maps, strict=True):
        (folder / "maps" / name).write_bytes(one.data)
    return names


#: What cannot be part of a file's name.
_NO_NAME = {ord("/"): "|", 0: "0", **dict.fromkeys(range(0xD800, 0xE000), "¶")}


def _read(trial: Trial, outcome: Outcome, names: Sequence[str], maps: Sequence[HostileMap]) -> None:
    with ForkServer(trial.folder) as fork_server:
        said = fork_server.run("read_hostile", trial.folder / "reader", trial.folder / "maps")
    *losses, (slowest, opened, memory) = said
    by_name = dict(zip(names, maps, strict=True))
    outcome.losses += [f"{by_name[name].name}: {problem}" for name, problem in losses]
    outcome.trials += len(maps)
    outcome.expect(slowest <= SECONDS, f"one took {slowest:.1f} s")
    outcome.expect(memory <= MEGABYTES, f"{memory} MB of memory")
    outcome.notes.append(f"{opened} opened, at most {slowest * 1000:.0f} ms, {memory} MB")


def read_hostile(say: Say, home: str, folder: str) -> None:
    """Open, check and write all maps of a folder; see `tell_of_reading`."""
    at_home(home)
    tell_of_reading(say, ((path.name, path) for path in sorted(Path(folder).iterdir())))


def _read_costly(outcome: Outcome, case: str, path: Path) -> None:
    came = read_apart(case, path)
    code, _ = CASES[case]
    outcome.trials += 1
    outcome.expect(came["code"] == code, f"{case}: {came['message']}")
    outcome.expect(came["seconds"] <= SECONDS, f"{case}: {came['seconds']:.1f} s")
    outcome.expect(came["memory"] <= MEGABYTES, f"{case}: {came['memory']:.0f} MB")


def _order(
    folder: Path, number: object, maps: Sequence[tuple[str, bool]], control: bool = False
) -> tuple[Path, Path]:
    """What a process is to do, and where it answers."""
    order, answers = folder / f"order-{number}.json", folder / f"answers-{number}.jsonl"
    wanted = {"folder": str(folder), "answers": str(answers), "maps": maps, "control": control}
    order.write_text(json.dumps(wanted))
    answers.touch()
    return order, answers


def _environment(folder: Path) -> dict[str, str]:
    """A home of its own, so that what the app keeps of its own accord lies in a place that is allowed."""
    home = folder / "app-home"
    home.mkdir(exist_ok=True)
    places = {"HOME": home, "XDG_CACHE_HOME": home / "cache", "XDG_RUNTIME_DIR": home, "TMPDIR": home}
    places |= {"STAKEMAP_CONFIG_DIR": home / "config", "STAKEMAP_STATE_DIR": home / "state"}
    # The code that is tested here, whichever is installed.
    code = f"{Path(__file__).parents[1]}{os.pathsep}{Path(stakemap.__file__).parents[1]}"
    return {
        **os.environ,
        **{name: str(place) for name, place in places.items()},
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": code,
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _prove_the_watch(folder: Path, outcome: Outcome) -> None:
    """A process that does it all on purpose has to be caught at each."""
    order, _ = _order(folder, "control", (), control=True)
    record = folder / "control.strace"
    run_watched(order, record, _environment(folder), _PATIENCE)
    caught = "\n".join(forbidden_calls(record, _places(folder)))
    for what in ("label.png", "tooltip.png", "AF_INET", "/dev/zero", "/bin/true"):
        outcome.expect(what in caught, f"the watch is blind to {what}")


def _places(folder: Path) -> tuple[str, ...]:
    return allowed(folder / "maps", folder / "app-home", folder / "answers-")


def _show(
    folder: Path, start: int, names: Sequence[str], maps: Sequence[HostileMap], outcome: Outcome
) -> set[str]:
    """Let the app show some maps under the watch; the kinds of dialogs that it showed."""
    by_name = dict(zip(names, maps, strict=True))
    order, answers = _order(folder, start, [(name, one.is_full) for name, one in by_name.items()])
    record = folder / f"{start}.strace"
    status = run_watched(order, record, _environment(folder), _PATIENCE)
    said = dict(_answers(answers))
    dialogs = said.pop("dialogs", [])
    for name, losses in said.items():
        shown = by_name[name].name if name in by_name else name
        outcome.losses += [f"{shown}: {loss}" for loss in losses]
    outcome.expect(status == 0, f"the app ended with {status}")
    left_out = sorted(by_name.keys() - said.keys())
    outcome.expect(not left_out, f"never shown: {left_out}")
    outcome.losses += [f"forbidden: {call}" for call in forbidden_calls(record, _places(folder))]
    return set(dialogs)


def _answers(path: Path) -> Iterator[tuple[str, list[Any]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        name, losses = json.loads(line)
        yield name, losses
