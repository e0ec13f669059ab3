"""groq: chats, by clients that the generator of openai's made."""

from __future__ import annotations

from llmlint.runtime.usage import Usage

from ..chats import PLACE, chats
from ..ways import Surface

__all__ = ["DISTRIBUTION", "ENVIRONMENTS", "PLACE", "surfaces"]

DISTRIBUTION = "groq"
ENVIRONMENTS = (("groq==0.33.0",), ("groq==1.7.0",))


def surfaces() -> dict[str, Surface]:
    import groq

    return {
        "chat": chats(
            lambda url, **options: groq.Groq(api_key="k", base_url=url, **options),
            lambda url: groq.AsyncGroq(api_key="k", base_url=url),
            Usage(input=7, cached_input=2, output=5, reasoning=3),
            Usage(),
        )
    }
