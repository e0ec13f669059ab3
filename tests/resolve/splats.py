"""Options that are spread into a call."""

from typing import Any

from openai import OpenAI

client = OpenAI()
OPTIONS = {"timeout": 15, "temperature": 0}
MORE = dict(timeout=25, max_output_tokens=100)
NESTED = {"llm": {"timeout": 35, "model": "gpt-4o"}, "retries": {"max_retries": 7}}
BY_MODEL: dict[str, dict[str, Any]] = {"gpt-4o": {"timeout": 45}, "o3": {"timeout": 450}}

client.responses.create(model="gpt-4o", input="Hi", **OPTIONS)  # value: timeout = Known(15, call)
client.responses.create(**{"model": "gpt-4o", "input": "Hi", "timeout": 5})  # value: timeout = Known(5, call)
client.responses.create(model="gpt-4o", input="Hi", **{**OPTIONS, "timeout": 6})  # value: timeout = Known(6, call)
client.responses.create(model="gpt-4o", input="Hi", **{"timeout": 6, **OPTIONS})  # value: timeout = Known(15, call)
client.responses.create(model="gpt-4o", input="Hi", **(OPTIONS | MORE))  # value: timeout = Known(25, call)
client.responses.create(model="gpt-4o", input="Hi", **(MORE | OPTIONS))  # value: timeout = Known(15, call)
client.responses.create(model="gpt-4o", input="Hi", **dict(OPTIONS, timeout=7))  # value: timeout = Known(7, call)
client.responses.create(model="gpt-4o", input="Hi", **dict(MORE))  # value: max_output_tokens = Known(100, call)
client.responses.create(model="gpt-4o", input="Hi", **dict([("timeout", 8)]))  # todo-value: timeout = Known(8, call)
client.responses.create(input="Hi", **NESTED["llm"])  # value: timeout = Known(35, call)
client.responses.create(model="gpt-4o", input="Hi", **OPTIONS, max_output_tokens=9)  # value: max_output_tokens = Known(9, call)
client.responses.create(model="o3", input="Hi", **BY_MODEL["o3"])  # value: timeout = Known(450, call)
OpenAI(**OPTIONS).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(15, client)
OpenAI(**NESTED["retries"]).responses.create(model="gpt-4o", input="Hi")  # value: max_retries = Known(7, client)


def by_a_key_that_is_not_known(model: str) -> None:
    # value: timeout = OneOf(Known(45, call), Known(450, call))
    client.responses.create(model=model, input="Hi", **BY_MODEL[model])


def parameters(text: str, **kwargs: Any) -> None:
    # value: timeout = Unknown(parameter)
    # value: model = Known("gpt-4o", call)
    client.responses.create(model="gpt-4o", input=text, **kwargs)
    # value: timeout = Known(3, call)
    client.responses.create(model="gpt-4o", input=text, **{**kwargs, "timeout": 3})
    # value: timeout = OneOf(Known(3, call), Unknown(parameter))
    client.responses.create(model="gpt-4o", input=text, **{"timeout": 3, **kwargs})


def parameters_with_a_default(text: str, **kwargs: Any) -> None:
    kwargs.setdefault("timeout", 30)
    # value: timeout = OneOf(Known(30, call), Unknown(parameter))
    client.responses.create(model="gpt-4o", input=text, **kwargs)


def parameters_with_a_key_of_our_own(text: str, **kwargs: Any) -> None:
    kwargs["timeout"] = 31
    # value: timeout = Known(31, call)
    client.responses.create(model="gpt-4o", input=text, **kwargs)


def parameters_without_one(text: str, **kwargs: Any) -> None:
    kwargs.pop("timeout", None)
    # value: timeout = Known(600, sdk_default)
    # value: max_output_tokens = Unknown(parameter)
    client.responses.create(model="gpt-4o", input=text, **kwargs)


def taken_out(text: str, **kwargs: Any) -> None:
    timeout = kwargs.pop("timeout", 32)
    # value: timeout = OneOf(Known(32, call), Unknown(parameter))
    client.responses.create(model="gpt-4o", input=text, timeout=timeout, **kwargs)


def read(text: str, **kwargs: Any) -> None:
    # value: timeout = OneOf(Known(33, call), Unknown(parameter))
    client.responses.create(model="gpt-4o", input=text, timeout=kwargs.get("timeout", 33))


def inner(text: str, **options: Any) -> None:
    def send(**more: Any) -> None:
        # value: timeout = Unknown(parameter)
        client.responses.create(model="gpt-4o", input=text, **options, **more)

    send(timeout=5)


def a_tuple(*args: Any) -> None:
    # value: timeout = Known(600, sdk_default)
    client.responses.create(*args, model="gpt-4o", input="Hi")
