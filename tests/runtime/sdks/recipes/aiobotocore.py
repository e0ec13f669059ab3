"""Bedrock through aiobotocore, which all has to be awaited."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from typing import Any
from unittest import mock

from ..ways import Surface, awaited
from .bedrock import BODY, MESSAGES, SIGNED, USED

DISTRIBUTION = "aiobotocore"
ENVIRONMENTS = (("aiobotocore==2.26.0",), ("aiobotocore==3.10.0",))


def surfaces() -> dict[str, Surface]:
    from aiobotocore.config import AioConfig
    from aiobotocore.session import get_session

    os.environ |= {"AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "k", "AWS_DEFAULT_REGION": "us-east-1"}
    kept: list[Any] = []

    def client(url: str, **options: Any) -> Any:
        return get_session().create_client("bedrock-runtime", endpoint_url=url, config=AioConfig(read_timeout=20, **options))

    async def open_client(url: str) -> Any:
        # Whoever reads a stream needs its client.
        kept[:] = [client(url)]
        return await kept[0].__aenter__()

    async def converse(url: str, model: str) -> Any:
        async with client(url) as made:
            return await made.converse(modelId=model, messages=MESSAGES, inferenceConfig={"maxTokens": 9})

    async def converse_stream(url: str, model: str) -> AsyncIterator[Any]:
        made = await open_client(url)
        stream: AsyncIterator[Any] = (await made.converse_stream(modelId=model, messages=MESSAGES))["stream"]
        return stream

    async def invoke(url: str, model: str) -> Any:
        async with client(url) as made:
            return await (await made.invoke_model(modelId=model, body=json.dumps(BODY)))["body"].read()

    async def invoke_stream(url: str, model: str) -> AsyncIterator[Any]:
        made = await open_client(url)
        stream: AsyncIterator[Any] = (await made.invoke_model_with_response_stream(modelId=model, body=json.dumps(BODY)))["body"]
        return stream

    async def repeated(url: str, model: str) -> Any:
        with mock.patch("asyncio.sleep", mock.AsyncMock()):
            async with client(url, retries={"total_max_attempts": 5}) as made:
                return await made.converse(modelId=model, messages=MESSAGES)

    return {
        "converse": Surface(awaited(converse), None, converse, converse_stream, awaited(repeated), None, USED, changing=SIGNED),
        "invoke_model": Surface(awaited(invoke), None, invoke, invoke_stream, None, None, USED, changing=SIGNED),
    }
