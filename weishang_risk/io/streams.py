"""Bytes in and out: compressed or not, standard input and output, files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import re
import stat
import sys
import unicodedata
import zlib
from collections.abc import Iterator
from typing import IO, Any, cast

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

from .. import place
from . import encodings
from .encodings import InputError

#: The name of standard input and output.
STANDARD = "-"
COMPRESSED = (".gz", ".zst")
#: Added to the name of a file while it is being written.
PART = ".weishang-part"
#: Added to the name of a file that one process has to itself for long.
LOCK = ".weishang-lock"
#: Folders of what a process has open, /dev/stdout among it.
_OPEN = re.compile(r"/dev/fd|/proc/[^/]+(?:/task/\d+)?/fd")
_CHUNK = 1 << 20
_HEAD = 1 << 16
#: Bytes that are unpacked at a time: few, for each may stand for some ten thousand.
_PACKED = 1 << 10


@contextlib.contextmanager
def named(name: str) -> Iterator[None]:
    """Errors of reading a file as an :class:`InputError` that names it."""
    name = called(name)
    try:
        yield
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not {error.encoding} after all ({error.reason}); name its encoding with --encoding") from None
    except UnicodeError as error:
        raise InputError(f"{name}: {error}; name another encoding with --encoding") from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{name}: the compressed data is damaged or ends early ({error})") from None
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}") from None
    except Exception as error:
        if type(error).__module__.startswith("zstandard"):
            raise InputError(f"{name}: the compressed data is damaged or ends early ({error})") from None
        raise


def zstandard() -> Any:
    """The module of that name, or a refusal that says what to install."""
    try:
        import zstandard as module
    except ImportError:
        raise InputError(".zst files need zstandard; install it with: pip install 'weishang-risk[zstd]'") from None
    return module


class _Joined(io.RawIOBase):
    """What was read of a stream already, and the rest of it."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._head[: len(buffer)]
        if piece:
            self._head = self._head[len(piece) :]
        else:
            read = getattr(self._rest, "read1", self._rest.read)
            piece = read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


