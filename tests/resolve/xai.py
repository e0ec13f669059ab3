"""xAI: the options stand on the chat, which is sent later; None and 0 mean the default."""

import xai_sdk
from xai_sdk import AsyncClient, Client
from xai_sdk.chat import system, user

client = Client(api_key="...", timeout=60)


def ask(text: str) -> str:
    chat = client.chat.create(model="grok-4", max_tokens=300, messages=[system("Be brief.")])
    chat.append(user(text))
    # value: timeout = Known(60, client)
    # value: model = Known("grok-4", derived)
    # value: max_output_tokens = Known(300, derived)
    # value: max_retries = Known(4, sdk_default)
    # value: provider = Known("xai")
    return chat.sample().content


def stream(text: str) -> None:
    chat = xai_sdk.Client().chat.create(model="grok-3-mini")
    chat.append(user(text))
    # value: stream = Known(True)
    # value: timeout = Known(1620, sdk_default)
    # value: max_output_tokens = Absent
    for response, chunk in chat.stream():
        print(response, chunk)
    # value: timeout = Known(1620, sdk_default)
    Client(timeout=None).chat.create(model="grok-4").sample()
    # value: timeout = Known(1620, sdk_default)
    Client(timeout=0).chat.create(model="grok-4").defer()


async def later(text: str) -> None:
    chat = AsyncClient(timeout=9).chat.create(model="grok-4")
    chat.append(user(text))
    # value: async = Known(True)
    # value: timeout = Known(9, client)
    await chat.sample()
    # value: kind = Known("image")
    # value: model = Known("grok-imagine-image", call)
    client.image.sample(prompt=text, model="grok-imagine-image")


def unlike(text: str) -> None:
    """Nothing is sent by making a chat; counting, listing, files and batches send no request to a model here."""
    chat = client.chat.create(model="grok-4")
    chat.append(user(text))
    client.tokenize.tokenize_text(text=text, model="grok-4")
    client.models.list_language_models()
    client.files.list()
    client.batch.create("nightly")
    client.collections.search(query=text, collection_ids=["a"])
