"""Bedrock through boto3: converse, and invoke_model with a body in the words of a vendor."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from llmlint.runtime.usage import Usage

from ..ways import Surface, Told

DISTRIBUTION = "boto3"
ENVIRONMENTS = (("boto3==1.38.0",), ("boto3==1.43.11",), ("boto3==1.44.5",))
MESSAGES = [{"role": "user", "content": [{"text": "Great soup."}]}]
BODY = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": "Great soup."}]}
USED = Usage(input=7, cached_input=2, output=5)
SIGNED = frozenset({"x-amz-date", "authorization", "amz-sdk-invocation-id", "user-agent"})


def surfaces() -> dict[str, Surface]:
    import boto3
    from botocore.config import Config

    os.environ |= {"AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "k", "AWS_DEFAULT_REGION": "us-east-1"}

    def client(url: str, **options: Any) -> Any:
        return boto3.client("bedrock-runtime", endpoint_url=url, config=Config(read_timeout=20, **options))

    def converse(url: str, model: str) -> Any:
        return client(url).converse(modelId=model, messages=MESSAGES, inferenceConfig={"maxTokens": 9})

    def converse_stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = client(url).converse_stream(modelId=model, messages=MESSAGES)["stream"]
        return made

    def invoke(url: str, model: str) -> Any:
        return client(url).invoke_model(modelId=model, body=json.dumps(BODY))["body"].read()

    def invoke_stream(url: str, model: str) -> Iterator[Any]:
        made: Iterator[Any] = client(url).invoke_model_with_response_stream(modelId=model, body=json.dumps(BODY))["body"]
        return made

    def repeated(url: str, model: str) -> Any:
        with mock.patch("time.sleep"):
            return client(url, retries={"total_max_attempts": 5}).converse(modelId=model, messages=MESSAGES)

    def over(url: str, model: str) -> Any:
        return client(url).converse(modelId=model, messages=MESSAGES, inferenceConfig={"maxTokens": 900})

    def invoke_over(url: str, model: str) -> Any:
        return client(url).invoke_model(modelId=model, body=json.dumps({**BODY, "max_tokens": 900}).encode())

    return {
        "converse": Surface(converse, converse_stream, repeated=repeated, over=over, used=USED, changing=SIGNED),
        "invoke_model": Surface(invoke, invoke_stream, over=invoke_over, used=USED, changing=SIGNED),
    }


def readings() -> dict[str, Told]:
    import boto3
    import botocore
    import botocore.session
    from botocore.config import Config

    modern = tuple(int(part) for part in botocore.__version__.split(".")[:2]) >= (1, 44)
    usual = 2 if modern else 4
    profile = "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-9"

    def asked(config: dict[str, Any] | None = None, **given: Any) -> Callable[[str], Any]:
        options = {} if config is None else {"config": Config(**config)}
        return lambda url: boto3.client("bedrock-runtime", endpoint_url=url, **options).converse(
            **{"modelId": "m", "messages": MESSAGES, **given}
        )

    def by_botocore(url: str) -> Any:
        session = botocore.session.get_session()
        session.set_default_client_config(Config(read_timeout=60))
        return session.create_client("bedrock-runtime", endpoint_url=url).converse(modelId="m", messages=MESSAGES)

    def invoked(body: Any, model: str = "m") -> Callable[[str], Any]:
        return lambda url: boto3.client("bedrock-runtime", endpoint_url=url).invoke_model(modelId=model, body=body)

    def said(**body: Any) -> Callable[[str], Any]:
        return invoked(json.dumps(body))

    return {
        "nothing given": Told(
            asked(),
            {"model": "m", "timeout": 60, "max_retries": usual, "max_output_tokens": None, "stream": False},
            {"timeout": "sdk_default"},
        ),
        "another option given": Told(asked({"connect_timeout": 3}), {"timeout": 60}, {"timeout": "sdk_default"}),
        "the default, written": Told(asked({"read_timeout": 60}), {"timeout": 60}, {"timeout": "client"}),
        "of the session": Told(by_botocore, {"timeout": 60}, {"timeout": "client"}),
        "a timeout": Told(asked({"read_timeout": 7.5}), {"timeout": 7.5}, {"timeout": "client"}),
        "no timeout": Told(asked({"read_timeout": None}), {"timeout": "unbounded"}),
        "retries": Told(asked({"retries": {"max_attempts": 1}}), {"max_retries": 1}),
        "attempts": Told(asked({"retries": {"total_max_attempts": 1}}), {"max_retries": 0}),
        "standard": Told(asked({"retries": {"mode": "standard"}}), {"max_retries": 2}),
        "legacy": Told(asked({"retries": {"mode": "legacy"}}), {"max_retries": 4}),
        "adaptive": Told(asked({"retries": {"mode": "adaptive"}}), {"max_retries": 2}),
        "an inference profile": Told(asked(modelId=profile), {"model": profile}),
        "a cap": Told(asked(inferenceConfig={"maxTokens": 9}), {"max_output_tokens": 9, "kind": "generation"}),
        "claude": Told(said(max_tokens=9), {"max_output_tokens": 9, "kind": "generation"}),
        "llama": Told(said(prompt="p", max_gen_len=9), {"max_output_tokens": 9}),
        "titan": Told(
            said(inputText="p", textGenerationConfig={"maxTokenCount": 9}), {"max_output_tokens": 9, "kind": "generation"}
        ),
        "nova": Told(said(inferenceConfig={"max_new_tokens": 9}), {"max_output_tokens": 9}),
        "no cap": Told(said(prompt="p"), {"max_output_tokens": None}),
        "bytes": Told(invoked(b'{"max_tokens": 9}'), {"max_output_tokens": 9}),
        "a file": Told(invoked(io.BytesIO(b'{"max_tokens": 9}')), {"model": "m", "max_output_tokens": "unsupported"}),
        "no JSON": Told(invoked("hello"), {"max_output_tokens": "unsupported"}),
        "an embedding": Told(said(inputText="p"), {"kind": "embedding"}),
        "an embedding, by model": Told(invoked("{}", "cohere.embed-english-v3"), {"kind": "embedding"}),
        "an image": Told(invoked("{}", "amazon.nova-canvas-v1:0"), {"kind": "image"}),
    }
