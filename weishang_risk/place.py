"""How a finished file takes its place: what must not be replaced stays, and what is replaced hands its mode on."""

from __future__ import annotations

import contextlib
import errno
import os
import stat


def refusal(path: str | os.PathLike[str]) -> str | None:
    """Why the file that lies at a path is not to be replaced, or None.

    A file is replaced by leave of its folder, whatever its own mode says; here its own counts too.
    """
    try:
        found, folder = os.stat(path), os.stat(os.path.dirname(os.path.realpath(path)))
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return "it is no file that can be replaced; name another"
    # Nothing keeps root from writing, so the mode is asked as well.
    if not found.st_mode & 0o222 or not os.access(path, os.W_OK):
        return "it is read-only; make it writable, or write to another file"
    if folder.st_mode & stat.S_ISVTX and os.geteuid() not in (0, found.st_uid, folder.st_uid):
        return "it is another's, in a folder where such are not replaced; write to another file"
    return None


def mode_for(target: str) -> int:
    """The mode in which to make what will take a place: nobody else's to read until it has the mode of what lies there."""
    return 0o600 if os.path.exists(target) else 0o666


def put(part: str, target: str) -> None:
    """Move a finished file into its place, with the mode of what lies there and, where that is ours to give, its owner.

    Raises
    ------
    OSError
        Where that cannot be; what lies there and the finished file stay as they are.
    """
    if why := refusal(target):
        raise PermissionError(errno.EPERM, why, target)
    if os.path.isfile(target):
        before = os.stat(target)
        # Some file systems know neither.
        with contextlib.suppress(OSError, AttributeError):
            os.chown(part, before.st_uid, before.st_gid)
        with contextlib.suppress(OSError):
            os.chmod(part, stat.S_IMODE(before.st_mode))
    os.replace(part, target)


def write(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file, whole or not at all; of a link, what it leads to.

    Raises
    ------
    OSError
    """
    target = os.path.realpath(path)
    folder, name = os.path.split(target)
    beside = os.path.join(folder, f".{name}.{os.getpid()}.part")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), mode_for(target)), "wb") as made:
            made.write(data)
            made.flush()
            os.fsync(made.fileno())
        put(beside, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
