"""Options kept in records: dataclasses, pydantic models, named tuples, typed dicts."""

import dataclasses
from typing import NamedTuple, Optional, TypedDict

from openai import OpenAI
from pydantic import BaseModel, PrivateAttr

client = OpenAI()


class Limits(NamedTuple):
    timeout: float = 12
    model: str = "gpt-4o"


@dataclasses.dataclass(frozen=True)
class Options:
    timeout: float = 13
    max_output_tokens: Optional[int] = None


class Settings(BaseModel):
    timeout: float = 24
    model: str = "gpt-4o"
    max_output_tokens: Optional[int] = None


class Request(TypedDict, total=False):
    timeout: float
    model: str


class Bot:
    def __init__(self) -> None:
        self._timeout = 29

    @property
    def timeout(self) -> int:
        return self._timeout

    @timeout.setter
    def timeout(self, seconds: int) -> None:
        self._timeout = seconds

    def ask(self, text: str) -> None:
        # value: timeout = OneOf(Known(29, call), Unknown(parameter))
        client.responses.create(model="gpt-4o", input=text, timeout=self.timeout)


class Model(BaseModel):
    key: str
    _client: Optional[OpenAI] = PrivateAttr(default=None)

    def _get_client(self) -> OpenAI:
        if self._client is None:
            self._client = OpenAI(api_key=self.key, timeout=30)
        return self._client

    def ask(self, text: str) -> None:
        # value: timeout = Known(30, client)
        self._get_client().responses.create(model="gpt-4o", input=text)


LIMITS = Limits()
CAREFUL = dataclasses.replace(Options(), max_output_tokens=6)


def ask(text: str) -> None:
    # value: timeout = Known(12, call)
    # value: model = Known("gpt-4o", call)
    client.responses.create(input=text, **LIMITS._asdict())
    # value: timeout = Known(13, call)
    # value: max_output_tokens = Known(6, call)
    client.responses.create(model="gpt-4o", input=text, **dataclasses.asdict(CAREFUL))
    settings = Settings(timeout=25)
    # value: timeout = Known(25, call)
    # value: max_output_tokens = Absent
    client.responses.create(input=text, **settings.model_dump(exclude_none=True))
    # value: timeout = Known(26, call)
    # value: model = Known("gpt-4o", call)
    client.responses.create(input=text, **settings.model_copy(update={"timeout": 26}).dict())
    # value: timeout = Known(27, call)
    client.responses.create(input=text, **Request(timeout=27, model="gpt-4o"))
    # value: timeout = Unknown(call-result)
    client.responses.create(input=text, **settings.model_dump(exclude_unset=True))


def handed_in(settings: Settings, text: str) -> None:
    # value: timeout = OneOf(Known(24, call), Unknown(parameter))
    client.responses.create(input=text, **settings.model_dump())
