"""The lock under which what is done once is done: heavy imports, and reading the shipped model."""

from __future__ import annotations

import os
from threading import RLock

FIRST_USE = RLock()
if hasattr(os, "register_at_fork"):
    # A fork waits while a thread holds it: in the child nobody would ever let go, nor finish what was begun.
    os.register_at_fork(before=FIRST_USE.acquire, after_in_parent=FIRST_USE.release, after_in_child=FIRST_USE.release)
