"""Start one program so that it cannot outlive us: `python child.py PARENT SIGNAL IDENTITY PROGRAM …`.

Runs alone (`python -I -S`): none of this is safe between fork and exec in a program with threads.
IDENTITY says who the program runs as, because Postgres refuses to be root:
`same`; `namespace` (root only: an unprivileged number in a user namespace, the files stay ours); `nobody` (root only).
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
UNPRIVILEGED = 1000
NOBODY = 65534


def main(arguments: list[str]) -> None:
    """Become the program."""
    parent, death_signal, identity, *command = arguments
    signal.pthread_sigmask(signal.SIG_SETMASK, set())
    if identity == "namespace":
        enter_namespace()
    elif identity == "nobody":
        become_nobody()
    # After the change of identity, which would clear it.
    die_with(int(parent), int(death_signal))
    os.execvp(command[0], command)  # noqa: S606 - replacing ourselves is the purpose


def enter_namespace() -> None:
    """Look unprivileged from inside while owning the same files from outside."""
    user, group = os.geteuid(), os.getegid()
    os.unshare(os.CLONE_NEWUSER)
    own = Path("/proc/self")
    (own / "setgroups").write_text("deny", encoding="ascii")
    (own / "uid_map").write_text(f"{UNPRIVILEGED} {user} 1", encoding="ascii")
    (own / "gid_map").write_text(f"{UNPRIVILEGED} {group} 1", encoding="ascii")


def become_nobody() -> None:
    """Drop root for good."""
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def die_with(parent: int, death_signal: int) -> None:
    """Ask the kernel for `death_signal` when `parent` dies, even by SIGKILL."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
