"""What a class, its bases and its members give."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import Enum, IntEnum, StrEnum
from typing import Any, ClassVar, NamedTuple, TypedDict

from openai import OpenAI
from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings


class Base:
    timeout = 8
    model: ClassVar[str] = "gpt-4o"
    client = OpenAI(timeout=13)

    def ask(self, text: str) -> Any:
        # value: timeout = Known(13, client)
        # value: model = Known("gpt-4o", call)
        return self.client.responses.create(model=self.model, input=text)

    @classmethod
    def ask_class(cls, text: str) -> Any:
        # value: timeout = Known(8, call)
        return cls.client.responses.create(model=cls.model, input=text, timeout=cls.timeout)

    @staticmethod
    def ask_static(text: str) -> Any:
        # value: timeout = Known(8, call)
        return Base.client.responses.create(model=Base.model, input=text, timeout=Base.timeout)


class Derived(Base):
    timeout = 9

    def again(self, text: str) -> Any:
        # value: timeout = Known(9, call)
        # value: model = Known("gpt-4o", call)
        return self.client.responses.create(model=self.model, input=text, timeout=self.timeout)


class WithInit(Base):
    def __init__(self) -> None:
        super().__init__()
        self.timeout = 10

    def again(self, text: str) -> Any:
        # value: timeout = Known(10, call)
        return self.client.responses.create(model=self.model, input=text, timeout=self.timeout)


class Parent:
    def __init__(self, seconds: float) -> None:
        self.client = OpenAI(timeout=seconds)

    def limit(self) -> int:
        return 55


class Child(Parent):
    def __init__(self) -> None:
        super().__init__(seconds=14)

    def ask(self, text: str) -> Any:
        # value: timeout = Known(14, client)
        # value: max_output_tokens = Known(55, call)
        return self.client.responses.create(model="gpt-4o", input=text, max_output_tokens=self.limit())


class Named(Parent):
    def __init__(self, name: str, seconds: float = 29) -> None:
        Parent.__init__(self, seconds)
        self.name = name

    def ask(self, text: str) -> Any:
        # value: timeout = OneOf(Known(29, client), Unknown(parameter))
        return self.client.responses.create(model="gpt-4o", input=text)


class Grandchild(Child):
    def ask_again(self, text: str) -> Any:
        # value: timeout = Known(14, client)
        return self.client.responses.create(model="gpt-4o", input=text)


class Slowed(Child):
    def slow_down(self) -> None:
        self.client = OpenAI(timeout=140)

    def ask_again(self, text: str) -> Any:
        # either, by whether slow_down was called before
        # value: timeout = OneOf(Known(14, client), Known(140, client))
        return self.client.responses.create(model="gpt-4o", input=text)


class Abstract(ABC):
    def ask(self, text: str) -> Any:
        # which subclass it is, nobody knows here
        # value: timeout = Unknown(parameter)
        return self.make().responses.create(model="gpt-4o", input=text)

    @abstractmethod
    def make(self) -> OpenAI: ...


class Concrete(Abstract):
    def make(self) -> OpenAI:
        return OpenAI(timeout=15)

    def ask_here(self, text: str) -> Any:
        # value: timeout = Known(15, client)
        return self.make().responses.create(model="gpt-4o", input=text)


class Model(StrEnum):
    SMALL = "gpt-4o-mini"


class OldModel(str, Enum):
    LARGE = "gpt-4o"


class Seconds(IntEnum):
    SHORT = 6


class Plain(Enum):
    TIMEOUT = 7


def members(text: str) -> Any:
    # value: model = Known("gpt-4o-mini", call)
    # value: timeout = Known(6, call)
    OpenAI().responses.create(model=Model.SMALL, input=text, timeout=Seconds.SHORT)
    # value: model = Known("gpt-4o-mini", call)
    # value: timeout = Known(7, call)
    OpenAI().responses.create(model=Model.SMALL.value, input=text, timeout=Plain.TIMEOUT.value)
    # value: model = Known("gpt-4o", call)
    OpenAI().responses.create(model=OldModel.LARGE.value, input=text)
    # value: model = Known("gpt-4o", call)
    OpenAI().responses.create(model=OldModel("gpt-4o").value, input=text)


@dataclass
class Options:
    model: str = "gpt-4o"
    timeout: float = 16
    limit: int = field(default=88)
    stop: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Fixed(Options):
    timeout: float = 17


class Settings(BaseModel):
    model: str = "o3"
    timeout: float = Field(18, gt=0)
    limit: int = Field(default=66, description="tokens")


class FromTheEnvironment(BaseSettings):
    timeout: float = 19


class Pair(NamedTuple):
    model: str = "gpt-4.1"
    timeout: float = 20


class Typed(TypedDict):
    timeout: float


options, changed = Options(), Options(timeout=21)
settings = Settings()
from_the_environment = FromTheEnvironment()
pair = Pair()
typed = Typed(timeout=22)
typed_dict: Typed = {"timeout": 23}
client = OpenAI()


def records(text: str) -> Any:
    # value: timeout = Known(16, call)
    # value: max_output_tokens = Known(88, call)
    client.responses.create(model=options.model, input=text, timeout=options.timeout, max_output_tokens=options.limit)
    # value: timeout = Known(21, call)
    client.responses.create(model=changed.model, input=text, timeout=changed.timeout)
    # value: timeout = Known(17, call)
    # value: model = Known("gpt-4o", call)
    client.responses.create(model=Fixed().model, input=text, timeout=Fixed().timeout)
    # value: timeout = Known(24, call)
    # value: model = Known("gpt-4.1", call)
    client.responses.create(model=Options("gpt-4.1", 24).model, input=text, timeout=Options("gpt-4.1", 24).timeout)
    # value: timeout = Known(18, call)
    # value: max_output_tokens = Known(66, call)
    # value: model = Known("o3", call)
    client.responses.create(model=settings.model, input=text, timeout=settings.timeout, max_output_tokens=settings.limit)
    # value: timeout = OneOf(Known(19, call), Unknown(environment))
    client.responses.create(model="o3", input=text, timeout=from_the_environment.timeout)
    # value: timeout = Known(20, call)
    # value: model = Known("gpt-4.1", call)
    client.responses.create(model=pair.model, input=text, timeout=pair.timeout)
    # value: timeout = Known(22, call)
    client.responses.create(model="o3", input=text, timeout=typed["timeout"])
    # value: timeout = Known(23, call)
    client.responses.create(model="o3", input=text, timeout=typed_dict["timeout"])


def handed_in(options: Options, text: str) -> Any:
    # it may be of the class below, too
    # value: timeout = OneOf(Known(16, call), Known(17, call), Unknown(parameter))
    return client.responses.create(model="o3", input=text, timeout=options.timeout)


def replaced(text: str) -> Any:
    from dataclasses import replace

    longer = replace(options, timeout=25)
    # value: timeout = Known(25, call)
    return client.responses.create(model="o3", input=text, timeout=longer.timeout)


class Holder:
    """A class used as a namespace."""

    TIMEOUT = 26

    class Inner:
        LIMIT = 44


def namespaces(text: str) -> Any:
    # value: timeout = Known(26, call)
    # value: max_output_tokens = Known(44, call)
    return client.responses.create(model="o3", input=text, timeout=Holder.TIMEOUT, max_output_tokens=Holder.Inner.LIMIT)


@dataclass
class Made:
    client: OpenAI = field(default_factory=lambda: OpenAI(timeout=27))
    other: OpenAI = field(default_factory=OpenAI)
    options: dict[str, Any] = field(default_factory=dict)

    def ask(self, text: str) -> Any:
        # value: timeout = OneOf(Known(27, client), Unknown(parameter))
        self.client.responses.create(model="o3", input=text)
        # value: timeout = OneOf(Known(600, sdk_default), Unknown(parameter))
        self.other.responses.create(model="o3", input=text)
        # value: timeout = Unknown(parameter)
        return client.responses.create(model="o3", input=text, **self.options)


class MadeByPydantic(BaseModel):
    client: Any = Field(default_factory=lambda: OpenAI(timeout=28))


def made(text: str) -> Any:
    # value: timeout = Known(27, client)
    Made().client.responses.create(model="o3", input=text)
    # value: timeout = Known(28, client)
    MadeByPydantic().client.responses.create(model="o3", input=text)
