"""Does a call belong where its generator was made, whoever reads it?"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from llmlint.runtime.begun import Begun, note
from llmlint.runtime.sites import Site, Sites

_SDK = """
async def stream(find):
    yield find()
"""


def test_an_awaited_generator_that_a_plain_function_made() -> None:
    sdk: dict[str, Any] = {"__name__": "sdk"}
    exec(compile(_SDK, "/site-packages/sdk/client.py", "exec"), sdk)

    def find() -> Site:
        return Sites(Path(__file__).parent).find(sys._getframe(1), "sdk")

    def asked() -> AsyncIterator[Site]:
        made: AsyncIterator[Site] = sdk["stream"](find)
        note(made, Begun(sys._getframe()))
        return made

    async def first(stream: AsyncIterator[Site]) -> Site:
        return await anext(stream)

    async def program() -> Site:
        return await asyncio.create_task(first(asked()))

    site = asyncio.run(program())
    assert (site.path, site.names[0]) == ("test_begun.py", "asked")
