"""A model file: named arrays in an archive, checked byte by byte; nothing in it is ever executed."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import place

Arrays = dict[str, NDArray[Any]]
#: Most bytes that a model may hold unpacked, and the file itself.
LARGEST = 200_000_000
#: Ways of packing an archive's member that are read; others unpack a few bytes to gigabytes.
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: How hard members are deflated: the smallest file, for it is written once.
_EFFORT = 9
_KINDS = frozenset("fiu")
#: Beyond any weight of a model, and far from where sums of them overflow.
LARGEST_NUMBER = 1e6
_PIECE = 1 << 20


class ModelFileError(ValueError):
    """A model file that is damaged, tampered with, or of another schema."""


def packed(names: Iterable[str]) -> NDArray[np.uint8]:
    """Strings as bytes: an array that needs no pickling."""
    array: NDArray[np.uint8] = np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8).copy()
    return array


def unpacked(array: NDArray[np.uint8]) -> list[str]:
    """What :func:`packed` packed."""
    return array.tobytes().decode("utf-8").split("\n") if array.size else []


def planes(weights: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Weights in single precision as the planes of their bytes: like bytes stand together, and pack to half the size.

    Examples
    --------
    >>> planes(np.array([[1.0, -2.0]])).shape
    (4, 1, 2)
    """
    single = np.ascontiguousarray(weights, dtype="<f4")
    return np.ascontiguousarray(np.moveaxis(single.view(np.uint8).reshape(*single.shape, 4), -1, 0))


def from_planes(array: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What :func:`planes` took apart.

    Raises
    ------
    ValueError
        For anything but planes of finite numbers.

    Examples
    --------
    >>> from_planes(planes(np.array([[1.0, -2.0]])))
    array([[ 1., -2.]], dtype=float32)
    """
    if array.dtype != np.uint8 or array.ndim != 3 or len(array) != 4:
        raise ValueError(f"weights have shape {array.shape} and type {array.dtype}")
    weights: NDArray[np.float32] = np.ascontiguousarray(np.moveaxis(array, 0, -1)).view("<f4")[..., 0].astype(np.float32, copy=False)
    # Written so that what is no number is refused too.
    if not (np.abs(weights) <= LARGEST_NUMBER).all():
        raise ValueError("a weight is not finite or too large for any model")
    return weights


def checksum(arrays: Arrays) -> str:
    """One over names, types, shapes and bytes."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def write(path: str | os.PathLike[str], arrays: Arrays) -> None:
    """Write arrays with a checksum, beside and then into place; the same arrays give the same bytes.

    Parameters
    ----------
    path : path-like
    arrays : dict of str to ndarray
    """
    every = {**arrays, "checksum": packed([checksum(arrays)])}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(every):
            part = io.BytesIO()
            np.lib.format.write_array(part, np.ascontiguousarray(every[name]), allow_pickle=False)
            # A fixed date: the same arrays must give the same bytes on any day.
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), part.getvalue(), zipfile.ZIP_DEFLATED, _EFFORT)
    place.write(writable(path), buffer.getvalue())


def writable(path: str | os.PathLike[str]) -> Path:
    """Where to write a model: the file that a link leads to.

    Raises
    ------
    OSError
        For a folder, where there is none to write in, or for a file that is read-only.
    ModelFileError
        For a device or a pipe, which would be replaced.
    """
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not target.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "there is no such folder", str(target.parent))
    if target.exists() and not target.is_file():
        raise ModelFileError(f"{inert(str(path))} is no regular file; name one to write the model to")
    if why := place.refusal(target):
        raise PermissionError(errno.EACCES, why, str(path))
    return target


def read_file(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a regular file that is not too large.

    Raises
    ------
    FileNotFoundError
    ModelFileError
        For a folder, a pipe, a device, or a file larger than any model.
    """
    shown = inert(str(path))
    if os.path.isdir(path):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), shown)
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as source:
        held = os.fstat(source.fileno())
        if not stat.S_ISREG(held.st_mode):
            raise ModelFileError(f"{shown} is no regular file; give the path of a model file")
        if held.st_size > LARGEST:
            raise ModelFileError(f"{shown} has more than {LARGEST} bytes; it is no model of ours")
        return source.read(LARGEST + 1)


def read(data: bytes, name: str) -> tuple[Arrays, str]:
    """The arrays of a model file, and their checksum.

    Parameters
    ----------
    data : bytes
    name : str
        For error messages.

    Raises
    ------
    ModelFileError
        Where anything about it is not as :func:`write` writes it.
    """
    shown = inert(name)
    try:
        arrays = _members(data, shown)
        stated = unpacked(arrays.pop("checksum"))[0]
    except ModelFileError:
        raise
    except Exception as error:
        raise ModelFileError(f"{shown} is not a weishang_risk model, or is damaged ({type(error).__name__}); "
                             "train it again or take it from its source again") from None
    if stated != checksum(arrays):
        raise ModelFileError(f"{shown} was changed after it was written (checksum differs); take it from its source again")
    for array in arrays.values():
        # Written so that what is no number is refused too.
        if array.dtype.kind == "f" and not (np.abs(array) <= LARGEST_NUMBER).all():
            raise ModelFileError(f"{shown} holds numbers that are not finite or too large for any model; train it again")
    return arrays, stated


def _members(data: bytes, shown: str) -> Arrays:
    arrays: Arrays = {}
    left = LARGEST
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len({entry.filename.removesuffix(".npy") for entry in entries}) != len(entries):
            raise ModelFileError(f"{shown} holds a name twice; take it from its source again")
        for entry in entries:
            if entry.compress_type not in _PACKED or entry.flag_bits & 1:
                raise ModelFileError(f"{shown} is packed in a way that models are not; take it from its source again")
            body = io.BytesIO()
            with archive.open(entry) as member:
                # What an entry says of its size may be forged: what comes out is counted.
                while piece := member.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise ModelFileError(f"{shown} unpacks to more than {LARGEST} bytes; it is no model of ours")
                    body.write(piece)
            body.seek(0)
            array = np.lib.format.read_array(body, allow_pickle=False, max_header_size=4096)
            if array.dtype.kind not in _KINDS or body.read(1):
                raise ModelFileError(f"{shown} holds something that is no array of numbers; take it from its source again")
            arrays[entry.filename.removesuffix(".npy")] = array
    return arrays


def inert(text: str) -> str:
    """A name from outside as an error message may show it: short, without control or direction characters.

    Examples
    --------
    >>> inert("a\\x1b[31mb\\u202e")
    'a?[31mb?'
    """
    return "".join(char if char.isprintable() else "?" for char in text[:200])
