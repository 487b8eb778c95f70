"""The command line; modules that are slow to import are imported by the command that needs them."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from stakemap import __version__
from stakemap.arguments import add_largest, file_name
from stakemap.comparing_options import add_diff, add_git_setup, add_merge, add_merge_driver, add_textconv
from stakemap.errors import Fault, MapReadError, StakemapError, UsageError
from stakemap.i18n import catalogue_problem, tr, tr_count
from stakemap.output import complain, discard, finish, neutral, save_new, say, set_up, write_bytes, write_text
from stakemap.storage.targets import absolute, is_same_file, is_there

if TYPE_CHECKING:
    from stakemap.model.document import StakeMap

__all__ = ["DONE", "FAILED", "FAULTY", "main", "neutral", "script"]

#: Exit statuses: success; the input has faults, or the maps differ or are in conflict; failure.
DONE, FAULTY, FAILED = 0, 1, 2


# --- output and input --------------------------------------------------------------------------------------


def _sentence(fault: Fault) -> str:
    return tr("warning: {fault}", fault=fault) if fault.severity == "warning" else str(fault)


def _read(file: str, largest: int) -> StakeMap:
    """Read a map of at most `largest` megabytes. Raises MapReadError with the file name in its message."""
    from stakemap.storage.files import open_map
    from stakemap.storage.limits import limits_for

    try:
        return open_map(Path(file), limits=limits_for(largest)).document
    except MapReadError as error:
        raise MapReadError(f"{file}: {error}", error.faults) from error


def _status_of(error: MapReadError) -> int:
    """Exit status: FAILED if the file could not be read at all, FAULTY if it was read and has faults."""
    return FAILED if any(fault.code == "unreadable" for fault in error.faults) else FAULTY


def _preset(name: str) -> StakeMap:
    from stakemap.storage.presets import load_preset

    return load_preset(name)


def _documents(files: Sequence[str], options: argparse.Namespace) -> list[StakeMap]:
    """The maps in files, or else the preset. Raises UsageError unless just one of them is given."""
    if bool(files) == (options.preset is not None):
        raise UsageError(tr("Give either a file or --preset NAME."))
    return [_read(file, options.largest) for file in files] or [_preset(options.preset)]


# --- the commands ------------------------------------------------------------------------------------------


def _open(options: argparse.Namespace) -> int:
    if options.preset is not None and options.files:
        raise UsageError(tr("Give either files or --preset NAME."))
    from stakemap.storage.presets import check_preset

    if options.preset is not None:
        check_preset(options.preset)
    for file in options.files:
        if not is_there(Path(file)):
            raise UsageError(tr("There is no file or command “{file}”; see stakemap --help.", file=file))
    from stakemap.app.shell import application

    paths = tuple(absolute(Path(file)) for file in options.files)
    return application.run(paths, options.preset, options.exit_when_painted, say)


def _presets(_: argparse.Namespace) -> int:
    from stakemap.storage.presets import list_presets

    presets = list_presets()
    width = max((len(preset.id) for preset in presets), default=0)
    for preset in presets:
        say(f"{preset.id:{width}}  {preset.title}")
    return DONE


def _new(options: argparse.Namespace) -> int:
    from stakemap.storage.files import check_suffix
    from stakemap.storage.limits import DEFAULT_LIMITS

    path = Path(options.output)
    check_suffix(path)
    if is_there(path):
        raise UsageError(tr("{file} already exists; give another name.", file=path))
    save_new(path, _preset(options.preset), DEFAULT_LIMITS, complain)
    return DONE


def _export(options: argparse.Namespace) -> int:
    from stakemap.exporting import export

    if any(is_same_file(Path(options.output), Path(file)) for file in options.files):
        raise UsageError(tr("The export would replace the map; give another name."))
    export(_documents(options.files, options), options, say, complain)
    return DONE


def _import(options: argparse.Namespace) -> int:
    from stakemap.importing import import_files

    return DONE if import_files(options, say, complain) else FAULTY


def _merge(options: argparse.Namespace) -> int:
    from stakemap.merging import merge_files

    return DONE if merge_files(options, say, complain) else FAULTY


def _merge_driver(options: argparse.Namespace) -> int:
    from stakemap.merge_driver import merge_for_git

    return DONE if merge_for_git(options, complain) else FAULTY


def _git_setup(options: argparse.Namespace) -> int:
    from stakemap.git_setup import set_up_git

    set_up_git(everywhere=options.everywhere, undo=options.undo, say=say)
    return DONE


def _textconv(options: argparse.Namespace) -> int:
    from stakemap.comparing import text_for_git

    write_bytes(text_for_git(Path(options.file), options.largest))
    return DONE


def _combine(options: argparse.Namespace) -> int:
    from stakemap.combining import combine_files

    return DONE if combine_files(options, say, complain) else FAULTY


def _round(options: argparse.Namespace) -> int:
    from stakemap.rounds import run_round

    return DONE if run_round(options, say, complain) else FAULTY


def _analyse(options: argparse.Namespace) -> int:
    from stakemap.analysing import analyse

    (document,) = _documents([options.file] if options.file else [], options)
    analyse(document, options, say, complain)
    return DONE


def _validate(options: argparse.Namespace) -> int:
    """Print a line for each fault; returns the worst status of all files."""
    return max([_validate_one(file, len(options.files) > 1, options.largest) for file in options.files])


def _validate_one(file: str, several: bool, largest: int) -> int:
    from stakemap.picture.kinds import headline_findings
    from stakemap.storage.files import open_map
    from stakemap.storage.limits import limits_for
    from stakemap.wording.merging import conflict_findings

    status: int = DONE
    try:
        opened = open_map(Path(file), limits=limits_for(largest))
        conflicts = tuple(conflict_findings(opened.document))
        faults = (*conflicts, *opened.warnings, *headline_findings(opened.document))
        status = FAULTY if conflicts else DONE
    except MapReadError as error:
        status, faults = _status_of(error), error.faults
        if status == FAILED:
            complain(f"{file}: {error}")
            return status
    for finding in [_sentence(fault) for fault in faults] or [tr("no faults")]:
        say(f"{file}: {finding}" if several else finding)
    return status


def _schema(_: argparse.Namespace) -> int:
    from stakemap.storage.schema import json_schema

    write_bytes(json_schema())
    return DONE


def _diff(options: argparse.Namespace) -> int:
    before, after = (_read(file, options.largest) for file in (options.before, options.after))
    from stakemap.comparing import compare

    return DONE if compare(before, after, say, as_json=options.json) else FAULTY


def _selftest(_: argparse.Namespace) -> int:
    from stakemap.selftest import findings

    failures = 0
    for finding in findings():
        failures += not finding.passed
        verdict = tr("ok") if finding.passed else tr("FAILED")
        say(f"{verdict:8}{finding.subject}: {finding.details}")
    if failures:
        complain(tr_count("{count} check failed.", "{count} checks failed.", failures))
    return FAILED if failures else DONE


# --- arguments ---------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """Raises UsageError instead of exiting, so that all errors are reported in the same way."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(tr("{message}; see {program} --help", message=message, program=self.prog))

    def _print_message(self, message: str | None, file: object = None) -> None:
        """Print help or the version; the base class ignores errors."""
        if message:
            write_text(message)


