"""A town hall's letters, sorted, summarised and answered; every cap was copied from somewhere."""

import os
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from typing import Any, Optional

import anthropic
import openai
from openai import AsyncOpenAI, OpenAI

client = OpenAI(timeout=30)
aclient = AsyncOpenAI(timeout=30)
claude = anthropic.Anthropic(timeout=30)
MAX_TOKENS = 4096
SHORT = MAX_TOKENS // 16
LARGE = {"max_tokens": 2 * 1024}


class Budget(IntEnum):
    LINE = 60
    PAGE = 900
    BOOK = 16_384


def answer(letter: str) -> str:
    completion = client.chat.completions.create(  # fail: output-cap-over-limit
        model="gpt-4o", messages=[{"role": "user", "content": letter}], max_tokens=MAX_TOKENS
    )
    return completion.choices[0].message.content


def answer_shortly(letter: str) -> str:
    completion = client.chat.completions.create(  # ok: output-cap-over-limit
        model="gpt-4o", messages=[{"role": "user", "content": letter}], max_tokens=SHORT
    )
    return completion.choices[0].message.content


def at_the_limit(letter: str) -> Any:
    return client.responses.create(model="gpt-4o", input=letter, max_output_tokens=1000)  # ok: output-cap-over-limit


def above_the_limit(letter: str) -> Any:
    return client.responses.create(model="gpt-4o", input=letter, max_output_tokens=1001)  # fail: output-cap-over-limit


def spread(letter: str) -> Any:
    # fail: output-cap-over-limit
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": letter}], **LARGE)


def line(letter: str) -> Any:
    return client.responses.create(model="gpt-4o", input=letter, max_output_tokens=Budget.LINE)  # ok: output-cap-over-limit


def book(letter: str) -> Any:
    # fail: output-cap-over-limit
    return client.responses.create(model="gpt-4o", input=letter, max_output_tokens=Budget.BOOK.value)


def completion_tokens_win(letter: str) -> Any:
    # fail: output-cap-over-limit
    return client.chat.completions.create(
        model="o3", messages=[{"role": "user", "content": letter}], max_completion_tokens=5000
    )


def no_cap_at_all(letter: str) -> Any:
    # missing-output-cap says so
    return client.responses.create(model="gpt-4o", input=letter)  # ok: output-cap-over-limit


# -- tasks ----------------------------------------------------------------------------------------------------------------


def classify_letter(letter: str) -> str:
    message = claude.messages.create(  # fail: output-cap-over-limit
        model="claude-3-5-haiku-20241022", max_tokens=256, messages=[{"role": "user", "content": letter}]
    )
    return message.content[0].text


def classify_letter_cheaply(letter: str) -> str:
    message = claude.messages.create(  # ok: output-cap-over-limit
        model="claude-3-5-haiku-20241022", max_tokens=8, messages=[{"role": "user", "content": letter}]
    )
    return message.content[0].text


def mood(letter: str) -> Any:
    # fail: output-cap-over-limit
    return client.chat.completions.create(
        model="gpt-4o-mini",
        messages=[
            {"role": "system", "content": "Is this letter positive or negative? One word."},
            {"role": "user", "content": letter},
        ],
        max_tokens=100,
    )


def yearly_report(letters: list[str]) -> Any:
    return client.responses.create(model="o3", input="\n".join(letters), max_output_tokens=8000)  # ok: output-cap-over-limit


def monthly_report(letters: list[str]) -> Any:
    # fail: output-cap-over-limit
    return client.responses.create(model="o3", input="\n".join(letters), max_output_tokens=10_000)


def chronicle(letters: list[str]) -> Any:
    # llmlint: task=reports
    return client.responses.create(model="o3", input="\n".join(letters), max_output_tokens=6000)  # ok: output-cap-over-limit


# -- one way or the other -------------------------------------------------------------------------------------------------


def by_length(letter: str) -> Any:
    tokens = 2000 if len(letter) > 5000 else 300
    return client.responses.create(model="gpt-4o", input=letter, max_output_tokens=tokens)  # possible: output-cap-over-limit


