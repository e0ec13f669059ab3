"""Values that are computed: strings, numbers, the environment."""

import os
from os import environ, getenv
from typing import Any

from openai import AzureOpenAI, OpenAI

client = OpenAI()
SIZE, FAMILY = "mini", "gpt-4o"
DATE = "2024-07-18"
SECONDS = 30
HOSTS = {"eu": "https://eu.api.openai.com/v1"}


def strings(text: str, region: str, dated: bool) -> None:
    client.responses.create(model=f"{FAMILY}-{SIZE}", input=text)  # value: model = Known("gpt-4o-mini", call)
    client.responses.create(model=FAMILY + "-" + SIZE, input=text)  # value: model = Known("gpt-4o-mini", call)
    client.responses.create(model="-".join([FAMILY, SIZE]), input=text)  # todo-value: model = Known("gpt-4o-mini", call)
    client.responses.create(model="{}-{}".format(FAMILY, SIZE), input=text)  # todo-value: model = Known("gpt-4o-mini", call)
    client.responses.create(model="%s-%s" % (FAMILY, SIZE), input=text)  # todo-value: model = Known("gpt-4o-mini", call)
    client.responses.create(model=" gpt-4o ".strip(), input=text)  # value: model = Known("gpt-4o", call)
    client.responses.create(model="GPT-4o".lower(), input=text)  # value: model = Known("gpt-4o", call)
    client.responses.create(model="openai/gpt-4o".split("/")[-1], input=text)  # todo-value: model = Known("gpt-4o", call)
    client.responses.create(model="gpt-4o-x".replace("-x", ""), input=text)  # todo-value: model = Known("gpt-4o", call)
    client.responses.create(model=str("gpt-4o"), input=text)  # value: model = Known("gpt-4o", call)
    client.responses.create(model=f"{FAMILY}-{region}", input=text)  # value: model = Unknown(unsupported)
    # value: model = OneOf(Known("gpt-4o", call), Known("gpt-4o-2024-07-18", call))
    client.responses.create(model=f"{FAMILY}-{DATE}" if dated else FAMILY, input=text)
    suffix = f"-{DATE}" if dated else ""
    # value: model = OneOf(Known("gpt-4o", call), Known("gpt-4o-2024-07-18", call))
    client.responses.create(model=f"{FAMILY}{suffix}", input=text)


