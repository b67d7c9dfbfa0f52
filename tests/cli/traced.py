"""What a program does to the network and to a folder, as the kernel sees it: a wrapper around strace."""

import dataclasses
import os
import pathlib
import re
import subprocess
import tempfile

# Calls that look at a path and change nothing; of open calls, the flags decide.
LOOKING = {"access", "faccessat", "faccessat2", "stat", "lstat", "newfstatat", "statx", "statfs", "readlink",
           "readlinkat", "chdir", "getcwd", "execve", "getxattr", "lgetxattr", "listxattr", "llistxattr",
           "inotify_add_watch", "name_to_handle_at"}
SOCKETS = {"socket", "socketpair", "connect", "bind", "sendto"}
ON_SOCKETS = {"accept", "accept4", "getpeername", "getsockname", "getsockopt", "listen", "recvfrom", "recvmmsg", "recvmsg",
              "sendmmsg", "sendmsg", "setsockopt", "shutdown"}  # a socket is needed first
OPENING = {"open", "openat", "openat2"}
WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE")
CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)")
PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
# Local sockets reach the display, the desktop's message bus and the cache of user names; nothing leaves the machine by them.
LOCAL = ("AF_UNIX", "AF_LOCAL")


@dataclasses.dataclass
class Trace:
    status: int
    stderr: str
    sockets: list  # calls that make or use a socket which is not local
    changes: list  # calls that may change something below the folder
    opened: set  # files below the folder that were opened


def paths_of(arguments, cwd):
    """The paths in a call's arguments, as the program meant them."""
    for base, text in PATH.findall(arguments):
        name = text.encode().decode("unicode_escape").encode("latin-1")
        yield pathlib.Path(os.path.normpath(os.path.join(base or cwd, os.fsdecode(name))))


def run_traced(command, folder, act=None, timeout=120, **environment):
    """Runs a command under strace, in `folder`; act(process id of strace, its log) is
    called while it runs."""
    folder = pathlib.Path(folder).resolve()
    with tempfile.TemporaryDirectory() as work:
        log = pathlib.Path(work) / "trace"
        strace = ["strace", "-f", "-qq", "-y", "-s", "4096", "-e", "trace=%network,%file", "-e", "signal=none",
                  "-o", str(log)]
        # What looks for leaks cannot run under strace.
        env = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0", **environment}
        with subprocess.Popen([*strace, *map(str, command)], cwd=folder, env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
            if act:
                act(process.pid, log)
            _, stderr = process.communicate(timeout=timeout)
        return read_trace(log.read_text(encoding="utf-8", errors="replace"), folder, process.returncode, stderr)


def read_trace(text, folder, status, stderr):
    trace = Trace(status=status, stderr=stderr, sockets=[], changes=[], opened=set())
    for line in text.splitlines():
        match = CALL.match(line)
        if not match:
            continue
        call, arguments = match.groups()
        if call in SOCKETS:
            family = re.search(r"\b[AP]F_\w+", arguments)
            if family and family[0] not in LOCAL:
                trace.sockets.append(line)
        elif call not in LOOKING | ON_SOCKETS:
            inside = [path for path in paths_of(arguments, folder) if path == folder or folder in path.parents]
            if call in OPENING and not WRITING.search(arguments):
                trace.opened.update(inside)
            elif inside:
                trace.changes.append(line)
    return trace
