"""boto3's bedrock-runtime: a client by the name of its service, its options in a Config, the model's own in a JSON body."""

import json

import aioboto3
import boto3
from botocore.config import Config

MODEL = "anthropic.claude-3-5-sonnet-20241022-v2:0"
plain = boto3.client("bedrock-runtime")
timed = boto3.client(service_name="bedrock-runtime", config=Config(read_timeout=30, retries={"max_attempts": 1}))
total = boto3.client("bedrock-runtime", config=Config(retries={"total_max_attempts": 4, "mode": "adaptive"}))
both = boto3.client("bedrock-runtime", config=Config(retries={"max_attempts": 9, "total_max_attempts": 3}))
by_mode = boto3.client("bedrock-runtime", config=Config(retries={"mode": "legacy"}))
store = boto3.client("s3")


def converse(text: str) -> None:
    messages = [{"role": "user", "content": [{"text": text}]}]
    # value: timeout = Known(60, sdk_default)
    # value: max_retries = OneOf(Known(2, sdk_default), Known(4, sdk_default))
    # value: max_output_tokens = Absent
    # value: model = Known("anthropic.claude-3-5-sonnet-20241022-v2:0", call)
    plain.converse(modelId=MODEL, messages=messages)
    # value: timeout = Known(30, client)
    # value: max_retries = Known(1, client)
    # value: max_output_tokens = Known(300, call)
    timed.converse_stream(modelId=MODEL, messages=messages, inferenceConfig={"maxTokens": 300})
    # value: max_retries = Known(3, client)
    total.converse(modelId=MODEL, messages=messages)
    # value: max_retries = Known(2, client)
    both.converse(modelId=MODEL, messages=messages)
    # value: max_retries = Known(4, client)
    by_mode.converse(modelId=MODEL, messages=messages)
    store.put_object(Bucket="b", Key="k", Body=text)


def invoke(text: str) -> None:
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 400, "messages": [{"role": "user", "content": text}]}
    # value: max_output_tokens = Known(400, call)
    timed.invoke_model(modelId=MODEL, body=json.dumps(body))
    # value: max_output_tokens = Known(500, call)
    timed.invoke_model(body=json.dumps({"inputText": text, "textGenerationConfig": {"maxTokenCount": 500}}), modelId="amazon.titan")
    # value: max_output_tokens = Known(12, call)
    timed.invoke_model(body='{"prompt": "hi", "max_gen_len": 12}', modelId="meta.llama3-8b-instruct-v1:0")
    # value: max_output_tokens = Absent
    timed.invoke_model_with_response_stream(modelId=MODEL, body=json.dumps({"prompt": text}).encode())


class Bedrock:
    def __init__(self, region: str, session=None) -> None:
        self.session = session or boto3.Session(region_name=region)
        self.client = self.session.client("bedrock-runtime", config=Config(read_timeout=20))

    def ask(self, text: str) -> None:
        # value: timeout = Known(20, client)
        self.client.invoke_model(modelId=MODEL, body=json.dumps({"prompt": text, "max_tokens": 5}))


async def later(text: str) -> None:
    async with aioboto3.Session().client("bedrock-runtime") as client:
        # value: timeout = Known(60, sdk_default)
        await client.converse(modelId=MODEL, messages=[])


def handed_in(client, text: str) -> None:
    # value: timeout = Unknown(parameter)
    client.converse(modelId=MODEL, messages=[])
    client.converse(text)


def vectors(texts: list[str], model: str) -> None:
    # value: timeout = Known(30, client)
    timed.invoke_model(modelId=model, body=json.dumps({"texts": texts, "input_type": "search_document"}))


def whatever(body: dict, text: str) -> None:
    # value: max_output_tokens = Unknown(parameter)
    timed.invoke_model(modelId="mistral.mistral-7b-instruct-v0:2", body=body)
