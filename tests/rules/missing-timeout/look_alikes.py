"""Classes and services whose methods have the names of an SDK's, in files that may use the SDK as well."""

from dataclasses import dataclass, field
from typing import Any
from unittest.mock import AsyncMock, MagicMock, patch

import docker
import openai
import perplexity
import stripe
from googleapiclient.discovery import build
from letta_client import Letta
from messagebird import Client as Bird
from mypackage.store import completions as stored_completions
from twilio.rest import Client


class Responses:
    def create(self, model: str, input: str) -> str:
        return f"{model}: {input}"


class Completions:
    def create(self, **row: Any) -> dict[str, Any]:
        return row


@dataclass
class Chat:
    completions: Completions = field(default_factory=Completions)


class OpenAI:
    """A fake for the tests of this program, no client of anybody."""

    def __init__(self, **options: Any) -> None:
        self.options = options
        self.chat = Chat()
        self.responses = Responses()


fake = OpenAI()
fake.responses.create(model="gpt-4o", input="Hello")  # ok: missing-timeout (no call: a class of our own)
fake.chat.completions.create(model="gpt-4o", messages=[])  # ok: missing-timeout (no call: a class of our own)
OpenAI(timeout=None).responses.create(model="gpt-4o", input="Hello")  # ok: missing-timeout (no call: a class of our own)

twilio = Client("sid", "token")
twilio.messages.create(to="+49301", from_="+49302", body="Hello")  # ok: missing-timeout (no call: Twilio)
Bird("key").messages.create(recipients=[1], body="Hello")  # ok: missing-timeout (no call: MessageBird)
Letta(token="t").agents.messages.create(agent_id="a", messages=[])  # ok: missing-timeout (no call: Letta)
build("gmail", "v1").users().messages().send(userId="me", body={}).execute()  # ok: missing-timeout (no call: Gmail)
build("chat", "v1").spaces().messages().create(parent="s", body={})  # ok: missing-timeout (no call: Google Chat)
stripe.checkout.Session.create(mode="payment")  # ok: missing-timeout (no call: Stripe)
docker.from_env().images.create(model="x")  # ok: missing-timeout (no call: Docker)
stored_completions.create(model="x", prompt="y", user=1)  # ok: missing-timeout (no call: a table)
perplexity.Perplexity().chat.completions.create(model="sonar", messages=[])  # ok: missing-timeout (no call: another SDK)

mock = MagicMock()
mock.chat.completions.create(model="gpt-4o", messages=[])  # ok: missing-timeout (no call: a mock)
mock.chat.completions.create.return_value = "Hello"
mock.chat.completions.create.assert_called_once_with(model="gpt-4o", messages=[])


async def test_with_a_mock() -> None:
    client = AsyncMock(spec=openai.AsyncOpenAI)
    await client.chat.completions.create(model="gpt-4o", messages=[])  # ok: missing-timeout (no call: a mock)
    with patch("openai.OpenAI") as made:
        made.return_value.chat.completions.create.return_value = None


def of_the_real_one(text: str) -> None:
    client = openai.OpenAI()
    client.files.create(file=open("a", "rb"), purpose="batch")  # ok: missing-timeout (no call: an upload)
    client.vector_stores.create(name="x")  # ok: missing-timeout (no call: a store)
    client.beta.assistants.create(model="gpt-4o")  # ok: missing-timeout (no call: no model answers yet)
    client.beta.threads.messages.create("t", role="user", content=text)  # ok: missing-timeout (no call: a message is stored)
    client.batches.create(input_file_id="f", endpoint="/v1/chat/completions", completion_window="24h")  # ok: missing-timeout (no call: a batch)
    client.models.list()  # ok: missing-timeout (no call: a list)
    client.responses.create(model="gpt-4o", input=text)  # fail: missing-timeout
    client.responses.retrieve("r")  # ok: missing-timeout (no call: an answer that is there already)


def documented() -> None:
    """Use it so:

    client.chat.completions.create(model="gpt-4o", messages=[])  # ok: missing-timeout (no call: a docstring)
    """
    # client.chat.completions.create(model="gpt-4o", messages=[])
    print("client.chat.completions.create(model='gpt-4o')")  # ok: missing-timeout (no call: a string)


def by_annotation(client: perplexity.Perplexity, store: Completions) -> None:
    client.chat.completions.create(model="sonar", messages=[])  # ok: missing-timeout (no call: another SDK)
    store.create(model="gpt-4o", prompt="Hello")  # ok: missing-timeout (no call: a class of our own)


def shadowed(openai: Any) -> None:
    # undecided: missing-timeout (whatever is handed in by this name)
    openai.chat.completions.create(model="gpt-4o", messages=[])