Command = Callable[[argparse.Namespace], int]


def _parser(first: str = "") -> tuple[argparse.ArgumentParser, Mapping[str, Command]]:
    """The parser of a command line that begins with `first`, and all commands. The options of "export",
    "import", "analyse", "combine" and "round" are added only for these commands, since they need registries.
    """
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
    adding = parser.add_subparsers(
        title=tr("commands"), metavar=tr("COMMAND"), dest="command", prog="stakemap", required=True
    )
    commands: dict[str, Command] = {}

    def add(name: str, command: Command, summary: str) -> argparse.ArgumentParser:
        commands[name] = command
        sentence = f"{summary[:1].upper()}{summary[1:]}."
        return adding.add_parser(name, help=summary, description=sentence, allow_abbrev=False)

    _add_opening(add("open", _open, tr("open maps in the app")))
    add("presets", _presets, tr("list the presets"))
    _add_new(add("new", _new, tr("write a new map")))
    exporting = add("export", _export, tr("draw a map as slides, or write its data for other programs"))
    if first == "export":
        from stakemap.export_options import add_arguments

        add_arguments(exporting)
    importing = add("import", _import, tr("make a map from files of other programs, or merge them into one"))
    if first == "import":
        from stakemap.import_options import add_arguments

        add_arguments(importing)
    analysing = add("analyse", _analyse, tr("say what would change the result, in words or as JSON"))
    if first == "analyse":
        from stakemap.analysis_options import add_arguments

        add_arguments(analysing)
    checking = add("validate", _validate, tr("say what is wrong with maps, a line for each finding"))
    checking.add_argument("files", metavar=tr("FILE"), type=file_name, nargs="+", help=tr("a map to check"))
    add_largest(checking)
    add("schema", _schema, tr("print the JSON Schema of the file format"))
    add_diff(add("diff", _diff, tr("say in words how two maps differ")))
    add_merge(add("merge", _merge, tr("merge two versions of a map, and say what is in conflict")))
    combining = add("combine", _combine, tr("make one map of several analysts’ maps, and say who agrees"))
    if first == "combine":
        from stakemap.combining import add_arguments

        add_arguments(combining)
    add_git_setup(add("git-setup", _git_setup, tr("have git merge maps, and show differences in words")))
    add_merge_driver(add("merge-driver", _merge_driver, tr("merge versions of a map for git")))
    add_textconv(add("textconv", _textconv, tr("print a map in words for git, a line for each judgement")))
    asking = add("round", _round, tr("ask analysts for their judgements, and gather what they send back"))
    if first == "round":
        from stakemap.round_options import add_arguments

        add_arguments(asking)
    add("selftest", _selftest, tr("check this installation and print what a bug report needs"))
    return parser, commands


