"""Zhipu: openai's methods, four attempts, and an asynchronous task instead of a coroutine."""

from zhipuai import ZhipuAI
from zhipuai.core import NOT_GIVEN

client = ZhipuAI(api_key="...", timeout=40)


def ask(text: str) -> None:
    # value: timeout = Known(40, client)
    # value: max_retries = Known(3, sdk_default)
    # value: max_output_tokens = Known(1024, call)
    # value: provider = Known("zhipu")
    client.chat.completions.create(model="glm-4-plus", messages=[], max_tokens=1024)
    # value: timeout = Known(300, sdk_default)
    # value: stream = Known(True, call)
    ZhipuAI().chat.completions.create(model="glm-4-flash", messages=[], stream=True, timeout=NOT_GIVEN)
    # value: timeout = Known(6, call)
    client.chat.asyncCompletions.create(model="glm-4-plus", messages=[], timeout=6)
    # value: timeout = Known(40, client)
    client.embeddings.create(model="embedding-3", input=text)
    # value: model = Known("cogview-4", call)
    client.images.generations(model="cogview-4", prompt=text)
