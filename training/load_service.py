"""The service under a steady load: how long answers take, whether any fails, and whether its memory stays flat.

``python -m training.load_service --rate 20 --seconds 60`` starts ``examples/serve.py`` on this machine and asks it for texts of the
corpus at fixed moments, whether or not earlier ones are answered. Times count from the moment a request was due, so that a slow
answer is not hidden by the requests it held up. Needs the extra ``serve`` and httpx2; memory is told where there is ``/proc``.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import numpy as np

from . import data, splits

SERVE = Path(__file__).parents[1] / "examples" / "serve.py"
#: One request in so many is for ten texts at once.
MANY, TOGETHER = 10, 10


class Load(NamedTuple):
    """What was seen.

    Attributes
    ----------
    times : list of float
        Seconds from the moment a request was due to its whole answer.
    failed : list of str
        What was wrong with answers that were none.
    memory : list of float
        Resident megabytes of the service, once a second; empty where that cannot be read.
    texts : int
        Texts scored.
    """

    times: list[float]
    failed: list[str]
    memory: list[float]
    texts: int


def resident(process: int) -> float | None:
    """Resident megabytes of a process, or None where that cannot be read."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return None
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def _ready(client: Any, service: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if service.poll() is not None:
            raise RuntimeError(f"the service ended with status {service.returncode} before it answered")
        with suppress(httpx2.ConnectError):
            if (await client.get("/health")).status_code == 200:
                return
        await asyncio.sleep(0.1)
    raise RuntimeError("the service did not answer within a minute")


async def _load(client: Any, service: subprocess.Popen[bytes], rate: float, seconds: float, texts: Sequence[str]) -> Load:
    load = Load([], [], [], 0)
    began = time.monotonic()

    async def ask(number: int, due: float) -> int:
        first = number % len(texts)
        batch = [texts[(first + i) % len(texts)] for i in range(TOGETHER)]
        path, body = ("/score/many", {"texts": batch}) if number % MANY == 0 else ("/score", {"text": texts[first]})
        try:
            answer = await client.post(path, json=body)
            if answer.status_code != 200:
                load.failed.append(f"{path}: {answer.status_code} {answer.text[:100]}")
            got = len(answer.json().get("reports", [0])) if answer.status_code == 200 else 0
        except Exception as error:
            load.failed.append(f"{path}: {type(error).__name__}: {error}")
            return 0
        load.times.append(time.monotonic() - due)
        return got

    async def watch() -> None:
        while True:
            if (used := resident(service.pid)) is not None:
                load.memory.append(used)
            await asyncio.sleep(1)

    watching = asyncio.create_task(watch())
    asked = []
    for number in range(int(rate * seconds)):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        asked.append(asyncio.create_task(ask(number, due)))
    count = sum(await asyncio.gather(*asked))
    watching.cancel()
    return load._replace(texts=count)


def lines(load: Load, seconds: float) -> list[str]:
    """What was seen, as lines of text."""
    points = np.percentile(np.array(load.times) * 1000, [50, 90, 95, 99, 100]) if load.times else np.full(5, np.nan)
    told = [
        f"{len(load.times)} answers in {seconds:g} s, {load.texts} texts; {len(load.failed)} failed",
        "milliseconds from due to answered: " + ", ".join(
            f"{name} {value:.0f}" for name, value in zip(("median", "90 %", "95 %", "99 %", "most"), points, strict=True)),
    ]  # fmt: skip
    if len(load.memory) >= 6:
        third = len(load.memory) // 3
        first, last = np.mean(load.memory[third : 2 * third]), np.mean(load.memory[-third:])
        told.append(f"resident memory: {load.memory[0]:.0f} MB at first, {first:.1f} in the second third, {last:.1f} in the last, most {max(load.memory):.0f}")
    return told + [f"  {line}" for line in load.failed[:10]]


async def _run(rate: float, seconds: float) -> Load:
    texts = [r["text"] for r in data.load_corpus() if splits.split_of(r) == "test"]
    port = free_port()
    service = subprocess.Popen([sys.executable, str(SERVE), "--port", str(port)])
    try:
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
            await _ready(client, service)
            return await _load(client, service, rate, seconds, texts)
    finally:
        service.terminate()
        service.wait()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; exit status: 1 where an answer failed."""
    parser = argparse.ArgumentParser(prog="python -m training.load_service", description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=20, help="requests a second, one in ten of them for ten texts [20]")
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args(arguments)
    load = asyncio.run(_run(options.rate, options.seconds))
    print("\n".join(lines(load, options.seconds)))
    return int(bool(load.failed))


if __name__ == "__main__":
    raise SystemExit(main())
