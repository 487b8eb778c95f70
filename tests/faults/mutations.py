"""Valid maps, damaged: bits turned over, cut at every byte, parts of their structure changed."""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from faults.fork_server import ForkServer
from faults.harness import Outcome, Trial
from faults.jobs import Say, at_home
from samples import sample, tiny
from stakemap.errors import MapReadError
from stakemap.model.checks import check
from stakemap.storage.codec import encode
from stakemap.storage.files import open_map

__all__ = ["inject", "mutants", "read_mutants", "tell_of_reading"]

SECONDS, MEGABYTES = 5.0, 512
_BATCH = 1_000
#: What may come to stand in place of something else.
ODDITIES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    10**30,
    "",
    "x" * 5_000,
    "\u202eevil\u2069",
    "\x00",
    [],
    {},
    [[]],
    {"": {}},
    [None] * 50,
    {"__proto__": 1, "": 2},
)


def inject(trial: Trial) -> Outcome:
    """Batches in processes of their own, so that the memory of each is known."""
    outcome = Outcome()
    slowest = opened = 0.0
    peak = 0
    with ForkServer(trial.folder) as fork_server:
        for start in range(0, trial.count, _BATCH):
            count = min(_BATCH, trial.count - start)
            seed = trial.chance.randrange(1 << 30)
            said = fork_server.run("read_mutants", trial.folder / "home", trial.folder, seed, start, count)
            *losses, (seconds, readable, memory) = said
            outcome.losses += [f"mutant {number} of {seed}: {problem}" for number, problem in losses]
            outcome.trials += count
            slowest, peak, opened = max(slowest, seconds), max(peak, memory), opened + readable
    outcome.expect(slowest <= SECONDS, f"one took {slowest:.1f} s")
    outcome.expect(peak <= MEGABYTES, f"{peak} MB of memory")
    outcome.notes.append(f"{opened:.0f} opened, at most {slowest * 1000:.0f} ms, {peak} MB")
    return outcome


def read_mutants(say: Say, home: str, folder: str, seed: int, start: int, count: int) -> None:
    """Open, check and write a batch; see `tell_of_reading`."""
    at_home(home)
    path = Path(folder) / f"mutant-{seed}.json"

    def files() -> Iterator[tuple[int, Path]]:
        for number, data in enumerate(mutants(seed, start, count), start):
            path.write_bytes(data)
            yield number, path

    tell_of_reading(say, files())


def tell_of_reading(say: Say, files: Iterable[tuple[object, Path]]) -> None:
    """Open, check and write files that have names; tells each loss, then slowest, opened and memory."""
    import resource

    slowest, opened = 0.0, 0
    for name, path in files:
        begun = time.process_time()
        try:
            document = open_map(path).document
            opened += 1
            check(document)
            encode(document)
        except MapReadError as error:
            if not 10 < len(str(error)) < 500 or "\n" in str(error):
                say(name, f"not a clear sentence: {error}")
        except Exception as error:
            say(name, repr(error))
        slowest = max(slowest, time.process_time() - begun)
    say(slowest, opened, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


@cache
def _bases() -> tuple[bytes, ...]:
    return encode(tiny()), encode(sample())


def mutants(seed: int, start: int, count: int) -> Iterator[bytes]:
    """`count` damaged maps. Those before the length of the smallest map are this, cut at each byte."""
    chance = random.Random(seed)
    small, _ = _bases()
    for number in range(start, start + count):
        if number < len(small):
            yield small[:number]
            continue
        base = chance.choice(_bases())
        kind = chance.randrange(4)
        if kind == 0:
            yield _with_turned_bits(base, chance)
        elif kind == 1:
            yield base[: chance.randrange(len(base))] + base[chance.randrange(len(base)) :]
        else:
            yield _with_another_structure(base, chance)


def _with_turned_bits(base: bytes, chance: random.Random) -> bytes:
    data = bytearray(base)
    for _ in range(chance.choice((1, 1, 2, 8))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _with_another_structure(base: bytes, chance: random.Random) -> bytes:
    document = json.loads(base)
    for _ in range(chance.choice((1, 1, 2, 5))):
        places = list(_places(document))
        if not places:
            break
        holder, key = chance.choice(places)
        _change(holder, key, chance, places)
    return json.dumps(document, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield value, key
        yield from _places(part)


def _change(holder: Any, key: Any, chance: random.Random, places: list[tuple[Any, Any]]) -> None:
    """Remove, replace, rename, or put there what stands elsewhere."""
    what = chance.randrange(4)
    if what == 0:
        del holder[key]
    elif what == 1:
        holder[key] = copy.deepcopy(chance.choice(ODDITIES))
    elif what == 2 and isinstance(holder, dict):
        name = chance.choice(("", "armenia", "ARMENIA", "a" * 300, "\u202e", "x/../y", f"{key}-2"))
        holder[name] = holder.pop(key)
    else:
        other, place = chance.choice(places)
        holder[key] = copy.deepcopy(other[place]) if _has(other, place) else None


def _has(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else key < len(holder)
