"""A process of the concurrency test: `emit FIRST LAST` or `work`; each thing done is one line of a file."""

from __future__ import annotations

import os
import sys
import threading

import django

django.setup()

from django.utils import timezone  # noqa: E402

from retold.ports import events  # noqa: E402
from retold.ports.events import outbox  # noqa: E402


def handle(key, payloads):
    with open(os.environ["DONE"], "a") as file:  # noqa: PTH123
        file.writelines(f"{one['n']}\n" for one in payloads)
    if any(one["n"] % 97 == 0 for one in payloads):
        raise ValueError("poison")


outbox.LEASE = outbox.dt.timedelta(seconds=2)
outbox.FIRST_WAIT = outbox.dt.timedelta(milliseconds=1)
events.register("tick", "test.tick", handle)

if sys.argv[1] == "emit":
    for number in range(int(sys.argv[2]), int(sys.argv[3])):
        events.emit("tick", key=f"key:{number % 40}", payload={"n": number}, at=timezone.now())
else:
    events.run_worker(threading.Event(), pause=0.02)
