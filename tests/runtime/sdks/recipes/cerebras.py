"""cerebras: chats, by clients that the generator of openai's made."""

from __future__ import annotations

from llmlint.runtime.usage import Usage

from ..chats import PLACE, chats
from ..ways import Surface

__all__ = ["DISTRIBUTION", "ENVIRONMENTS", "PLACE", "surfaces"]

DISTRIBUTION = "cerebras-cloud-sdk"
ENVIRONMENTS = (("cerebras-cloud-sdk==1.29.0",), ("cerebras-cloud-sdk==1.91.0",))


def surfaces() -> dict[str, Surface]:
    from cerebras.cloud import sdk as cerebras

    return {
        "chat": chats(
            lambda url, **options: cerebras.Cerebras(api_key="k", base_url=url, warm_tcp_connection=False, **options),
            lambda url: cerebras.AsyncCerebras(api_key="k", base_url=url, warm_tcp_connection=False),
            Usage(input=7, cached_input=2, output=5, reasoning=3),
            Usage(),
        )
    }
