"""Comments that switch a check off, for good reasons, for old ones, and for none that exist."""

import asyncio
from typing import Any

import openai
from openai import AsyncOpenAI, OpenAI

plain = OpenAI()
bounded = OpenAI(timeout=30)

# -- of use ---------------------------------------------------------------------------------------------------------------

# ok: unused-suppression
# llmlint: ignore[missing-timeout] run by hand
plain.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)


def behind(text: str) -> Any:
    # ok: unused-suppression
    return plain.responses.create(model="gpt-4o", input=text, max_output_tokens=9)  # llmlint: ignore[missing-timeout] by hand


def inside(text: str) -> Any:
    return plain.responses.create(
        model="gpt-4o",
        # ok: unused-suppression
        input=text,  # llmlint: ignore[missing-timeout] by hand
        max_output_tokens=9,
    )


def two_rules(text: str) -> Any:
    # ok: unused-suppression
    # llmlint: ignore[missing-timeout, missing-output-cap] an interactive toy
    return plain.responses.create(model="gpt-4o", input=text)


def two_comments(text: str) -> Any:
    # ok: unused-suppression
    # llmlint: ignore[missing-timeout] an interactive toy
    # ok: unused-suppression
    # llmlint: ignore[missing-output-cap] an interactive toy
    return plain.responses.create(model="gpt-4o", input=text)


def behind_another_tool(text: str) -> Any:
    # ok: unused-suppression
    return plain.responses.create(model="gpt-4o", input=text, max_output_tokens=9)  # noqa: E501  # llmlint: ignore[missing-timeout] toy


async def in_an_awaited_call(texts: list[str], llm: AsyncOpenAI) -> Any:
    return await asyncio.gather(
        *(
            # ok: unused-suppression
            llm.responses.create(model="gpt-4o", input=text, timeout=None)  # llmlint: ignore[missing-output-cap] short by nature
            for text in texts
        )
    )


key = "{key:openai-project}"
# ok: unused-suppression
other = "{key:openai-project}"  # llmlint: ignore[hardcoded-key] a revoked one

# -- of none --------------------------------------------------------------------------------------------------------------

# fail: unused-suppression
# llmlint: ignore[missing-timeout] the client has one by now
bounded.responses.create(model="gpt-4o", input="Hello", max_output_tokens=9)

# fail: unused-suppression
x = 1  # llmlint: ignore[missing-timeout] no call at all


def one_of_two(text: str) -> Any:
    # the cap is there, the timeout is not
    # fail: unused-suppression
    # llmlint: ignore[missing-output-cap] an interactive toy
    # ok: unused-suppression
    # llmlint: ignore[missing-timeout] an interactive toy
    return plain.responses.create(model="gpt-4o", input=text, max_output_tokens=9)


def misspelt(text: str) -> Any:
    # fail: unused-suppression
    # llmlint: ignore[missing-time-out] an interactive toy
    return plain.responses.create(model="gpt-4o", input=text, max_output_tokens=9)


def wrong_rule(text: str) -> Any:
    # fail: unused-suppression
    return plain.responses.create(model="gpt-4o", input=text, max_output_tokens=9)  # llmlint: ignore[unbounded-timeout] toy


def too_far_above(text: str) -> Any:
    # fail: unused-suppression
    # llmlint: ignore[missing-timeout] the statement begins on the line below the next
    name = text.strip()
    return plain.responses.create(model="gpt-4o", input=name, max_output_tokens=9)


def behind_the_line_before(text: str) -> Any:
    # fail: unused-suppression
    name = text.strip()  # llmlint: ignore[missing-timeout] speaks of this line only
    return plain.responses.create(model="gpt-4o", input=name, max_output_tokens=9)


def a_look_alike(board: Any) -> Any:
    # fail: unused-suppression
    return board.channels.messages.create(body="hello")  # llmlint: ignore[missing-timeout] no model at all


def fixed_by_a_deadline(text: str) -> Any:
    # fail: unused-suppression
    # llmlint: ignore[missing-timeout] superseded by request_timeout
    return openai.ChatCompletion.create(model="gpt-4", messages=[], max_tokens=9, request_timeout=9)


# -- not comments ---------------------------------------------------------------------------------------------------------

TEXT = "# llmlint: ignore[missing-timeout] in a string"  # ok: unused-suppression
LONG = """
# llmlint: ignore[missing-timeout] in a longer one
"""  # ok: unused-suppression