def numbers(text: str) -> None:
    client.responses.create(model="o3", input=text, timeout=2 * 60)  # value: timeout = Known(120, call)
    client.responses.create(model="o3", input=text, timeout=SECONDS / 4)  # value: timeout = Known(7.5, call)
    client.responses.create(model="o3", input=text, timeout=SECONDS // 4)  # value: timeout = Known(7, call)
    client.responses.create(model="o3", input=text, max_output_tokens=2**12)  # value: max_output_tokens = Known(4096, call)
    client.responses.create(model="o3", input=text, max_output_tokens=1000 % 300)  # value: max_output_tokens = Known(100, call)
    client.responses.create(model="o3", input=text, max_output_tokens=1 << 10)  # todo-value: max_output_tokens = Known(1024, call)
    client.responses.create(model="o3", input=text, timeout=SECONDS - 5 + 1)  # value: timeout = Known(26, call)
    client.responses.create(model="o3", input=text, timeout=1 / 0)  # value: timeout = Unknown(unsupported)
    client.responses.create(model="o3", input=text, timeout=-(-5))  # value: timeout = Known(5, call)
    client.responses.create(model="o3", input=text, timeout=float("5.5"))  # value: timeout = Known(5.5, call)
    client.responses.create(model="o3", input=text, timeout=int("5"))  # value: timeout = Known(5, call)
    client.responses.create(model="o3", input=text, timeout=int(5.9))  # value: timeout = Known(5, call)
    client.responses.create(model="o3", input=text, timeout=round(5.4))  # todo-value: timeout = Known(5, call)
    client.responses.create(model="o3", input=text, max_output_tokens=len(text))  # value: max_output_tokens = Unknown(call-result)
    client.responses.create(model="o3", input=text, timeout=len("abc"))  # todo-value: timeout = Known(3, call)
    client.responses.create(model="o3", input=text, timeout=sum([1, 2]))  # todo-value: timeout = Known(3, call)


def the_environment(text: str) -> None:
    client.responses.create(model=os.environ["MODEL"], input=text)  # value: model = Unknown(environment)
    client.responses.create(model=environ["MODEL"], input=text)  # value: model = Unknown(environment)
    # value: model = OneOf(Known("gpt-4o", call), Unknown(environment))
    client.responses.create(model=os.getenv("MODEL", "gpt-4o"), input=text)
    # value: model = OneOf(Known("gpt-4o", call), Unknown(environment))
    client.responses.create(model=os.environ.get("MODEL", "gpt-4o"), input=text)
    # value: model = OneOf(Known("gpt-4o", call), Unknown(environment))
    client.responses.create(model=getenv("MODEL") or "gpt-4o", input=text)
    # an unset variable: None is no cap
    # value: max_output_tokens = OneOf(Unknown(environment), Absent)
    client.responses.create(model="o3", input=text, max_output_tokens=os.getenv("TOKENS"))
    # value: timeout = OneOf(Known(30.0, call), Unknown(environment))
    client.responses.create(model="o3", input=text, timeout=float(os.getenv("TIMEOUT", "30")))
    # value: max_output_tokens = OneOf(Known(100, call), Unknown(environment))
    client.responses.create(model="o3", input=text, max_output_tokens=int(environ.get("TOKENS", 100)))
    # value: max_output_tokens = Bounded(None, 200, call)
    client.responses.create(model="o3", input=text, max_output_tokens=min(int(environ["TOKENS"]), 200))


def hosts(text: str, host: str) -> None:
    # value: provider = Known("openai")
    # value: base_url = Known("https://eu.api.openai.com/v1", client)
    OpenAI(base_url=HOSTS["eu"]).responses.create(model="gpt-4o", input=text)
    # value: provider = Known("deepseek")
    OpenAI(base_url="https://api.deepseek.com").responses.create(model="deepseek-chat", input=text)
    # value: provider = Known("openrouter")
    OpenAI(base_url=f"https://openrouter.ai/{'api'}/v1").responses.create(model="openai/gpt-4o", input=text)
    # value: provider = Known("local")
    OpenAI(base_url="http://localhost:11434/v1").responses.create(model="llama3", input=text)
    # value: provider = Known("llm.example.org")
    OpenAI(base_url="https://llm.example.org/v1").responses.create(model="gpt-4o", input=text)
    # value: provider = Unknown(unsupported)
    OpenAI(base_url=f"https://{host}/v1").responses.create(model="gpt-4o", input=text)
    # value: provider = Unknown(parameter)
    OpenAI(base_url=host).responses.create(model="gpt-4o", input=text)
    # value: provider = Known("azure")
    AzureOpenAI(azure_endpoint=host, api_version="2024-06-01").responses.create(model="gpt-4o", input=text)
    # value: provider = Known("groq")
    OpenAI().with_options(base_url="https://api.groq.com/openai/v1").responses.create(model="llama3", input=text)
    # value: api_key = Unknown(environment)
    OpenAI(api_key=os.environ["KEY"]).responses.create(model="gpt-4o", input=text)
    # value: api_key = Known("…WXYZ", client)
    OpenAI(api_key="not-a-real-key-WXYZ").responses.create(model="gpt-4o", input=text)


def config(settings: Any, text: str) -> None:
    # value: timeout = Unknown(parameter)
    client.responses.create(model="o3", input=text, timeout=settings.timeout)
    # value: timeout = Unknown(parameter)
    client.responses.create(model="o3", input=text, timeout=settings["llm"]["timeout"])
    # value: timeout = Unknown(parameter)
    client.responses.create(model="o3", input=text, timeout=settings.get("timeout", 30))
    # value: timeout = Unknown(parameter)
    client.responses.create(model="o3", input=text, timeout=float(settings.timeout))