def _add_opening(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar=tr("FILE"), type=file_name, nargs="*", help=tr("a map; none opens the welcome page")
    )
    parser.add_argument("--preset", metavar=tr("NAME"), help=tr("open a preset as a new, unsaved map"))
    leaving = tr("quit after the first full paint, for benchmarks")
    parser.add_argument("--exit-when-painted", action="store_true", help=leaving)


def _add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", metavar=tr("FILE"), type=file_name, required=True, help=tr("the file to write")
    )
    start = tr("what to start from (default: %(default)s)")
    parser.add_argument("--preset", metavar=tr("NAME"), default="blank", help=start)


def _with_command(arguments: Sequence[str], commands: Mapping[str, Command]) -> list[str]:
    """Prepend "open" to the arguments if the first one is not a command, but a file to open."""
    first = arguments[0] if arguments else ""
    has_command = first in commands or first in ("-h", "--help", "--version")
    return list(arguments) if has_command else ["open", *arguments]


# --- entry points ------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status; errors are reported in a line on standard error."""
    set_up()
    if os.environ.get("LC_ALL") in ("C", "POSIX"):
        # Qt would change to this by itself, and log four lines about it.
        os.environ["LC_ALL"] = "C.UTF-8"
    try:
        status = _run(sys.argv[1:] if arguments is None else arguments)
        finish()
        return status
    except BrokenPipeError:
        # The reader of the output has exited.
        discard(sys.stdout)
        return FAILED
    except KeyboardInterrupt:
        return 130
    except MapReadError as error:
        complain(str(error))
        return _status_of(error)
    except StakemapError as error:
        complain(str(error))
        return FAILED
    except Exception as error:
        return _crashed(error)


def _run(arguments: Sequence[str]) -> int:
    if problem := catalogue_problem():
        complain(problem)
    try:
        parser, commands = _parser(*arguments[:1])
        options = parser.parse_args(_with_command(arguments, commands))
        return commands[options.command](options)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else DONE


def _crashed(error: Exception) -> int:
    """Report an unexpected error: a line for the user, the traceback in the log."""
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
    complain(f"{what} {where}")
    return FAILED


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
