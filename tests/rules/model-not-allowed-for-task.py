"""A travel agency's assistant: labels on the cheap model, itineraries on the one that reasons."""

import asyncio
from typing import Any

import anthropic
import openai
from openai import AsyncOpenAI, OpenAI

from llmlint import guard

client = OpenAI(timeout=30)
aclient = AsyncOpenAI(timeout=30)
claude = anthropic.Anthropic(timeout=30)
deepseek = OpenAI(base_url="https://api.deepseek.com", timeout=30)
CATEGORIES = "Answer with one of the following categories: flight, hotel, complaint."


# -- told by the function's name ------------------------------------------------------------------------------------------


def classify_mail(mail: str) -> str:
    # fail: model-not-allowed-for-task
    return client.responses.create(model="o3", input=mail, max_output_tokens=9).output_text


def classify_mail_cheaply(mail: str) -> str:
    # ok: model-not-allowed-for-task
    return client.responses.create(model="gpt-4o-mini", input=mail, max_output_tokens=9).output_text


def classify_with_a_dated_model(mail: str) -> str:
    # ok: model-not-allowed-for-task
    return client.responses.create(model="gpt-4o-mini-2024-07-18", input=mail, max_output_tokens=9).output_text


def classify_elsewhere(mail: str) -> Any:
    # ok: model-not-allowed-for-task
    return deepseek.chat.completions.create(model="deepseek-chat", messages=[{"role": "user", "content": mail}], max_tokens=9)


def classify_at_the_wrong_provider(mail: str) -> Any:
    # fail: model-not-allowed-for-task
    return client.chat.completions.create(model="deepseek-chat", messages=[{"role": "user", "content": mail}], max_tokens=9)


def guess_sentiment(mail: str) -> Any:
    # fail: model-not-allowed-for-task
    return claude.messages.create(
        model="claude-3-opus-20240229", max_tokens=9, messages=[{"role": "user", "content": mail}]
    )


def solve_itinerary(wishes: str) -> Any:
    # fail: model-not-allowed-for-task
    return client.responses.create(model="gpt-4o-mini", input=wishes, max_output_tokens=3000)


def solve_itinerary_well(wishes: str) -> Any:
    # ok: model-not-allowed-for-task
    return client.responses.create(model="o3-mini", input=wishes, max_output_tokens=3000)


class Router:
    """Its name tells the task of every method that no nearer name tells."""

    def route(self, mail: str) -> Any:
        # fail: model-not-allowed-for-task
        return client.responses.create(model="gpt-4o", input=mail, max_output_tokens=9)

    def solve_conflict(self, mail: str) -> Any:
        # ok: model-not-allowed-for-task
        return client.responses.create(model="o3", input=mail, max_output_tokens=900)


class TripPlanner:
    async def plan(self, wishes: str) -> Any:
        # fail: model-not-allowed-for-task
        return await aclient.responses.create(model="gpt-4o", input=wishes, max_output_tokens=900)

    async def plan_all(self, all_wishes: list[str]) -> list[Any]:
        async def one(wishes: str) -> Any:
            # ok: model-not-allowed-for-task
            return await aclient.responses.create(model="o3", input=wishes, max_output_tokens=900)

        return await asyncio.gather(*(one(wishes) for wishes in all_wishes))


def summarise_trip(trip: str) -> Any:
    # the task has no models of its own
    return client.responses.create(model="gpt-4o", input=trip, max_output_tokens=900)  # ok: model-not-allowed-for-task


def chat(mail: str) -> Any:
    # no task at all
    return client.responses.create(model="o1-pro", input=mail, max_output_tokens=900)  # ok: model-not-allowed-for-task


# -- told by the prompt ---------------------------------------------------------------------------------------------------


def label(mail: str) -> Any:
    # fail: model-not-allowed-for-task
    return client.chat.completions.create(
        model="gpt-4o",
        messages=[{"role": "system", "content": CATEGORIES}, {"role": "user", "content": mail}],
        max_tokens=9,
    )


def mood(review: str) -> Any:
    # fail: model-not-allowed-for-task
    return client.responses.create(model="gpt-4o", input=f"Is this positive or negative? {review}", max_output_tokens=9)


