"""Voyage: `max_retries` counts the first send, and 0 is as good as no timeout."""

import voyageai

vo = voyageai.Client(api_key="...", max_retries=3, timeout=15)


def embed(texts: list[str]) -> None:
    # value: timeout = Known(15, client)
    # value: max_retries = Known(2, client)
    # value: model = Known("voyage-3", call)
    # value: provider = Known("voyage")
    # value: kind = Known("embedding")
    vo.embed(texts, model="voyage-3", input_type="document")
    # value: model = Known("voyage-3-lite", call)
    vo.embed(texts, "voyage-3-lite").embeddings
    # value: timeout = Known(600, sdk_default)
    # value: max_retries = Known(0, sdk_default)
    voyageai.Client(timeout=0).multimodal_embed(inputs=[texts], model="voyage-multimodal-3")
    # value: kind = Known("rerank")
    vo.rerank("a question", texts, "rerank-2")


async def later(texts: list[str]) -> None:
    # value: async = Known(True)
    # value: timeout = Known(2, client)
    await voyageai.AsyncClient("key", 0, 2).embed(texts, model="voyage-3")
