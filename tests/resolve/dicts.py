"""Dicts that are filled before they are used."""

import copy
import json
from typing import Any

from openai import OpenAI

client = OpenAI()
BASE = {"model": "gpt-4o", "timeout": 10}
BASE["max_output_tokens"] = 77
BASE.update(temperature=0)
TABLE = {"fast": 5, "slow": {"seconds": 50}}


def by_module() -> None:
    # value: timeout = Known(10, call)
    # value: max_output_tokens = Known(77, call)
    client.responses.create(input="Hi", **BASE)


def by_item() -> None:
    # value: timeout = Known(5, call)
    client.responses.create(model="gpt-4o", input="Hi", timeout=TABLE["fast"])
    # value: timeout = Known(50, call)
    client.responses.create(model="gpt-4o", input="Hi", timeout=TABLE["slow"]["seconds"])
    # value: timeout = Known(5, call)
    client.responses.create(model="gpt-4o", input="Hi", timeout=TABLE.get("fast"))
    # value: timeout = Known(8, call)
    client.responses.create(model="gpt-4o", input="Hi", timeout=TABLE.get("other", 8))


def filled(short: bool) -> None:
    kwargs: dict[str, Any] = {}
    kwargs["model"] = "o3"
    kwargs["timeout"] = 1
    # value: timeout = Known(1, call)
    # value: model = Known("o3", call)
    client.responses.create(input="Hi", **kwargs)
    kwargs["timeout"] = 2
    # value: timeout = Known(2, call)
    client.responses.create(input="Hi", **kwargs)
    kwargs.update({"timeout": 3})
    # value: timeout = Known(3, call)
    client.responses.create(input="Hi", **kwargs)
    kwargs.update(timeout=4, max_output_tokens=5)
    # value: timeout = Known(4, call)
    # value: max_output_tokens = Known(5, call)
    client.responses.create(input="Hi", **kwargs)
    kwargs |= {"timeout": 6}
    # value: timeout = Known(6, call)
    client.responses.create(input="Hi", **kwargs)
    kwargs = kwargs | {"timeout": 7}
    # value: timeout = Known(7, call)
    client.responses.create(input="Hi", **kwargs)
    kwargs.setdefault("timeout", 8)
    # value: timeout = Known(7, call)
    client.responses.create(input="Hi", **kwargs)
    del kwargs["timeout"]
    # value: timeout = Known(600, sdk_default)
    client.responses.create(input="Hi", **kwargs)
    kwargs.setdefault("timeout", 9)
    # value: timeout = Known(9, call)
    client.responses.create(input="Hi", **kwargs)
    if short:
        kwargs["timeout"] = 10
    # value: timeout = OneOf(Known(9, call), Known(10, call))
    client.responses.create(input="Hi", **kwargs)
    kwargs.pop("timeout")
    # value: timeout = Known(600, sdk_default)
    client.responses.create(input="Hi", **kwargs)
    kwargs.clear()
    # value: model = Absent
    client.responses.create(input="Hi", **kwargs)


def aliased() -> None:
    first = {"timeout": 1}
    second = first
    second["timeout"] = 2
    # value: timeout = Known(2, call)
    client.responses.create(model="o3", input="Hi", **first)


def copied() -> None:
    first = {"timeout": 1}
    second = first.copy()
    third = copy.deepcopy(first)
    fourth = dict(first)
    second["timeout"] = third["timeout"] = fourth["timeout"] = 2
    # value: timeout = Known(1, call)
    client.responses.create(model="o3", input="Hi", **first)
    # value: timeout = Known(2, call)
    client.responses.create(model="o3", input="Hi", **fourth)


def sometimes(short: bool) -> None:
    kwargs: dict[str, Any] = {"model": "o3"}
    if short:
        kwargs["max_output_tokens"] = 20
    # value: max_output_tokens = OneOf(Known(20, call), Absent)
    # value: timeout = Known(600, sdk_default)
    client.responses.create(input="Hi", **kwargs)


def in_a_loop(pairs: list[tuple[str, Any]]) -> None:
    kwargs: dict[str, Any] = {"timeout": 4}
    for key, value in pairs:
        kwargs[key] = value
    # value: timeout = OneOf(Known(4, call), Unknown(mutated))
    client.responses.create(model="o3", input="Hi", **kwargs)


def for_each_known_key() -> None:
    kwargs: dict[str, Any] = {}
    for key, value in {"timeout": 4, "max_output_tokens": 5}.items():
        kwargs[key] = value
    # todo-value: timeout = Known(4, call)
    client.responses.create(model="o3", input="Hi", **kwargs)


def comprehended() -> None:
    given = {"timeout": 4, "max_output_tokens": None}
    # value: timeout = Known(4, call)
    client.responses.create(model="o3", input="Hi", **{key: value for key, value in given.items() if value is not None})


def handed_over() -> None:
    kwargs = {"timeout": 4}
    adjust(kwargs)
    # value: timeout = Known(40, call)
    client.responses.create(model="o3", input="Hi", **kwargs)


def adjust(options: dict[str, Any]) -> None:
    options["timeout"] = 40


def handed_over_elsewhere(logger: Any) -> None:
    kwargs = {"timeout": 4}
    logger.info("sending", extra=kwargs)
    print(kwargs, json.dumps(kwargs))
    # value: timeout = Known(4, call)
    client.responses.create(model="o3", input="Hi", **kwargs)


def handed_over_to_a_stranger(adapt: Any) -> None:
    kwargs = {"timeout": 4}
    adapt(kwargs)
    # value: timeout = OneOf(Known(4, call), Unknown(mutated))
    client.responses.create(model="o3", input="Hi", **kwargs)


def by_a_key_that_is_computed(name: str) -> None:
    kwargs = {"timeout": 4}
    kwargs[name] = 5
    # value: timeout = OneOf(Known(4, call), Unknown(mutated))
    client.responses.create(model="o3", input="Hi", **kwargs)


def by_a_key_that_is_a_constant() -> None:
    name = "time" + "out"
    # value: timeout = Known(6, call)
    client.responses.create(model="o3", input="Hi", **{name: 6})


def loaded(path: str) -> None:
    with open(path) as file:
        config = json.load(file)
    # value: timeout = Unknown(call-result)
    client.responses.create(model="o3", input="Hi", timeout=config["timeout"])
    # value: timeout = Unknown(call-result)
    client.responses.create(model="o3", input="Hi", **config)


def parsed() -> None:
    body = json.dumps({"timeout": 3})
    # todo-value: timeout = Known(3, call)
    client.responses.create(model="o3", input="Hi", **json.loads(body))