def mood_cheaply(review: str) -> Any:
    # ok: model-not-allowed-for-task
    return client.responses.create(model="gpt-4o-mini", input=f"Is this positive or negative? {review}", max_output_tokens=9)


def mood_in_a_list(review: str) -> Any:
    messages = [{"role": "system", "content": "You label reviews."}]
    messages.append({"role": "user", "content": "Positive or negative? " + review})
    # fail: model-not-allowed-for-task
    return client.chat.completions.create(model="gpt-4o", messages=messages, max_tokens=9)


# -- told by a comment, or by the program itself --------------------------------------------------------------------------


def by_hand(mail: str) -> Any:
    # llmlint: task=classification
    return client.responses.create(model="o3", input=mail, max_output_tokens=9)  # fail: model-not-allowed-for-task


def by_hand_behind(mail: str) -> Any:
    # fail: model-not-allowed-for-task
    return client.responses.create(model="gpt-4o", input=mail, max_output_tokens=900)  # llmlint: task=reasoning


def classify_but_told_otherwise(mail: str) -> Any:
    # the comment is stronger than the name
    # ok: model-not-allowed-for-task
    return client.responses.create(  # llmlint: task=reasoning
        model="o3", input=mail, max_output_tokens=900
    )


@guard.task("classification")
def decorated(mail: str) -> Any:
    return client.responses.create(model="gpt-4o", input=mail, max_output_tokens=9)  # fail: model-not-allowed-for-task


def within(mail: str) -> Any:
    with guard.task("reasoning"):
        return client.responses.create(model="o3", input=mail, max_output_tokens=900)  # ok: model-not-allowed-for-task


def unheard_of(mail: str) -> Any:
    # a task that the policy does not declare has no models
    # llmlint: task=poetry
    return client.responses.create(model="o1-pro", input=mail, max_output_tokens=900)  # ok: model-not-allowed-for-task


# -- not known ------------------------------------------------------------------------------------------------------------


def classify_with(model: str, mail: str) -> Any:
    # undecided: model-not-allowed-for-task (the caller says which)
    return client.responses.create(model=model, input=mail, max_output_tokens=9)


def classify_with_either(mail: str, careful: bool) -> Any:
    model = "gpt-4o" if careful else "gpt-4o-mini"
    return client.responses.create(model=model, input=mail, max_output_tokens=9)  # possible: model-not-allowed-for-task


def classify_with_options(mail: str, **options: Any) -> Any:
    # undecided: model-not-allowed-for-task (the caller says which)
    return client.responses.create(input=mail, **options)


def classify_somewhere(llm: OpenAI, mail: str) -> Any:
    # undecided: model-not-allowed-for-task (where the client sends it is not known)
    return llm.chat.completions.create(model="deepseek-chat", messages=[{"role": "user", "content": mail}], max_tokens=9)


def classify_and_solve_sentiment(mail: str) -> Any:
    # ok: model-not-allowed-for-task
    return client.responses.create(model="gpt-4o-mini", input=mail, max_output_tokens=9)


def solve_the_sentiment(mail: str) -> Any:
    # two tasks claim it; only one of them allows the model
    def solve_sentiment() -> Any:
        # possible: model-not-allowed-for-task
        return client.responses.create(model="gpt-4o-mini", input=mail, max_output_tokens=9)

    return solve_sentiment()


# -- gateways -------------------------------------------------------------------------------------------------------------


def ask(prompt: str, model: str = "gpt-4o-mini") -> Any:
    return client.responses.create(model=model, input=prompt, max_output_tokens=300)  # ok: model-not-allowed-for-task


def classify_through_the_gateway(mail: str) -> Any:
    return ask(mail, model="o3")  # todo: model-not-allowed-for-task fail (calls of a house function are not derived yet)


def as_it_was(mail: str) -> Any:
    # llmlint: task=classification
    return openai.ChatCompletion.create(  # fail: model-not-allowed-for-task
        model="gpt-4", messages=[{"role": "user", "content": mail}], max_tokens=9
    )


def classify_tickets(helpdesk: Any) -> Any:
    # ok: model-not-allowed-for-task (no call: a help desk)
    return helpdesk.conversations.messages.create(model="gpt-4o", body="hello")
