"""Names of the module."""

import config
from typing import Final

from openai import OpenAI

TIMEOUT = 20
RETRIES: Final = 4
MODEL: Final[str] = "gpt-4o"
LIMIT = ANSWER_LIMIT = 300
CONNECT, READ = 5, 30
(FAST, SLOW) = ("gpt-4o-mini", "o3")
[SMALL, *_] = [16, 32, 64]
MINUTE = 60
HOUR = 60 * MINUTE
LATE: float
LATE = 7

client = OpenAI(timeout=TIMEOUT, max_retries=RETRIES)


def ask(text: str) -> str:
    # value: timeout = Known(20, client)
    # value: max_retries = Known(4, client)
    # value: model = Known("gpt-4o", call)
    # value: max_output_tokens = Known(300, call)
    return client.responses.create(model=MODEL, input=text, max_output_tokens=ANSWER_LIMIT).output_text


def unpacked(text: str) -> str:
    # value: timeout = Known(30, call)
    # value: model = Known("o3", call)
    return client.responses.create(model=SLOW, input=text, timeout=READ, max_output_tokens=LIMIT).output_text


def unpacked_with_a_rest(text: str) -> str:
    # todo-value: max_output_tokens = Known(16, call)
    return client.responses.create(model=FAST, input=text, max_output_tokens=SMALL).output_text


def computed(text: str) -> str:
    # value: timeout = Known(3600, call)
    return client.responses.create(model=FAST, input=text, timeout=HOUR).output_text


def declared_before(text: str) -> str:
    # value: timeout = Known(7, call)
    return client.responses.create(model=FAST, input=text, timeout=LATE).output_text


def after_the_function(text: str) -> str:
    # value: timeout = Known(9, call)
    return client.responses.create(model=FAST, input=text, timeout=BELOW).output_text


BELOW = 9


def of_a_module_that_is_not_there(text: str) -> str:
    # value: timeout = Unknown(imported)
    # value: model = Unknown(imported)
    return client.responses.create(model=config.MODEL, input=text, timeout=config.llm.timeout).output_text


def shadowed(text: str, TIMEOUT: float) -> str:
    # value: timeout = Unknown(parameter)
    return client.responses.create(model=FAST, input=text, timeout=TIMEOUT).output_text


def local(text: str) -> str:
    TIMEOUT = 3
    # value: timeout = Known(3, call)
    return client.responses.create(model=FAST, input=text, timeout=TIMEOUT).output_text
