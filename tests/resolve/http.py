"""Timeout objects and HTTP clients."""

import httpx
import openai
from anthropic import Anthropic, AsyncAnthropic, DefaultHttpxClient
from httpx import Client as HttpClient
from httpx import Timeout
from openai import AsyncOpenAI, DefaultAsyncHttpxClient, OpenAI

PHASES = httpx.Timeout(30.0, connect=5.0)
LIMITS = httpx.Limits(max_connections=10)
hi = [{"role": "user", "content": "Hi"}]

OpenAI(timeout=httpx.Timeout(11)).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(11, client)
OpenAI(timeout=PHASES).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(30.0, client)
OpenAI(timeout=Timeout(timeout=12)).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(12, client)
OpenAI(timeout=openai.Timeout(13, read=14)).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(14, client)
# value: timeout = Known(15, client)
OpenAI(timeout=httpx.Timeout(connect=5, read=15, write=20, pool=25)).responses.create(model="gpt-4o", input="Hi")
# connect, read, write, pool
OpenAI(timeout=httpx.Timeout((1, 16, 2, 3))).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(16, client)
OpenAI(timeout=httpx.Timeout(None)).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(UNBOUNDED, client)
# value: timeout = Known(UNBOUNDED, client)
OpenAI(timeout=httpx.Timeout(None, connect=5)).responses.create(model="gpt-4o", input="Hi")
# value: timeout = Known(17, call)
OpenAI(timeout=PHASES).responses.create(model="gpt-4o", input="Hi", timeout=httpx.Timeout(17))

# an HTTP client's own
OpenAI(http_client=httpx.Client(timeout=18)).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(18, http_client)
OpenAI(http_client=HttpClient(timeout=PHASES)).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(30.0, http_client)
# the SDK keeps its own where the HTTP client has its default
OpenAI(http_client=httpx.Client()).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(600, sdk_default)
OpenAI(http_client=httpx.Client(timeout=5)).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(600, sdk_default)
OpenAI(http_client=httpx.Client(timeout=5.0)).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(600, sdk_default)
# value: timeout = Known(5, http_client)
OpenAI(http_client=httpx.Client(timeout=httpx.Timeout(5, connect=60))).responses.create(model="gpt-4o", input="Hi")
# value: timeout = Known(UNBOUNDED, http_client)
OpenAI(http_client=httpx.Client(timeout=None)).responses.create(model="gpt-4o", input="Hi")
# value: timeout = Known(19, client)
OpenAI(http_client=httpx.Client(timeout=18), timeout=19).responses.create(model="gpt-4o", input="Hi")
# value: timeout = Known(20, http_client)
# value: provider = Known("anthropic")
Anthropic(http_client=DefaultHttpxClient(timeout=20, limits=LIMITS)).messages.create(model="claude-3-5-haiku-20241022", max_tokens=9, messages=hi)
# value: timeout = Known(21, http_client)
OpenAI(http_client=None).with_options(http_client=httpx.Client(timeout=21)).responses.create(model="gpt-4o", input="Hi")

shared = httpx.AsyncClient(timeout=22, limits=LIMITS)


async def main() -> None:
    # value: timeout = Known(22, http_client)
    await AsyncOpenAI(http_client=shared).responses.create(model="gpt-4o", input="Hi")
    async with httpx.AsyncClient(timeout=23) as entered:
        # value: timeout = Known(23, http_client)
        await AsyncOpenAI(http_client=entered).responses.create(model="gpt-4o", input="Hi")
    # value: timeout = Known(24, http_client)
    await AsyncOpenAI(http_client=DefaultAsyncHttpxClient(timeout=24)).responses.create(model="gpt-4o", input="Hi")


def handed_in(http: httpx.Client, timeout: httpx.Timeout) -> None:
    # value: timeout = Unknown(parameter)
    OpenAI(http_client=http).responses.create(model="gpt-4o", input="Hi")
    # value: timeout = Unknown(parameter)
    OpenAI(timeout=timeout).responses.create(model="gpt-4o", input="Hi")
    # value: timeout = Known(25, client)
    OpenAI(http_client=http, timeout=25).responses.create(model="gpt-4o", input="Hi")


class Transport(httpx.Client):
    pass


def of_our_own() -> None:
    # value: timeout = Unknown(unsupported)
    OpenAI(http_client=Transport(timeout=26)).responses.create(model="gpt-4o", input="Hi")
