"""Clients that the callers in the project hand in."""

import threading
from multiprocessing import Process
from typing import Optional

import anthropic
import openai
from fastapi import Depends
from openai import OpenAI

MESSAGES = [{"role": "user", "content": "hello"}]


def make(model):
    if model.startswith("claude"):
        return anthropic.Anthropic(timeout=11), model
    if model.startswith("gpt"):
        return openai.OpenAI(timeout=12), model
    raise ValueError(model)


def respond(text, client, model):
    if "claude" in model:
        # value: timeout = Known(11, client)
        return client.messages.create(model=model, max_tokens=9, messages=MESSAGES)
    # value: timeout = Known(12, client)
    return client.chat.completions.create(model=model, messages=MESSAGES)


def through(text, client, model):
    return respond(text, client=client, model=model)


def annotated(client: OpenAI):
    # value: timeout = Known(13, client)
    client.responses.create(model="gpt-4o", input="x")
    # value: timeout = Known(14, derived)
    client.with_options(timeout=14).responses.create(model="gpt-4o", input="x")


def several(client: OpenAI):
    # value: timeout = OneOf(Known(15, client), Known(16, client))
    client.responses.create(model="gpt-4o", input="x")


def nobody(client: OpenAI):
    # value: timeout = Unknown(parameter)
    client.responses.create(model="gpt-4o", input="x")


def registered(client: OpenAI):
    # value: timeout = OneOf(Known(17, client), Unknown(parameter))
    client.responses.create(model="gpt-4o", input="x")


def in_a_thread(client):
    # value: timeout = Known(18, client)
    client.responses.create(model="gpt-4o", input="x")


def in_a_process(text, client):
    # value: timeout = Known(19, client)
    client.responses.create(model="gpt-4o", input=text)


def optional(client: Optional[OpenAI] = None):
    client = client or OpenAI(timeout=20)
    # value: timeout = OneOf(Known(20, client), Known(21, client))
    client.responses.create(model="gpt-4o", input="x")


class Writer:
    def __init__(self, client, style="plain"):
        self.client = client
        self.style = style

    def write(self):
        # value: timeout = OneOf(Known(22, client), Known(23, client))
        self.client.responses.create(model="gpt-4o", input=self.style)


class Poet(Writer):
    pass


class Editor:
    def __init__(self, client):
        self.client = client

    @classmethod
    def default(cls):
        return cls(OpenAI(timeout=24))

    def edit(self):
        # value: timeout = Known(24, client)
        self.client.responses.create(model="gpt-4o", input="x")


class Reader:
    def read(self, client):
        # value: timeout = Known(25, client)
        client.responses.create(model="gpt-4o", input="x")


def get_client():
    return OpenAI(timeout=26)


def endpoint(client: OpenAI = Depends(get_client)):
    # value: timeout = Known(26, client)
    client.responses.create(model="gpt-4o", input="x")


def recursive(client, depth):
    # value: timeout = Known(27, client)
    client.responses.create(model="gpt-4o", input="x")
    if depth:
        recursive(client, depth - 1)


class Mail:
    def create(self, **message):
        return message


class Post:
    def __init__(self):
        self.messages = Mail()


def letters(client):
    client.messages.create(model="airmail", max_tokens=1, messages=[])


HANDLERS = {"x": registered}

if __name__ == "__main__":
    client, model = make("gpt-4o")
    through("x", client, model)
    annotated(OpenAI(timeout=13))
    several(OpenAI(timeout=15))
    several(client=OpenAI(timeout=16))
    registered(OpenAI(timeout=17))
    threading.Thread(target=in_a_thread, args=(OpenAI(timeout=18),)).start()
    Process(target=in_a_process, args=("x",), kwargs={"client": OpenAI(timeout=19)}).start()
    optional()
    optional(OpenAI(timeout=21))
    Writer(OpenAI(timeout=22)).write()
    Poet(client=OpenAI(timeout=23)).write()
    Editor.default().edit()
    reader = Reader()
    reader.read(OpenAI(timeout=25))
    recursive(OpenAI(timeout=27), 3)
    letters(Post())


def with_less_time(client):
    # value: timeout = Known(4, derived)
    # value: max_retries = Known(6, client)
    client.with_options(timeout=4).responses.create(model="gpt-4o", input="x")
    patient = client.copy(timeout=40)
    # value: timeout = Known(40, derived)
    # value: max_retries = Known(6, client)
    patient.responses.create(model="gpt-4o", input="x")


def hurried(options):
    options.copy(deep=True).responses.create(model="gpt-4o", input="x")  # value: timeout = Unknown(parameter)


with_less_time(openai.OpenAI(max_retries=6))
