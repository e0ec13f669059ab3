"""The clients that the other modules import."""

from functools import lru_cache

from openai import AsyncOpenAI, OpenAI

from .settings import OPTIONS, timeouts
from .settings.timeouts import PATIENT

client = OpenAI(timeout=PATIENT)
fast_client = OpenAI(timeout=timeouts.QUICK)
options = {"model": "gpt-4o", **OPTIONS}


def make_client(timeout: float = 40) -> OpenAI:
    return OpenAI(timeout=timeout)


@lru_cache
def shared() -> AsyncOpenAI:
    return AsyncOpenAI(timeout=41)


class Service:
    """Asks, and may be extended."""

    timeout = 42

    def __init__(self, limit: int = 43) -> None:
        self.llm = OpenAI(timeout=self.timeout)
        self.limit = limit
