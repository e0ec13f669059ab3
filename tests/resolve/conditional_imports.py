"""Imports that depend, and names that may be one of two things."""

from typing import TYPE_CHECKING, Any

try:
    from openai import OpenAI
except ImportError:
    OpenAI = None

try:
    from langfuse.openai import AsyncOpenAI
except ImportError:
    from openai import AsyncOpenAI

if TYPE_CHECKING:
    from anthropic import Anthropic

try:
    import config
except ModuleNotFoundError:
    config = None

client = OpenAI(timeout=1) if OpenAI else None


def ask(text: str) -> None:
    if client is None:
        raise RuntimeError("pip install openai")
    # value: timeout = Known(1, client)
    client.responses.create(model="gpt-4o", input=text)
    # value: timeout = Known(2, client)
    OpenAI(timeout=2).responses.create(model="gpt-4o", input=text)


async def ask_traced(text: str) -> None:
    # value: timeout = Known(3, client)
    await AsyncOpenAI(timeout=3).responses.create(model="gpt-4o", input=text)


def ask_claude(llm: "Anthropic", text: str) -> None:
    # value: timeout = Unknown(parameter)
    # value: provider = Unknown(parameter)
    llm.messages.create(model="claude-3-5-haiku-20241022", max_tokens=9, messages=[{"role": "user", "content": text}])


def ask_lazily(text: str) -> None:
    try:
        import openai
    except ImportError as error:
        raise RuntimeError from error
    # value: timeout = Known(4, client)
    openai.OpenAI(timeout=4).responses.create(model="gpt-4o", input=text)


def by_config(text: str) -> Any:
    # value: timeout = Unknown(imported)
    return client.responses.create(model="gpt-4o", input=text, timeout=config.TIMEOUT)
