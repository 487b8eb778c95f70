"""The command line: options that all commands have, and one line for each error."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from stakemap import __version__
from stakemap.commands.arguments import file_name
from stakemap.commands.command import COMMANDS, DONE, FAILED
from stakemap.commands.documents import status_of
from stakemap.commands.output import complain, discard, finish, set_up, write_text
from stakemap.errors import MapReadError, StakemapError, UsageError
from stakemap.i18n import catalogue_problem, tr

#: Options that all commands have, which may also stand before the command, and whether they take a value.
_COMMON = {"--policy": True, "--portable": False}


class _Parser(argparse.ArgumentParser):
    """Raises UsageError instead of exiting, so that all errors are reported in the same way."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(tr("{message}; see {program} --help", message=message, program=self.prog))

    def _print_message(self, message: str | None, file: object = None) -> None:
        """Print help or the version; the base class ignores errors."""
        if message:
            write_text(message)


def _parser(chosen: str = "") -> argparse.ArgumentParser:
    """The parser of the command line, with the arguments of the chosen command alone."""
    parser = _Parser(
        prog="stakemap",
        usage=tr("stakemap [FILE ...]\n       stakemap COMMAND ..."),
        description=tr("Map who matters on a question and where they stand. Without a command: the app."),
        epilog=tr(
            "Exit status: 0 done, 1 the input has faults, or the maps differ or are in conflict, "
            "2 it could not be done."
        ),
    )
    parser.add_argument("--version", action="version", version=f"stakemap {__version__}")
    # The two are parsed with the command; here they are for the help alone.
    _add_common(parser)
    adding = parser.add_subparsers(
        title=tr("commands"), metavar=tr("COMMAND"), dest="command", prog="stakemap", required=True
    )
    for name, command in COMMANDS.items():
        summary = command.summary()
        sentence = f"{summary[:1].upper()}{summary[1:]}."
        added = adding.add_parser(name, help=summary, description=sentence, allow_abbrev=False)
        if name == chosen:
            command.load().add_arguments(added)
            _add_common(added)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group(tr("for all commands"))
    policy = tr("try the rules of an organisation from this file")
    group.add_argument("--policy", metavar=tr("FILE"), type=file_name, help=policy)
    portable = tr("keep settings and state beside the program (in the portable package)")
    group.add_argument("--portable", action="store_true", help=portable)


def _with_command(arguments: Sequence[str]) -> list[str]:
    """The arguments with the command first: "open" where there is none, and common options after it."""
    count = 0
    while count < len(arguments):
        name, sign, _ = arguments[count].partition("=")
        if name not in _COMMON:
            break
        count += 2 if _COMMON[name] and not sign else 1
    common, rest = arguments[:count], arguments[count:]
    if rest and rest[0] in ("-h", "--help", "--version"):
        return [rest[0]]
    command, rest = (rest[0], rest[1:]) if rest and rest[0] in COMMANDS else ("open", rest)
    return [command, *common, *rest]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status; errors are reported in a line on standard error."""
    set_up()
    _take_utf8()
    command, *others = _with_command(sys.argv[1:] if arguments is None else arguments)
    try:
        status = _run(command, others)
        finish()
        return status
    except BrokenPipeError:
        # The reader of the output has exited.
        discard(sys.stdout)
        return FAILED
    except KeyboardInterrupt:
        return 130
    except MapReadError as error:
        _fail(command, str(error))
        return status_of(error)
    except StakemapError as error:
        _fail(command, str(error))
        return FAILED
    except Exception as error:
        _fail(command, _crashed(error))
        return FAILED


def _take_utf8() -> None:
    """Put UTF-8 in the place of a plain locale: Qt would do so by itself, and log four lines about it.

    Python has done so where it is not frozen, unless LC_ALL says otherwise.
    """
    if sys.platform == "linux":
        names = ("LC_ALL", "LC_CTYPE", "LANG")
        chosen = next(filter(os.environ.get, names), "LC_CTYPE")
        if os.environ.get(chosen, "C") in ("C", "POSIX"):
            os.environ["LC_ALL" if chosen == "LC_ALL" else "LC_CTYPE"] = "C.UTF-8"


def _run(command: str, others: Sequence[str]) -> int:
    if problem := catalogue_problem():
        complain(problem)
    try:
        options = _parser(command).parse_args([command, *others])
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else DONE
    if options.portable:
        from stakemap.commands.portable import use_portable_folders

        use_portable_folders()
    from stakemap.storage.policy import policy, start_policy

    if options.policy is None:
        # Read before anything is done: no command runs under rules that cannot be read.
        policy()
    else:
        start_policy(Path(options.policy))
    return COMMANDS[options.command].load().run(options)


def _fail(command: str, sentence: str) -> None:
    """Report why a command failed, also to users who started the app by a double click."""
    complain(sentence)
    if command == "open":
        from stakemap.commands.desktop import is_from_desktop, show_failure

        if is_from_desktop():
            show_failure(sentence)


def _crashed(error: Exception) -> str:
    """Log an unexpected error with its traceback; returns the line for the user."""
    if os.environ.get("STAKEMAP_DEBUG"):
        raise error
    from stakemap.logs import log_crash

    preserved = log_crash(error)
    what = tr("Something went wrong unexpectedly ({kind}).", kind=type(error).__name__)
    where = (
        tr("The details are in {file}.", file=preserved)
        if preserved
        else tr("STAKEMAP_DEBUG=1 shows the details.")
    )
    return f"{what} {where}"


def script() -> NoReturn:
    """The `stakemap` command: run `main` and exit without tearing down Qt and all modules, which is slow."""
    # A command needs what it makes to its end, so collecting garbage only takes time.
    gc.disable()
    status = main()
    if "logging" in sys.modules:
        sys.modules["logging"].shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.flush()
    os._exit(status)
