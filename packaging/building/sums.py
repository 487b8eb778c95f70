"""`SHA256SUMS`: the SHA-256 of all that is in a folder of packages, as `sha256sum --check` reads it."""

import hashlib
from pathlib import Path

from building.output import placed

__all__ = ["NAME", "sha256", "write_sums"]

NAME = "SHA256SUMS"


def write_sums(out: Path, files: list[Path]) -> Path:
    """Write the sums of these files in `out`, and keep those of files that earlier builds put there."""
    path = out / NAME
    sums = {name: digest for name, digest in _read(path).items() if (out / name).is_file()}
    sums |= {file.name: sha256(file) for file in files}
    text = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    with placed(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
    return path


def sha256(file: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
