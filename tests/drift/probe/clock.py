"""How long would it have waited?  Sleeping that takes no time but moves the clock.

Retries by number and by elapsed time both end, as they would have, without anybody waiting.
"""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

_A_MOMENT = 0.0005


def install() -> None:
    """Replaces `sleep` of time and asyncio, `time.time` and `time.monotonic`; before an SDK is imported, which may copy them."""
    sleep, now, monotonic, asleep = time.sleep, time.time, time.monotonic, asyncio.sleep
    slept = [0.0]

    def passing(seconds: float) -> float:
        # A thread in the background that sleeps in a loop is no part of the call.
        if threading.current_thread() is threading.main_thread():
            slept[0] += max(seconds, 0)
        return min(max(seconds, 0), _A_MOMENT)

    async def asyncio_sleep(delay: float, result: Any = None) -> Any:
        return await asleep(passing(delay), result)

    time.sleep = lambda seconds: sleep(passing(seconds))
    asyncio.sleep = asyncio_sleep
    asyncio.tasks.sleep = asyncio_sleep
    time.time = lambda: now() + slept[0]
    time.monotonic = lambda: monotonic() + slept[0]
