"""Comments that switch a check off; every one owes the next reader a reason."""

from typing import Any

import anthropic
from openai import AsyncOpenAI, OpenAI

client = OpenAI()
claude = anthropic.Anthropic()

# -- with a reason --------------------------------------------------------------------------------------------------------

# ok: suppression-without-reason
# llmlint: ignore[missing-timeout] stopped by hand
client.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)
# ok: suppression-without-reason
client.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # llmlint: ignore[missing-timeout] by hand
# ok: suppression-without-reason
# llmlint: ignore[missing-timeout]: the job is killed after a minute
client.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)
# ok: suppression-without-reason
# llmlint: ignore[missing-timeout] -- see #12
client.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)
# ok: suppression-without-reason
# llmlint: ignore[missing-timeout, missing-output-cap] a toy, agreed with the team
client.responses.create(model="gpt-4o", input="Hello")
# ok: suppression-without-reason
# llmlint: ignore[missing-timeout] 手動で止める
client.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)


def inside(text: str) -> Any:
    return claude.messages.create(
        model="claude-3-5-haiku-20241022",
        max_tokens=9,
        # ok: suppression-without-reason
        messages=[{"role": "user", "content": text}],  # llmlint: ignore[missing-timeout] a toy
    )


# a suppression of no use still has its reason
# ok: suppression-without-reason
x = 1  # llmlint: ignore[missing-timeout] once there was a call here

# -- without one ----------------------------------------------------------------------------------------------------------

# fail: suppression-without-reason
# llmlint: ignore[missing-timeout]
client.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)
# fail: suppression-without-reason
client.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # llmlint: ignore[missing-timeout]
# fail: suppression-without-reason
client.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # llmlint:ignore[missing-timeout]
# fail: suppression-without-reason
# llmlint: ignore[missing-timeout] --
client.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)
# fail: suppression-without-reason
client.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)  # llmlint: ignore[missing-timeout]  # noqa: E501
# fail: suppression-without-reason
# llmlint: ignore[missing-timeout, missing-output-cap]
client.responses.create(model="gpt-4o", input="Hello")


async def hello(llm: AsyncOpenAI) -> Any:
    return await llm.responses.create(
        model="gpt-4o",
        # fail: suppression-without-reason
        input="Hello",  # llmlint: ignore[missing-output-cap]
    )


# fail: suppression-without-reason
y = 2  # llmlint: ignore[missing-timeout]
