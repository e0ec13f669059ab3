"""How long the code around a call waits for it."""

import asyncio
from asyncio import timeout as deadline
from asyncio import wait_for
from typing import Any

import anyio
import async_timeout
from openai import AsyncOpenAI, OpenAI

from llmlint import guard

client = AsyncOpenAI()
sync_client = OpenAI()
SECONDS = 20


async def waits(text: str, seconds: float) -> None:
    # value: deadline = Known(10, wrapper)
    # value: timeout = Known(600, sdk_default)
    await asyncio.wait_for(client.responses.create(model="gpt-4o", input=text), 10)
    # value: deadline = Known(20, wrapper)
    await asyncio.wait_for(client.responses.create(model="gpt-4o", input=text), timeout=SECONDS)
    # value: deadline = Known(11, wrapper)
    await wait_for(client.responses.create(model="gpt-4o", input=text), 11)
    # value: deadline = Unknown(parameter)
    await asyncio.wait_for(client.responses.create(model="gpt-4o", input=text), seconds)
    # value: deadline = Absent
    await asyncio.wait_for(client.responses.create(model="gpt-4o", input=text), None)
    # value: deadline = Known(12, wrapper)
    await asyncio.wait_for(asyncio.shield(client.responses.create(model="gpt-4o", input=text)), timeout=12)
    # value: deadline = Known(13, wrapper)
    await asyncio.wait_for(asyncio.gather(*(client.responses.create(model="gpt-4o", input=each) for each in text)), timeout=13)
    # wrong-value: deadline = Known(14, wrapper)
    call = client.responses.create(model="gpt-4o", input=text)
    await asyncio.wait_for(call, 14)


async def blocks(text: str, seconds: float) -> None:
    async with asyncio.timeout(15):
        # value: deadline = Known(15, wrapper)
        await client.responses.create(model="gpt-4o", input=text)
    # value: deadline = Absent
    await client.responses.create(model="gpt-4o", input=text)
    async with deadline(16), asyncio.Lock():
        # value: deadline = Known(16, wrapper)
        await client.responses.create(model="gpt-4o", input=text)
    with anyio.fail_after(17):
        # value: deadline = Known(17, wrapper)
        await client.responses.create(model="gpt-4o", input=text)
    with anyio.move_on_after(18) as scope:
        # value: deadline = Known(18, wrapper)
        await client.responses.create(model="gpt-4o", input=text)
    print(scope)
    async with async_timeout.timeout(19):
        # value: deadline = Known(19, wrapper)
        await client.responses.create(model="gpt-4o", input=text)
    async with asyncio.timeout(60):
        async with asyncio.timeout(5):
            # value: deadline = Known(5, wrapper)
            await client.responses.create(model="gpt-4o", input=text)
        # value: deadline = Known(60, wrapper)
        await client.responses.create(model="gpt-4o", input=text)
    async with asyncio.timeout(4):
        async with asyncio.timeout(30):
            # the outer one ends first
            # value: deadline = Known(4, wrapper)
            await client.responses.create(model="gpt-4o", input=text)
    async with asyncio.timeout(None):
        # value: deadline = Absent
        await client.responses.create(model="gpt-4o", input=text)
    async with asyncio.timeout(26):
        async with asyncio.timeout(seconds):
            # value: deadline = Bounded(None, 26, wrapper)
            await client.responses.create(model="gpt-4o", input=text)
    async with asyncio.timeout(27 if text else None):
        # value: deadline = OneOf(Known(27, wrapper), Absent)
        await client.responses.create(model="gpt-4o", input=text)
    async with asyncio.timeout(seconds):
        # value: deadline = Unknown(parameter)
        await client.responses.create(model="gpt-4o", input=text)
    async with asyncio.timeout(min(seconds, 21)):
        # value: deadline = Bounded(None, 21, wrapper)
        await client.responses.create(model="gpt-4o", input=text)
    with guard.deadline(22):
        # value: deadline = Known(22, wrapper)
        sync_client.responses.create(model="gpt-4o", input=text)


async def in_a_loop(texts: list[str]) -> None:
    async with asyncio.timeout(23):
        for text in texts:
            # value: deadline = Known(23, wrapper)
            await client.responses.create(model="gpt-4o", input=text)


async def helper(text: str) -> Any:
    # value: deadline = Absent
    return await client.responses.create(model="gpt-4o", input=text)


async def around_a_helper(text: str) -> Any:
    # the helper's own callers are not asked
    return await asyncio.wait_for(helper(text), 24)


async def nested(text: str) -> None:
    async with asyncio.timeout(25):

        async def inner() -> None:
            # runs whenever it is called
            # value: deadline = Absent
            await client.responses.create(model="gpt-4o", input=text)

        await inner()
