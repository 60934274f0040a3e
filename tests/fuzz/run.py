"""``python tests/fuzz/run.py texts -max_total_time=300 -max_len=400 FOLDER`` runs a target of ``targets.py`` with atheris."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["weishang_risk"]):
    import targets

    # What is imported only when needed is imported here, to be followed too.
    for target in targets.TARGETS.values():
        target(b"\x00\x00\x01\x02\x03text")

if __name__ == "__main__":
    chosen = targets.TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, chosen)
    atheris.Fuzz()
