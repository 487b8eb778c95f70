"""Set Stakemap up beside its source and run or test it; needs Python 3.11 or newer and nothing else.

    python3 packaging/bootstrap.py run     open the Armenia–Türkiye preset
    python3 packaging/bootstrap.py test    run the tests

Both make `.venv` in the project's folder, install the dependencies and the project there, and look for the
system libraries that Qt needs for a window. A second call finds all that in place and starts at once; `run
--version` and `test --version` do nothing else. Of each dependency only the wheels are installed whose hashes
stand in `packaging/requirements`, and no code of theirs is run to build them.
"""

import argparse
import os
import platform
import subprocess
import sys
from pathlib import Path

# The file keeps to a syntax that older versions read, so that they get this sentence and no traceback.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        f"Stakemap needs Python 3.11 or newer; this is Python {platform.python_version()}. "
        "Start it again with a newer one, for instance: python3.12 packaging/bootstrap.py run"
    )
# Also where Python is told not to look for modules beside the script.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from environment import ROOT, Environment, clean_environment
from system import SetupError, check_system, has_display, say, sentence_of

PRESET = "armenia-turkiye"
PICTURE = ROOT / "build" / "armenia-turkiye.png"

#: Programs with which the tests open real windows, let system calls fail and read PDFs; those tests skip
#: without them. LibreOffice, which draws decks for a few tests more, is too large to be installed for them.
TEST_PROGRAMS = {"Xvfb": "xvfb", "strace": "strace", "xdotool": "xdotool", "pdftotext": "poppler-utils"}

#: How many processes run the tests: one more than there are processors, as some tests wait for programs.
TEST_PROCESSES = min((os.cpu_count() or 1) + 1, 4)
#: How pytest runs all tests: side by side, those of a file by the same process, the long ones first.
ALL_TESTS = ("--numprocesses", str(TEST_PROCESSES), "--dist", "loadfile", "--no-loadscope-reorder")


def call(environment: Environment, *arguments: str) -> int:
    """Run the environment's Python in the foreground; its exit status."""
    # -P: what lies in the folder that the user is in is no part of the program.
    status = subprocess.call([str(environment.python), "-P", *arguments], env=clean_environment())
    return status if status >= 0 else 128 - status


def run(environment: Environment, arguments: "list[str]") -> int:
    """Open the preset, or what the arguments name; without a display export the preset as a picture."""
    environment.prepare("")
    check_system(environment.folder, {})
    if arguments:
        return call(environment, "-m", "stakemap", *arguments)
    if has_display():
        return call(environment, "-m", "stakemap", "open", "--preset", PRESET)
    PICTURE.parent.mkdir(exist_ok=True)
    command = ("stakemap", "export", "--preset", PRESET, "-o", str(PICTURE), "--force")
    status = call(environment, "-m", *command)
    if status == 0:
        say(f"There is no display here, so the preset was drawn as a picture: {PICTURE}")
    return status


def test(environment: Environment, arguments: "list[str]") -> int:
    """Run all tests, side by side; or what the arguments, which go to pytest, ask for."""
    environment.prepare("dev")
    check_system(environment.folder, TEST_PROGRAMS if sys.platform == "linux" else {})
    os.chdir(ROOT)
    return call(environment, "-m", "pytest", *(arguments or ALL_TESTS))


def main(arguments: "list[str]") -> int:
    """The exit status of one of the two commands."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    parser = argparse.ArgumentParser(
        prog="bootstrap.py",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="bootstrap.py [-h] {run,test} [ARGUMENT ...]",
        description="Set Stakemap up in .venv beside its source, then run or test it.",
        epilog="run   opens the preset, or what the arguments name; without a display it draws the preset\n"
        "test  runs the tests; the arguments go to pytest",
    )
    parser.add_argument("command", choices=("run", "test"), help="what to do once all is in place")
    # The rest is not argparse's: it would take options that are meant for pytest.
    wants_help = arguments[1:2] in (["-h"], ["--help"])
    options = parser.parse_args(["--help"] if wants_help else arguments[:1])
    command = run if options.command == "run" else test
    try:
        return command(Environment(), arguments[1:])
    except SetupError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(sentence_of(error, "The set-up"), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
