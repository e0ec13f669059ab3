"""Methods that are looked up by their name."""

from typing import Any

from openai import OpenAI

client = OpenAI(api_key="k", timeout=12)


def ask(text: str) -> Any:
    # value: timeout = Known(12, client)
    # value: model = Known("gpt-4o", call)
    return getattr(client.responses, "create")(model="gpt-4o", input=text)


def held(messages: Any) -> Any:
    send = getattr(
        client.chat.completions,
        'create',
        None,
    )
    # value: max_output_tokens = Known(30, call)
    return send(model="gpt-4o", messages=messages, max_tokens=30)


def written_down(text: str) -> None:
    # value: timeout = Known(5, call)
    answer = getattr(client.responses, "create")(model="gpt-4o", input=text, timeout=5)


def handed_on(text: str) -> None:
    create = getattr(client.responses, "create")
    # value: max_output_tokens = Known(31, call)
    answer = create(model="gpt-4o", input=text, max_output_tokens=31)


def look_alikes(things: Any, name: str) -> Any:
    things.put(things.messages, "create")
    return getattr(things.items, "create")(model="gpt-4o")
