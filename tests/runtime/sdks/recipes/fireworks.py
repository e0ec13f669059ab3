"""fireworks: chats, by clients that the generator of openai's made."""

from __future__ import annotations

from llmlint.runtime.usage import Usage

from ..chats import PLACE, chats
from ..ways import Surface

__all__ = ["DISTRIBUTION", "ENVIRONMENTS", "PLACE", "surfaces"]

DISTRIBUTION = "fireworks-ai"
ENVIRONMENTS = (("fireworks-ai==1.2.28",),)


def surfaces() -> dict[str, Surface]:
    import fireworks

    return {
        "chat": chats(
            lambda url, **options: fireworks.Fireworks(api_key="k", base_url=url, **options),
            lambda url: fireworks.AsyncFireworks(api_key="k", base_url=url),
            Usage(input=7, cached_input=2, output=5, reasoning=3),
            Usage(),
        )
    }
