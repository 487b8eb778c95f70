"""The rules that an organisation sets for all users of a machine, in one file that is read once at start.

The file is JSON with the fields of `Policy`; each rule that is left out leaves the choice to the user. What
cannot be read as a whole is refused, since rules that are silently not in force are worse than none.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.storage.policy.reading import read_policy
from stakemap.storage.policy.record import Policy
from stakemap.storage.saving.targets import absolute
from stakemap.values import frozen


@frozen
class PolicyOrigin:
    """The file of the rules in force, None without one; `tried` for one that was given with --policy."""

    path: Path | None = None
    tried: bool = False


def policy_file() -> Path:
    """The file of the rules for this machine, which only its administrators can write. It may not exist.

    No variable of the environment leads elsewhere, since each user can set them.
    """
    if sys.platform == "win32":
        return _program_data() / "Stakemap" / "policy.json"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Stakemap/policy.json")
    return Path("/etc/stakemap/policy.json")


if sys.platform == "win32":

    def _program_data() -> Path:
        """The folder of data for all users, from the system: platformdirs lets variables override it."""
        import ctypes

        path = ctypes.create_unicode_buffer(1024)
        common_data = 0x23
        ctypes.windll.shell32.SHGetFolderPathW(None, common_data, None, 0, path)
        return Path(path.value or "C:\\ProgramData")


_in_force: Policy | None = None
_origin = PolicyOrigin()


def policy() -> Policy:
    """The rules in force; on the first call those of this machine are read. Raises UsageError."""
    if _in_force is None:
        start_policy(None)
    assert _in_force is not None
    return _in_force


def policy_origin() -> PolicyOrigin:
    """Where the rules in force come from."""
    return _origin


def use_policy(rules: Policy | None, origin: PolicyOrigin | None = None) -> None:
    """Put rules in force; None to read those of this machine at the next request."""
    global _in_force, _origin
    _in_force, _origin = rules, origin or PolicyOrigin()


def start_policy(tried: Path | None) -> None:
    """Put the rules of this machine in force, or those of a file that is to be tried.

    Raises UsageError when they cannot be used, and for a file to be tried where the user could thus avoid the
    rules of this machine.
    """
    own = policy_file()
    exists = _exists(own)
    if tried is not None and exists and not _may_change(own):
        raise UsageError(
            tr("This machine has a policy of its own, {path}; another can be tried only elsewhere.", path=own)
        )
    # A theme is found beside the policy, wherever the current folder is then.
    chosen = absolute(tried) if tried is not None else own if exists else None
    if chosen is None:
        use_policy(Policy())
    else:
        use_policy(read_policy(chosen), PolicyOrigin(chosen, tried is not None))


def _may_change(own: Path) -> bool:
    """Whether this process may write the policy; on Windows, `os.access` knows nothing of rights."""
    if sys.platform == "win32":
        try:
            os.close(os.open(own, os.O_WRONLY | os.O_APPEND))
        except OSError:
            return False
        return True
    return os.access(own, os.W_OK)


def _exists(own: Path) -> bool:
    """Whether there is a policy, or might be one in a folder that cannot be looked into."""
    try:
        own.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True
