"""Names that imports give to an SDK."""

import anthropic as claude_sdk
import openai
import openai as oa
from openai import AsyncOpenAI as Async
from openai import OpenAI as LLM
from openai import resources
from openai.lib.azure import AzureOpenAI
import langfuse.openai
from langfuse.openai import OpenAI as TracedOpenAI

a = LLM(timeout=1)
b = oa.OpenAI(timeout=2)
c = openai.Client(timeout=3)
d = Async(timeout=4)
e = claude_sdk.Client(timeout=5)
f = AzureOpenAI(api_version="2024-06-01", timeout=6)
g = TracedOpenAI(timeout=7)
h = langfuse.openai.AsyncOpenAI(timeout=8)

a.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(1, client)
b.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(2, client)
c.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(3, client)
# value: timeout = Known(5, client)
# value: provider = Known("anthropic")
e.messages.create(model="claude-3-5-haiku-20241022", max_tokens=9, messages=[])
# value: timeout = Known(6, client)
# value: provider = Known("azure")
f.responses.create(model="gpt-4o", input="Hi")
g.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(7, client)


async def main() -> None:
    await d.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(4, client)
    await h.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(8, client)


def inside() -> None:
    from anthropic import Anthropic
    import openai as inner

    # value: timeout = Known(9, client)
    Anthropic(timeout=9).messages.create(model="claude-3-5-haiku-20241022", max_tokens=9, messages=[])
    # value: timeout = Known(600, sdk_default)
    inner.responses.create(model="gpt-4o", input="Hi")


def by_assignment() -> None:
    Maker = oa.OpenAI
    # value: timeout = Known(11, client)
    Maker(timeout=11).responses.create(model="gpt-4o", input="Hi")


MAKERS = {"openai": LLM, "traced": TracedOpenAI}


def by_table() -> None:
    # value: timeout = Known(12, client)
    MAKERS["openai"](timeout=12).responses.create(model="gpt-4o", input="Hi")