class _Unpacked(io.RawIOBase):
    """Frames of Zstandard, unpacked; the module's own reader takes a file that ends early for a whole one."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._frame: Any = None
        self._ready, self._rest = memoryview(b""), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            data = self._rest or self._packed.read(_PACKED)
            if not data:
                if self._frame is not None:
                    raise EOFError("the last frame is not whole")
                return 0
            if self._frame is None:
                self._frame = zstandard().ZstdDecompressor().decompressobj()
            self._ready, self._rest = memoryview(self._frame.decompress(data)), b""
            if self._frame.eof:
                self._rest, self._frame = self._frame.unused_data, None
        piece = self._ready[: len(buffer)]
        self._ready = self._ready[len(piece) :]
        buffer[: len(piece)] = piece
        return len(piece)


class Input:
    """A file, or standard input, opened for reading as text.

    Bytes that are not of the encoding become lone surrogates, so that one bad byte costs one record.

    Parameters
    ----------
    path : str
        ``-`` for standard input; ``.gz`` and ``.zst`` are unpacked.
    encoding : str, optional
        Found by default.
    newline : str or None
        As for :class:`io.TextIOWrapper`: which line ends there are.

    Attributes
    ----------
    text : TextIO
    encoding : str
    """

    def __init__(self, path: str, encoding: str | None = None, newline: str | None = "\n") -> None:
        self.path = path
        self._raw, stream = self._opened()
        if encoding:
            self.encoding = encodings.check(encoding)
        elif rewindable(path):
            self.encoding = self._found(stream)
            self._raw.close()
            self._raw, stream = self._opened()
        else:
            head = b""
            read = getattr(stream, "read1", stream.read)
            while len(head) < _HEAD and (piece := read(_HEAD)):
                head += piece
            self.encoding = encodings.find(head, whole=len(head) < _HEAD)
            stream = io.BufferedReader(_Joined(head, stream))
        self.text = io.TextIOWrapper(cast(Any, stream), encoding=self.encoding, errors="surrogateescape", newline=newline)

    def _opened(self) -> tuple[IO[bytes], IO[bytes]]:
        raw: IO[bytes]
        if self.path == STANDARD:
            if sys.stdin is None:
                raise InputError("is closed")
            raw = sys.stdin.buffer
        else:
            if os.path.isdir(self.path):
                raise InputError("is a folder; name the files in it")
            raw = open(self.path, "rb")  # noqa: SIM115
        suffix = os.path.splitext(self.path)[1].lower()
        if suffix == ".gz":
            return raw, cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
        if suffix == ".zst":
            zstandard()
            return raw, io.BufferedReader(_Unpacked(raw), _HEAD)
        return raw, raw

    @staticmethod
    def _found(stream: IO[bytes]) -> str:
        """By the first part of the text that is not all ASCII."""
        sample = stream.read(_CHUNK)
        while len(sample) == _CHUNK and sample.isascii() and b"\0" not in sample and (more := stream.read(_CHUNK)):
            sample = more
        if not sample.isascii():
            sample += stream.read(_CHUNK)
        return encodings.find(sample, whole=len(sample) % _CHUNK > 0)

    def position(self) -> int:
        """Bytes of the file read so far."""
        try:
            return self._raw.tell()
        except (OSError, ValueError):
            return 0

    def close(self) -> None:
        """Close the file; standard input stays open."""
        if self.path != STANDARD:
            self._raw.close()


def called(path: str) -> str:
    """What messages call a file."""
    return "standard input" if path == STANDARD else path


def rewindable(path: str) -> bool:
    """Whether a file can be read twice."""
    return path != STANDARD and os.path.isfile(path)


def size(path: str) -> int | None:
    """Bytes of a file, or None of a stream."""
    return os.path.getsize(path) if rewindable(path) else None


def same_file(first: str, second: str) -> bool:
    """Whether two names stand for one file."""
    if STANDARD in (first, second):
        return False
    try:
        return os.path.samefile(first, second)
    except (OSError, ValueError):
        return os.path.abspath(first) == os.path.abspath(second)


def check_target(path: str) -> None:
    """Refuse a file that could not be written, before any work is done for it.

    Raises
    ------
    InputError
    """
    if path == STANDARD:
        return
    folder = os.path.dirname(os.path.realpath(path))
    if os.path.isdir(path):
        raise InputError(f"{path} is a folder; name a file in it")
    if not os.path.isdir(folder):
        raise InputError(f"cannot write {path}: there is no folder {folder}")
    if not os.access(path if special(path) else folder, os.W_OK):
        raise InputError(f"cannot write {path}: permission denied")
    if not special(path) and (why := place.refusal(path)):
        raise InputError(f"cannot write {path}: {why}")


def special(path: str) -> bool:
    """Whether a path is a device, a pipe or what a process has open, which nothing can be moved onto."""
    try:
        return _opened(path) is not None or not stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _opened(path: str) -> str | None:
    """What a path such as /dev/stdout is called among what a process has open; None for any other."""
    while True:
        folder = os.path.realpath(os.path.dirname(os.path.abspath(path)))
        if _OPEN.fullmatch(folder):
            return os.path.join(folder, os.path.basename(path))
        # A link that leads in a circle leads nowhere.
        if not os.path.islink(path) or not os.path.exists(path):
            return None
        path = os.path.join(folder, os.readlink(path))


def _stream(path: str) -> IO[bytes]:
    """A device, a pipe or what a process has open, for writing; a file that stands behind it keeps what it holds."""
    opened = _opened(path)
    if opened is None:
        return open(path, "wb")
    folder, number = os.path.split(opened)
    return open(os.dup(int(number)), "wb") if folder in ("/dev/fd", os.path.realpath("/proc/self/fd")) else open(path, "ab")


class Output:
    """A text file that appears whole or not at all: written beside its place under another name, and moved there.

    Standard output, devices and pipes are written as it goes.

    Parameters
    ----------
    path : str
        ``-`` for standard output; ``.gz`` and ``.zst`` are packed.
    resume_at : int, optional
        Go on with the part that an earlier run left, after so many bytes of it.

    Attributes
    ----------
    raw : binary file
        What is written, before packing.
    part : str or None
        Where, until it is whole; None where it is written as it goes.
    terminal : bool
        Whether people read it as it is written.
    encoding : str
        UTF-8, or a terminal's own.
    """

    def __init__(self, path: str, resume_at: int | None = None) -> None:
        self.path = path
        self.part: str | None = None
        self._suffix = os.path.splitext(path)[1].lower()
        self._packer: Any = None
        self.terminal = False
        self.encoding = "utf-8"
        if path == STANDARD:
            self.raw: IO[bytes] = sys.stdout.buffer
            sys.stdout.flush()
            self.terminal = sys.stdout.isatty()
            self.encoding = sys.stdout.encoding if self.terminal else "utf-8"
        elif special(path):
            self.raw = _stream(path)
            self.terminal = self.raw.isatty()
        else:
            if self._suffix == ".zst":
                zstandard()
            self._target = os.path.realpath(path)
            self.part = self._target + PART
            self.raw = open(os.open(self.part, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), place.mode_for(self._target)), "r+b")  # noqa: SIM115
            _claim(self.raw, path)
            if os.fstat(self.raw.fileno()).st_size < (resume_at or 0):
                self.raw.close()
                raise InputError(f"{self.part} is not what an interrupted run left; run again without --resume")
            self.raw.truncate(resume_at or 0)
            self.raw.seek(resume_at or 0)

    def write(self, text: str) -> None:
        """Add to the file; on a terminal, control characters are made visible."""
        data = (visible(text.replace("\r\n", "\n")) if self.terminal else text).encode(self.encoding, "backslashreplace")
        if self._suffix not in COMPRESSED:
            self.raw.write(data)
            return
        if self._packer is None:
            self._packer = (
                gzip.GzipFile(filename="", mode="wb", fileobj=self.raw, mtime=0) if self._suffix == ".gz"
                else zstandard().ZstdCompressor().stream_writer(self.raw, closefd=False)
            )  # fmt: skip
        self._packer.write(data)

    def settle(self) -> int:
        """See to it that everything so far is on the disk, and complete as it is.

        Returns
        -------
        int
            The file's length, from which another run can go on.
        """
        if self._packer is not None:
            self._packer.close()
            self._packer = None
        self.raw.flush()
        if self.part is None:
            return 0
        os.fsync(self.raw.fileno())
        return self.raw.tell()

    def commit(self) -> None:
        """The file is whole: put it in its place.

        Raises
        ------
        InputError
            Where it cannot be put there; until it is closed, its part stays.
        """
        self.settle()
        if self.path != STANDARD:
            self.raw.close()
        if self.part:
            try:
                place.put(self.part, self._target)
            except OSError as error:
                raise InputError(f"cannot put {self.path} in its place: {error.strerror or error}") from None

    def close(self, keep: bool = False) -> None:
        """Stop writing a file that is not whole; its part is removed unless it is to be kept."""
        if self.path != STANDARD:
            with contextlib.suppress(OSError):
                self.raw.close()
        if self.part and not keep:
            with contextlib.suppress(OSError):
                os.unlink(self.part)


def _claim(held: IO[bytes], path: str) -> None:
    """See to it that no other process holds the same file for the same path meanwhile; where the system has such locks."""
    if fcntl is None:
        return
    try:
        fcntl.flock(held.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        raise InputError(f"another run is writing {path}; wait for it, or write to another file") from None
    except OSError:
        # A file system without locks, as some shared ones are.
        return


@contextlib.contextmanager
def alone(path: str) -> Iterator[None]:
    """Have a file to oneself, which is written again and again, where the system has such locks.

    Raises
    ------
    InputError
        Where another process has it.
    """
    name = os.path.realpath(path) + LOCK
    with open(name, "ab") as held:
        _claim(held, path)
        # Whoever had it before may have removed the lock since it was opened here.
        if not os.path.exists(name) or not os.path.samestat(os.fstat(held.fileno()), os.stat(name)):
            raise InputError(f"another run is writing {path}; wait for it, or write to another file")
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                os.unlink(name)


def write_whole(path: str, text: str) -> None:
    """Write one file, whole or not at all."""
    output = Output(path)
    try:
        output.write(text)
        output.commit()
    except BaseException:
        output.close()
        raise


def visible(text: str) -> str:
    """A text for a terminal, with control characters other than line ends and tabs made visible.

    Examples
    --------
    >>> visible("a\\x1b[31m\\u202eb\\n")
    'a�[31m�b\\n'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join("\ufffd" if char not in "\n\t" and is_control(char) else char for char in text)


def is_control(char: str) -> bool:
    """Whether a terminal could obey a character rather than show it: controls, marks of direction, lone surrogates.

    Examples
    --------
    >>> [is_control(char) for char in "a\\x7f\\x9b\\u2028"]
    [False, True, True, True]
    """
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
