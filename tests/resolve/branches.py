"""What holds where several ways meet."""

import os
import sys
from typing import Any, Optional

from openai import OpenAI

client = OpenAI(timeout=10)

if os.environ.get("FAST"):
    llm = OpenAI(timeout=1)
else:
    llm = OpenAI(timeout=2)

llm.responses.create(model="gpt-4o", input="Hi")  # value: timeout = OneOf(Known(1, client), Known(2, client))


def conditional(fast: bool, text: str) -> None:
    timeout = 3 if fast else 4
    # value: timeout = OneOf(Known(3, call), Known(4, call))
    client.responses.create(model="gpt-4o", input=text, timeout=timeout)
    # value: timeout = OneOf(Known(5, call), Known(600, sdk_default))
    OpenAI().responses.create(model="gpt-4o", input=text, **({"timeout": 5} if fast else {}))
    # value: timeout = OneOf(Known(10, client), Known(6, client))
    (client if fast else OpenAI(timeout=6)).responses.create(model="gpt-4o", input=text)


def statement(kind: str, text: str) -> None:
    if kind == "a":
        timeout = 1
    elif kind == "b":
        timeout = 2
    else:
        timeout = 3
    # value: timeout = OneOf(Known(1, call), Known(2, call), Known(3, call))
    client.responses.create(model="gpt-4o", input=text, timeout=timeout)


def returned_early(kind: str, text: str) -> None:
    timeout = 1
    if kind == "a":
        timeout = 2
        # value: timeout = Known(2, call)
        client.responses.create(model="gpt-4o", input=text, timeout=timeout)
        return
    # value: timeout = Known(1, call)
    client.responses.create(model="gpt-4o", input=text, timeout=timeout)


def raised(kind: str, text: str) -> None:
    if kind == "a":
        timeout = 7
    elif kind == "b":
        timeout = 8
    else:
        raise ValueError(kind)
    # value: timeout = OneOf(Known(7, call), Known(8, call))
    client.responses.create(model="gpt-4o", input=text, timeout=timeout)


def or_default(timeout: Optional[float], given: Optional[str], text: str) -> None:
    # value: timeout = OneOf(Known(30, call), Unknown(parameter))
    # value: model = OneOf(Known("gpt-4o", call), Unknown(parameter))
    client.responses.create(model=given or "gpt-4o", input=text, timeout=timeout or 30)
    # value: timeout = Known(31, call)
    client.responses.create(model="gpt-4o", input=text, timeout=None or 31)
    # value: timeout = Known(32, call)
    client.responses.create(model="gpt-4o", input=text, timeout=32 or 33)


def and_default(fast: bool, text: str) -> None:
    # value: timeout = OneOf(Known(34, call), Unknown(parameter))
    client.responses.create(model="gpt-4o", input=text, timeout=fast and 34)


def always(text: str) -> None:
    debug = False
    timeout = 40 if debug else 41
    # value: timeout = Known(41, call)
    client.responses.create(model="gpt-4o", input=text, timeout=timeout)
    if debug:
        timeout = 42
    # value: timeout = Known(41, call)
    client.responses.create(model="gpt-4o", input=text, timeout=timeout)


def versions(text: str) -> None:
    if sys.version_info >= (3, 12):
        timeout = 43
    else:
        timeout = 44
    # value: timeout = OneOf(Known(43, call), Known(44, call))
    client.responses.create(model="gpt-4o", input=text, timeout=timeout)


def tried(text: str) -> None:
    try:
        timeout = float(text)
    except ValueError:
        timeout = 45
    # value: timeout = OneOf(Known(45, call), Unknown(parameter))
    client.responses.create(model="gpt-4o", input=text, timeout=timeout)


def tried_with_all(text: str) -> None:
    timeout = 46
    try:
        text = text.strip()
        timeout = 47
    except ValueError:
        timeout = 48
    else:
        timeout = 49
    finally:
        limit = 50
    # value: timeout = OneOf(Known(48, call), Known(49, call))
    # value: max_output_tokens = Known(50, call)
    client.responses.create(model="gpt-4o", input=text, timeout=timeout, max_output_tokens=limit)


def in_the_handler(text: str) -> None:
    model = "o3"
    try:
        # value: model = Known("o3", call)
        client.responses.create(model=model, input=text)
        model = "gpt-4o"
    except Exception:
        # value: model = OneOf(Known("o3", call), Known("gpt-4o", call))
        client.responses.create(model=model, input=text)


def matched(kind: str, text: str) -> None:
    match kind:
        case "a":
            timeout = 51
        case "b" | "c":
            timeout = 52
        case _:
            timeout = 53
    # value: timeout = OneOf(Known(51, call), Known(52, call), Known(53, call))
    client.responses.create(model="gpt-4o", input=text, timeout=timeout)


def matched_and_bound(settings: Any, text: str) -> None:
    match settings:
        case {"timeout": seconds}:
            pass
        case _:
            seconds = 54
    # value: timeout = OneOf(Known(54, call), Unknown(unsupported))
    client.responses.create(model="gpt-4o", input=text, timeout=seconds)


def looped(texts: list[str]) -> None:
    timeout = 55
    for text in texts:
        # value: timeout = OneOf(Known(55, call), Known(56, call))
        client.responses.create(model="gpt-4o", input=text, timeout=timeout)
        timeout = 56
    # value: timeout = OneOf(Known(55, call), Known(56, call))
    client.responses.create(model="gpt-4o", input="Hi", timeout=timeout)


def left_early(texts: list[str]) -> None:
    timeout = 57
    while True:
        if not texts:
            timeout = 58
            break
        texts.pop()
    # value: timeout = Known(58, call)
    client.responses.create(model="gpt-4o", input="Hi", timeout=timeout)


def counted() -> None:
    timeout = 1
    for _ in range(5):
        # value: timeout = OneOf(Known(1, call), Known(2, call), Unknown(reassigned))
        client.responses.create(model="gpt-4o", input="Hi", timeout=timeout)
        timeout *= 2


def over_a_list() -> None:
    for model, timeout in [("gpt-4o", 61), ("o3", 62)]:
        # value: model = OneOf(Known("gpt-4o", call), Known("o3", call))
        # value: timeout = OneOf(Known(61, call), Known(62, call))
        client.responses.create(model=model, input="Hi", timeout=timeout)
    for model in ("gpt-4o", "gpt-4o-mini"):
        # value: model = OneOf(Known("gpt-4o", call), Known("gpt-4o-mini", call))
        client.responses.create(model=model, input="Hi")
    for index, model in enumerate(["gpt-4o"]):
        # value: model = Known("gpt-4o", call)
        client.responses.create(model=model, input=str(index))
    for model, limit in {"gpt-4o": 63}.items():
        # value: model = Known("gpt-4o", call)
        # value: max_output_tokens = Known(63, call)
        client.responses.create(model=model, input="Hi", max_output_tokens=limit)
    for model, limit in zip(["gpt-4o"], [64]):
        # value: model = Known("gpt-4o", call)
        client.responses.create(model=model, input="Hi", max_output_tokens=limit)


def comprehended(texts: list[str]) -> None:
    # value: model = OneOf(Known("gpt-4o", call), Known("o3", call))
    [client.responses.create(model=model, input="Hi") for model in ("gpt-4o", "o3")]
    # value: timeout = Known(65, call)
    {text: client.responses.create(model="gpt-4o", input=text, timeout=65) for text in texts}
