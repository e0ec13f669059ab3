"""Azure AI Inference: the client holds defaults for its calls, and the timeout is called `read_timeout`."""

import os

from azure.ai.inference import ChatCompletionsClient, EmbeddingsClient, load_client
from azure.ai.inference.aio import ChatCompletionsClient as AsyncChatCompletionsClient
from azure.ai.inference.models import SystemMessage, UserMessage
from azure.core.credentials import AzureKeyCredential

endpoint = os.environ["AZURE_INFERENCE_ENDPOINT"]
client = ChatCompletionsClient(endpoint=endpoint, credential=AzureKeyCredential(os.environ["KEY"]), read_timeout=30, max_tokens=100)
plain = ChatCompletionsClient(endpoint, AzureKeyCredential(os.environ["KEY"]), model="Phi-4")


def ask(text: str) -> None:
    # value: timeout = Known(30, client)
    # value: max_output_tokens = Known(100, client)
    # value: model = Known("gpt-4o-mini", call)
    # value: max_retries = Known(3, sdk_default)
    client.complete(messages=[SystemMessage("Be brief."), UserMessage(text)], model="gpt-4o-mini")
    # value: max_output_tokens = Known(20, call)
    # value: timeout = Known(5, call)
    client.complete(messages=[UserMessage(text)], max_tokens=20, read_timeout=5)
    # the keyword `timeout` is none
    # value: timeout = Known(300, sdk_default)
    # value: model = Known("Phi-4", client)
    # value: max_output_tokens = Absent
    plain.complete(messages=[UserMessage(text)], timeout=10)
    # value: max_retries = Known(0, call)
    # value: max_output_tokens = Known(9, call)
    plain.complete({"messages": [{"role": "user", "content": text}], "max_tokens": 9}, retry_total=0)
    # value: timeout = Known(UNBOUNDED, call)
    # value: max_output_tokens = Known(500, call)
    plain.complete(messages=[UserMessage(text)], read_timeout=None, model_extras={"max_completion_tokens": 500})
    # value: kind = Known("embedding")
    EmbeddingsClient(endpoint=endpoint, credential=AzureKeyCredential("...")).embed(input=[text], model="cohere-embed-v3")
    # value: sdk = Known("azure-ai-inference")
    load_client(endpoint, AzureKeyCredential("...")).complete(messages=[UserMessage(text)])


async def later(text: str) -> None:
    async with AsyncChatCompletionsClient(endpoint, AzureKeyCredential("...")) as asked:
        # value: async = Known(True)
        # value: timeout = Known(300, sdk_default)
        await asked.complete(messages=[UserMessage(text)])


def unlike(text: str, job, form) -> None:
    """What a model is, and other things that complete or embed."""
    client.get_model_info()
    job.complete(messages=[text])
    form.embed(input=[text])
    client.close()
