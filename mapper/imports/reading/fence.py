"""What the kernel forbids the reading process: other files, the network, other programs.

Where the kernel knows neither Landlock nor seccomp, the drivers left and their settings are the
protection.

Source: Linux manual pages landlock(7) and seccomp(2).
"""

import ctypes
import os
import platform
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path

import mapper

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_GET_SECCOMP = 21
_PR_SET_SECCOMP = 22
_FILTER_MODE = 2

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_WRITE_FILE, _TRUNCATE = 1 << 1, 1 << 14
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1}
"""All rights over files by version of Landlock; later versions know more than is needed."""
_NET_VERSION, _NET_RIGHTS = 4, 0b11

_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1
_LOAD, _EQUALS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_OTHER_TABLE = 0x40000000
"""Numbers from here on are those of a second table of x86_64."""
_CALLS = {
    # socket, connect, execve, execveat, ptrace, kill, io_uring_setup, process_vm_readv
    "x86_64": (0xC000003E, (41, 42, 59, 322, 101, 62, 425, 310)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 117, 129, 425, 270)),
}

_READABLE = ("/usr", "/lib", "/lib64", "/etc/localtime", "/proc/self", "/proc/meminfo")
_DEVICES = ("/dev/null", "/dev/urandom")


def fence_in(folder: Path) -> None:
    """Leave only `folder` to write to, libraries to read, and no network; for good.

    Whoever had it started takes it along: the next one may begin in the same folder.
    """
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return
    _forbid_files(folder)
    _forbid_calls()


def can_fence() -> tuple[bool, bool]:
    """Whether this kernel can forbid files, and calls."""
    files = _LIBC.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION) >= 1
    return files, platform.machine() in _CALLS and _LIBC.prctl(_PR_GET_SECCOMP, 0, 0, 0, 0) >= 0


def _forbid_files(folder: Path) -> None:
    version = _LIBC.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION)
    if version < 1:
        return
    rights = _RIGHTS[min(version, max(_RIGHTS))]
    net = _NET_RIGHTS if version >= _NET_VERSION else 0
    attributes = struct.pack("=QQ", rights, net)[: 16 if net else 8]
    ruleset = _LIBC.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return
    package = Path(mapper.__file__).parent
    for path in (*_READABLE, sys.prefix, sys.base_prefix, package):
        _allow(ruleset, Path(path), _READ_FILE | _READ_FOLDER)
    for path in _DEVICES:
        _allow(ruleset, Path(path), _READ_FILE | _WRITE_FILE)
    _allow(ruleset, folder, rights & ~1)
    _LIBC.syscall(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    with suppress(OSError):
        if not path.is_dir():
            rights &= _READ_FILE | _WRITE_FILE
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("=Qi", rights, descriptor)
        _LIBC.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
        os.close(descriptor)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def _forbid_calls() -> None:
    """Some calls of the kernel fail with EPERM."""
    if platform.machine() not in _CALLS:
        return
    architecture, calls = _CALLS[platform.machine()]
    refuse_at = len(calls) + 4
    steps = [(_LOAD, 0, 0, 4), (_EQUALS, 0, refuse_at - 1, architecture), (_LOAD, 0, 0, 0)]
    steps.append((_AT_LEAST, len(calls) + 1, 0, _OTHER_TABLE))
    steps += [(_EQUALS, len(calls) - index, 0, number) for index, number in enumerate(calls)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    code = b"".join(struct.pack("=HBBI", *step) for step in steps)
    program = _Program(len(steps), code)
    _LIBC.prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0)
