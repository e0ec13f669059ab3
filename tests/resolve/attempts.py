"""How often a call is sent at most, all layers multiplied."""

import time

import backoff
from openai import OpenAI
from tenacity import retry, stop_after_attempt, stop_after_delay

client = OpenAI(timeout=9)
once = OpenAI(timeout=9, max_retries=0)

client.responses.create(model="gpt-4o", input="Hi")  # value: attempts = Known(3, sdk_default)
once.responses.create(model="gpt-4o", input="Hi")  # value: attempts = Known(1, client)
once.with_options(max_retries=4).responses.create(model="gpt-4o", input="Hi")  # value: attempts = Known(5, derived)


@retry(stop=stop_after_attempt(4))
def decorated(text: str) -> None:
    client.responses.create(model="gpt-4o", input=text)  # value: attempts = Known(12, wrapper)
    once.responses.create(model="gpt-4o", input=text)  # value: attempts = Known(4, wrapper)


@retry(stop=stop_after_attempt(2))
@backoff.on_exception(backoff.expo, Exception, max_tries=3)
def decorated_twice(text: str) -> None:
    once.responses.create(model="gpt-4o", input=text)  # value: attempts = Known(6, wrapper)


@retry
def forever(text: str) -> None:
    once.responses.create(model="gpt-4o", input=text)  # value: attempts = Known(UNBOUNDED, wrapper)


@retry(stop=stop_after_attempt(5) | stop_after_delay(60))
def either(text: str) -> None:
    # value: attempts = Bounded(None, 5, wrapper)
    once.responses.create(model="gpt-4o", input=text)


def looped(text: str) -> None:
    for _ in range(3):
        try:
            once.responses.create(model="gpt-4o", input=text)  # value: attempts = Known(3, wrapper)
            break
        except Exception:
            time.sleep(1)


def looped_while(text: str) -> None:
    tries = 0
    while tries < 3:
        try:
            # todo-value: attempts = Known(3, wrapper)
            once.responses.create(model="gpt-4o", input=text)
            break
        except Exception:
            tries += 1


def looped_until(text: str) -> None:
    tries = 0
    while True:
        try:
            # todo-value: attempts = Known(3, wrapper)
            once.responses.create(model="gpt-4o", input=text)
            return
        except Exception:
            tries += 1
            if tries >= 3:
                raise


def unknown(text: str, rounds: int) -> None:
    for _ in range(rounds):
        try:
            once.responses.create(model="gpt-4o", input=text)  # value: attempts = Unknown(parameter)
            break
        except Exception:
            time.sleep(1)
