"""instructor: answers as objects, asked for again while they do not fit; a refusal is none of these failures."""

from __future__ import annotations

from typing import Any

from llmlint.runtime.usage import Usage

from ..ways import Surface

DISTRIBUTION = "instructor"
ENVIRONMENTS = (("instructor==1.17.0", "openai==3.3.0"),)

_MESSAGES: Any = [{"role": "user", "content": "Great soup."}]


def surfaces() -> dict[str, Surface]:
    import instructor
    import openai
    from pydantic import BaseModel

    class Sentiment(BaseModel):
        positive: bool

    def client(url: str, **options: Any) -> Any:
        return instructor.from_openai(openai.OpenAI(api_key="k", base_url=f"{url}/v1", **options), mode=instructor.Mode.JSON)

    def ask(url: str, model: str) -> Any:
        return client(url).chat.completions.create(model=model, messages=_MESSAGES, response_model=Sentiment)

    async def ask_async(url: str, model: str) -> Any:
        made: Any = instructor.from_openai(openai.AsyncOpenAI(api_key="k", base_url=f"{url}/v1"), mode=instructor.Mode.JSON)
        return await made.chat.completions.create(model=model, messages=_MESSAGES, response_model=Sentiment)

    def over(url: str, model: str) -> Any:
        return client(url).chat.completions.create(model=model, messages=_MESSAGES, response_model=Sentiment, max_tokens=900)

    used = Usage(input=7, cached_input=2, output=5, reasoning=3)
    return {"openai": Surface(ask, None, ask_async, over=over, used=used)}
