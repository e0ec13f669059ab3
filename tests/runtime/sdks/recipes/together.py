"""together: chats, by clients that the generator of openai's made."""

from __future__ import annotations

from llmlint.runtime.usage import Usage

from ..chats import PLACE, chats
from ..ways import Surface

__all__ = ["DISTRIBUTION", "ENVIRONMENTS", "PLACE", "surfaces"]

DISTRIBUTION = "together"
ENVIRONMENTS = (("together==2.0.0",), ("together==3.1.1",))


def surfaces() -> dict[str, Surface]:
    import together

    return {
        "chat": chats(
            lambda url, **options: together.Together(api_key="k", base_url=url, **options),
            lambda url: together.AsyncTogether(api_key="k", base_url=url),
            Usage(input=7, cached_input=2, output=5, reasoning=3),
            Usage(),
        )
    }
