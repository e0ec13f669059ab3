"""Google's Interactions: seconds on the call, milliseconds on the client, and repetitions of its own."""

from google import genai
from google.genai import types

client = genai.Client()


async def ask(text: str) -> None:
    # four before 3, where attempts are retries
    # value: max_retries = OneOf(Known(3, sdk_default), Known(4, sdk_default))
    # value: timeout = Absent
    # value: max_output_tokens = Absent
    # value: model = Known("gemini-3-flash", call)
    client.interactions.create(model="gemini-3-flash", input=text)
    # value: timeout = Known(30, call)
    # value: max_output_tokens = Known(100, call)
    client.interactions.create(model="gemini-3-flash", input=text, timeout=30, generation_config={"max_output_tokens": 100})
    # value: model = Known("deep-research-pro", call)
    await client.aio.interactions.create(agent="deep-research-pro", input=text, background=True)
    hasty = genai.Client(http_options=types.HttpOptions(timeout=30_000))
    # value: timeout = Unknown(parameter)
    hasty.interactions.create(model="gemini-3-flash", input=text)


def unlike(text: str, ledger) -> None:
    """What was asked before is fetched, cancelled or deleted; other things have interactions too."""
    client.interactions.get(text)
    client.interactions.cancel(text)
    client.interactions.delete(text)
    ledger.interactions.create(input=text, model="a")
