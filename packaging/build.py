"""Build what is installed without Python: needs Python 3.11 or newer and nothing else.

    python3 packaging/build.py deb portable        a .deb, and a .tar.gz that runs from any folder, in dist/
    python3 packaging/build.py all --out DIR       all that can be built on this system, in DIR

Beside each package it writes a bill of what that brings (`.cdx.json`, in CycloneDX) and the `SHA256SUMS`.
What it needs it installs into `build/packaging`: of each package the very wheels whose hashes stand in
`packaging/requirements`.
"""

import argparse
import os
import platform
import signal
import sys

# The file keeps to a syntax that older versions read, so that they get this sentence and no traceback.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        f"Building Stakemap needs Python 3.11 or newer; this is Python {platform.python_version()}. "
        "Start it again with a newer one, for instance: python3.12 packaging/build.py portable"
    )

from pathlib import Path

# Also where Python is told not to look for modules beside the script.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from building.bill_of_materials import write_bill
from building.environment import epoch, version
from building.licences import components
from building.output import check_output, lock
from building.sums import write_sums
from building.targets import TARGETS, BuildError, Target, chosen
from environment import ROOT
from system import SetupError, sentence_of


def parser() -> argparse.ArgumentParser:
    """The command line; each target is told with where it can be built."""
    told = [f"{target.name:10}{target.summary}" for target in TARGETS]
    result = argparse.ArgumentParser(
        prog="build.py",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="build.py [-h] [--out DIR] TARGET ...",
        description="Build packages of Stakemap that bring their own Python.",
        epilog="\n".join([*told, f"{'all':10}all that can be built on this system"]),
    )
    result.add_argument("targets", metavar="TARGET", nargs="+", help="what to build, see below")
    result.add_argument(
        "--out", type=Path, default=ROOT / "dist", metavar="DIR", help="where to put it (default: dist)"
    )
    return result


def build(targets: "list[Target]", out: Path) -> None:
    """Build one target after another into `out`. Raises BuildError, SetupError or OSError."""
    check_output(out)
    with lock():
        for target in targets:
            packages = target.build(out)
            bills = [write_bill(path, components(), version(), epoch()) for path in packages]
            for path in (*packages, *bills):
                print(f"{path} ({path.stat().st_size / 1e6:.1f} MB)", flush=True)
            write_sums(out, [*packages, *bills])


def main(arguments: "list[str]") -> int:
    """Build what the arguments name; the exit status: 0 if all of it is there, else 2."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    options = parser().parse_args(arguments)
    out = Path(os.path.abspath(options.out))  # noqa: PTH100
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        build(chosen(options.targets, sys.platform), out)
        return 0
    except (BuildError, SetupError) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(sentence_of(error, "The build"), file=sys.stderr)
    except KeyboardInterrupt:
        print(f"Interrupted; what was not finished is not in {out}.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
