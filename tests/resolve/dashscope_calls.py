"""DashScope: functions of classes, in which `timeout` is no timeout, and since 2 clients like everybody's."""

import dashscope
from dashscope import AioGeneration, Application, Generation, MultiModalConversation, TextEmbedding, TextReRank
from dashscope.aigc.image_synthesis import ImageSynthesis

dashscope.api_key = "..."


def ask(text: str) -> None:
    # value: timeout = Known(300, sdk_default)
    # value: model = Known("qwen-plus", call)
    # value: max_output_tokens = Absent
    # value: max_retries = Known(0, sdk_default)
    # value: provider = Known("dashscope")
    Generation.call(model="qwen-plus", messages=[{"role": "user", "content": text}], timeout=10)
    # value: timeout = Known(10, call)
    # value: max_output_tokens = Known(200, call)
    # value: stream = Known(True, call)
    dashscope.Generation.call("qwen-max", text, max_tokens=200, stream=True, request_timeout=10)
    # value: timeout = Known(300, sdk_default)
    # value: model = Known("qwen-turbo", call)
    Generation.call("qwen-turbo", prompt=text, request_timeout=None)
    # value: max_output_tokens = Known(50, call)
    MultiModalConversation.call(model="qwen-vl-max", messages=[], max_tokens=50)
    # value: kind = Known("generation")
    Application.call(app_id="a1b2", prompt=text)
    # value: kind = Known("embedding")
    TextEmbedding.call(model="text-embedding-v3", input=text)
    # value: kind = Known("rerank")
    TextReRank.call(model="gte-rerank", query=text, documents=[])
    # value: kind = Known("image")
    ImageSynthesis.call(model="wanx2.1-t2i-turbo", prompt=text)


async def later(text: str) -> None:
    # value: async = Known(True)
    # value: timeout = Known(6, call)
    await AioGeneration.call(model="qwen-plus", prompt=text, request_timeout=6)


client = dashscope.Client(timeout=20, max_retries=1)


async def since_2(text: str) -> None:
    # value: sdk = Known("dashscope-client")
    # value: timeout = Known(20, client)
    # value: max_retries = Known(1, client)
    # value: max_output_tokens = Known(90, call)
    client.chat.completions.create(model="qwen-plus", messages=[], max_tokens=90)
    # value: timeout = Known(4, derived)
    client.with_options(timeout=4).multimodal.chat.create(model="qwen-vl-plus", messages=[])
    # value: timeout = Known(300, sdk_default)
    # value: max_retries = Known(2, sdk_default)
    dashscope.chat("qwen-plus", text)
    # value: async = Known(True)
    await dashscope.AsyncClient().chat.completions.create(model="qwen-plus", messages=[])
    # the time for the job is another one
    # value: timeout = Known(3, call)
    client.images.generate(model="wanx-v1", prompt=text, timeout=600, submit_timeout=3)


def unlike(text: str) -> None:
    """Files, tokens, training, speech and whatever else is called."""
    dashscope.Files.upload(file_path=text, purpose="fine-tune")
    dashscope.Tokenization.call(model="qwen-turbo", prompt=text)
    dashscope.FineTunes.call(model="qwen-turbo", training_file_ids=[text])
    dashscope.Models.list()
    dashscope.Assistants.create(model="qwen-plus", name=text)
    client.files.create(file=text)
    client.models.list()
    client.tokenization.create(model="qwen-plus", prompt=text)