def by_length_both(letter: str) -> Any:
    tokens = 2000 if len(letter) > 5000 else 1500
    return client.responses.create(model="gpt-4o", input=letter, max_output_tokens=tokens)  # fail: output-cap-over-limit


def at_most(letter: str, wanted: int) -> Any:
    return client.responses.create(model="gpt-4o", input=letter, max_output_tokens=min(wanted, 800))  # ok: output-cap-over-limit


def at_most_too_many(letter: str, wanted: int) -> Any:
    # undecided: output-cap-over-limit (anything up to 4,000)
    return client.responses.create(model="gpt-4o", input=letter, max_output_tokens=min(wanted, 4000))


def at_least(letter: str, wanted: int) -> Any:
    # fail: output-cap-over-limit
    return client.responses.create(model="gpt-4o", input=letter, max_output_tokens=max(wanted, 1200))


def between(letter: str, wanted: int) -> Any:
    # ok: output-cap-over-limit
    return client.responses.create(model="gpt-4o", input=letter, max_output_tokens=max(16, min(wanted, 900)))


def callers_choice(letter: str, max_tokens: int = 500) -> Any:
    # undecided: output-cap-over-limit (the caller may ask for more)
    return client.responses.create(model="gpt-4o", input=letter, max_output_tokens=max_tokens)


def callers_choice_too_large(letter: str, max_tokens: int = 4096) -> Any:
    # possible: output-cap-over-limit
    return client.responses.create(model="gpt-4o", input=letter, max_output_tokens=max_tokens)


def from_the_environment(letter: str) -> Any:
    tokens = int(os.getenv("MAX_TOKENS", "2048"))
    return client.responses.create(model="gpt-4o", input=letter, max_output_tokens=tokens)  # possible: output-cap-over-limit


def from_the_environment_alone(letter: str) -> Any:
    # undecided: output-cap-over-limit (the variable is set elsewhere)
    return client.responses.create(model="gpt-4o", input=letter, max_output_tokens=int(os.environ["MAX_TOKENS"]))


def grows(letter: str) -> Optional[str]:
    tokens = 200
    for _ in range(3):
        # undecided: output-cap-over-limit (doubled every round)
        reply = client.responses.create(model="gpt-4o", input=letter, max_output_tokens=tokens)
        if reply.status == "completed":
            return reply.output_text
        tokens *= 2
    return None


# -- configuration --------------------------------------------------------------------------------------------------------


@dataclass
class Settings:
    model: str = "gpt-4o"
    max_tokens: int = 2000
    stop: list[str] = field(default_factory=list)


class Writer:
    settings = Settings()

    def __init__(self, brief: Optional[Settings] = None) -> None:
        self.brief = brief or Settings(max_tokens=200)
        self.own = Settings(max_tokens=150)

    def letter(self, topic: str) -> Any:
        # fail: output-cap-over-limit
        return client.responses.create(
            model=self.settings.model, input=topic, max_output_tokens=self.settings.max_tokens
        )

    def note(self, topic: str) -> Any:
        # ok: output-cap-over-limit
        return client.responses.create(model=self.own.model, input=topic, max_output_tokens=self.own.max_tokens)

    async def letters(self, topics: list[str]) -> list[Any]:
        found = []
        for topic in topics:
            # fail: output-cap-over-limit
            found.append(await aclient.responses.create(model="gpt-4o", input=topic, max_output_tokens=3000))
        return found


ask = partial(client.chat.completions.create, model="gpt-4o", max_tokens=1500)


def ask_twice(question: str) -> Any:
    first = ask(messages=[{"role": "user", "content": question}])  # fail: output-cap-over-limit
    second = ask(messages=[{"role": "user", "content": question}], max_tokens=50)  # ok: output-cap-over-limit
    return first, second


def as_it_was(letter: str) -> Any:
    # fail: output-cap-over-limit
    return openai.ChatCompletion.create(
        model="gpt-3.5-turbo", messages=[{"role": "user", "content": letter}], max_tokens=2048
    )


def stored(thread_id: str, letter: str) -> Any:
    # ok: output-cap-over-limit (no call: a message is stored, no model answers)
    return client.beta.threads.messages.create(thread_id, role="user", content=letter, metadata={"max_tokens": "9000"})
