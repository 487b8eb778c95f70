"""Qt's copy of the data of ICU, cut to what Qt asks it for: 2 MB of 32.

Qt compares text by ICU's collation, names time zones by it, and converts old encodings, which the app leaves
to Python. The names of countries, units, dates and numbers Qt has by itself. The layout is that of ICU's
common data (icu4c/source/common/ucmndata.h): a header, a table of contents sorted by name, and the items.
"""

import re
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from building.environment import settings
from building.targets import BuildError

__all__ = ["cut", "cut_library"]

#: Where the kind of data stands in the header, which begins with its own size in two bytes.
KIND, KIND_AT = b"CmnD", 12
#: The items begin at multiples of this many bytes.
ALIGNMENT = 16


def cut(data: bytes, is_needed: Callable[[str], bool]) -> bytes:
    """ICU's common data with the needed items alone; names are without their package, as "coll/root.res".

    Raises ValueError if the data is of another form.
    """
    size = struct.unpack_from("<H", data)[0]
    if data[KIND_AT : KIND_AT + len(KIND)] != KIND or size % ALIGNMENT:
        raise ValueError("no common data")
    contents = data[size:]
    count = struct.unpack_from("<I", contents)[0]
    table = list(struct.iter_unpack("<II", contents[4 : 4 + 8 * count]))
    ends = [start for _, start in table[1:]] + [len(contents)]
    items = []
    for (name_at, start), end in zip(table, ends, strict=True):
        name = contents[name_at : contents.index(0, name_at)]
        if is_needed(name.decode("ascii").partition("/")[2]):
            items.append((name + b"\0", contents[start:end]))
    return data[:size] + _contents(items)


def _contents(items: list[tuple[bytes, bytes]]) -> bytes:
    """The table of contents, the names and the items, which come sorted by name."""
    names_at = 4 + 8 * len(items)
    names = b"".join(name for name, _ in items)
    table, body = struct.pack("<I", len(items)), b""
    items_at = _aligned(names_at + len(names))
    name_at = names_at
    for name, item in items:
        table += struct.pack("<II", name_at, items_at + len(body))
        name_at += len(name)
        body += item.ljust(_aligned(len(item)), b"\0")
    return (table + names).ljust(items_at, b"\0") + body


def _aligned(length: int) -> int:
    return -(-length // ALIGNMENT) * ALIGNMENT


def cut_library(library: Path, is_needed: Callable[[str], bool]) -> None:
    """Link `libicudata.so.VERSION` anew with the needed items alone. Raises BuildError."""
    data = library.read_bytes()
    start = data.find(KIND) - KIND_AT
    symbol = f"icudt{library.suffix.removeprefix('.')}_dat"
    try:
        if start < 0 or not re.fullmatch(r"icudt\d+_dat", symbol):
            raise ValueError("no common data")
        kept = cut(data[start:], is_needed)
    except (ValueError, struct.error) as error:
        raise BuildError(f"The data in {library.name} has another form than ICU’s: {error}.") from error
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").write_bytes(kept)
        _call(folder, "ld", "-r", "-b", "binary", "-o", "data.o", "data")
        read_only = ".data=.rodata,alloc,load,readonly,data,contents"
        aligned = f"--set-section-alignment=.rodata={ALIGNMENT * 4}"
        _call(folder, "objcopy", "--strip-all", "data.o", "plain.o")
        named = f"--add-symbol={symbol}=.rodata:0,global,object"
        _call(folder, "objcopy", f"--rename-section={read_only}", "plain.o", "read-only.o")
        _call(folder, "objcopy", aligned, named, "read-only.o", "named.o")
        how = ("-shared", f"-soname={library.name}", "--build-id=none", "-znoexecstack")
        _call(folder, "ld", *how, "-o", "library", "named.o")
        library.write_bytes((folder / "library").read_bytes())


def _call(folder: Path, *command: str) -> None:
    try:
        subprocess.run(command, cwd=folder, env=settings(), capture_output=True, text=True, check=True)
    except subprocess.CalledProcessError as error:
        raise BuildError(f"{command[0]} failed: {error.stderr.strip()}") from error
    except FileNotFoundError as error:
        raise BuildError(f"{command[0]} is missing; install binutils.") from error
