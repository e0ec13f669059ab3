"""A law firm's tools; which models may see its clients' letters was agreed once and written down."""

import os
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, Literal, Optional

import anthropic
import openai
from openai import AsyncOpenAI, AzureOpenAI, OpenAI
from pydantic import BaseModel
from pydantic_settings import BaseSettings

client = OpenAI(timeout=30)
claude = anthropic.Anthropic(timeout=30)
deepseek = OpenAI(base_url="https://api.deepseek.com/v1", api_key=os.environ["DEEPSEEK_API_KEY"], timeout=30)
azure = AzureOpenAI(azure_endpoint="https://firm.openai.azure.com", api_version="2024-06-01", timeout=30)
MODEL = "gpt-4o"
VERSION = "2024-11-20"
MODELS = {"fast": "gpt-4o-mini", "best": "o1-pro"}


class Model(StrEnum):
    SMALL = "gpt-4o-mini"
    LARGE = "gpt-4-turbo"


class OldModel(Enum):
    SMALL = "gpt-4o-mini"
    LARGE = "gpt-4-turbo"


client.responses.create(model="gpt-4o", input="Dear Sirs", max_output_tokens=9)  # ok: model-not-allowed
client.responses.create(model="gpt-4-turbo", input="Dear Sirs", max_output_tokens=9)  # fail: model-not-allowed
client.responses.create(model="gpt-3.5-turbo-16k", input="Dear Sirs", max_output_tokens=9)  # fail: model-not-allowed
client.responses.create(model=MODEL, input="Dear Sirs", max_output_tokens=9)  # ok: model-not-allowed
client.responses.create(model=f"{MODEL}-{VERSION}", input="Dear Sirs", max_output_tokens=9)  # fail: model-not-allowed
client.responses.create(model="gpt-4.1-mini", input="Dear Sirs", max_output_tokens=9)  # ok: model-not-allowed
client.responses.create(model=MODELS["fast"], input="Dear Sirs", max_output_tokens=9)  # ok: model-not-allowed
client.responses.create(model=MODELS["best"], input="Dear Sirs", max_output_tokens=9)  # fail: model-not-allowed
client.responses.create(model=Model.SMALL, input="Dear Sirs", max_output_tokens=9)  # ok: model-not-allowed
client.responses.create(model=Model.LARGE, input="Dear Sirs", max_output_tokens=9)  # fail: model-not-allowed
client.responses.create(model=OldModel.SMALL.value, input="Dear Sirs", max_output_tokens=9)  # ok: model-not-allowed
client.responses.create(model="gpt-" + "4o", input="Dear Sirs", max_output_tokens=9)  # ok: model-not-allowed
client.embeddings.create(model="text-embedding-3-small", input="Dear Sirs")  # ok: model-not-allowed
client.embeddings.create(model="text-embedding-ada-002", input="Dear Sirs")  # fail: model-not-allowed

# the provider counts: a pattern provider/model speaks of that provider only
deepseek.chat.completions.create(model="deepseek-chat", messages=[], max_tokens=9)  # ok: model-not-allowed
client.chat.completions.create(model="deepseek-chat", messages=[], max_tokens=9)  # fail: model-not-allowed
claude.messages.create(model="claude-3-5-haiku-20241022", messages=[], max_tokens=9)  # ok: model-not-allowed
claude.messages.create(model="claude-3-opus-20240229", messages=[], max_tokens=9)  # fail: model-not-allowed

# a deployment's name is Azure's word for a model
azure.chat.completions.create(model="gpt-4o", messages=[], max_tokens=9)  # ok: model-not-allowed
azure.chat.completions.create(model="chat-prod", messages=[], max_tokens=9)  # ok: model-not-allowed
azure.chat.completions.create(model="chat-big", messages=[], max_tokens=9)  # fail: model-not-allowed
# undecided: model-not-allowed (nobody says which model it stands for)
azure.chat.completions.create(model="chat-test", messages=[], max_tokens=9)


def chosen(letter: str, careful: bool) -> Any:
    model = "gpt-4o" if careful else "gpt-4o-mini"
    return client.responses.create(model=model, input=letter, max_output_tokens=9)  # ok: model-not-allowed


def chosen_from_too_many(letter: str, careful: bool) -> Any:
    model = "o1" if careful else "gpt-4o-mini"
    return client.responses.create(model=model, input=letter, max_output_tokens=9)  # possible: model-not-allowed


def by_key(letter: str, speed: Literal["fast", "best"]) -> Any:
    return client.responses.create(model=MODELS[speed], input=letter, max_output_tokens=9)  # possible: model-not-allowed


def by_default(letter: str, model: str = "gpt-4o") -> Any:
    # undecided: model-not-allowed (the caller may ask for another)
    return client.responses.create(model=model, input=letter, max_output_tokens=9)


def by_a_default_not_allowed(letter: str, model: Optional[str] = None) -> Any:
    # possible: model-not-allowed
    return client.responses.create(model=model or "gpt-4", input=letter, max_output_tokens=9)


def by_the_caller(letter: str, model: str) -> Any:
    # undecided: model-not-allowed (the caller says which)
    return client.responses.create(model=model, input=letter, max_output_tokens=9)


def by_the_environment(letter: str) -> Any:
    # undecided: model-not-allowed (the variable is set elsewhere)
    return client.responses.create(model=os.environ["MODEL"], input=letter, max_output_tokens=9)


def by_the_environment_or_not(letter: str) -> Any:
    # possible: model-not-allowed
    return client.responses.create(model=os.getenv("MODEL", "gpt-4"), input=letter, max_output_tokens=9)


def through_a_proxy(letter: str) -> Any:
    llm = OpenAI(base_url=os.environ["LLM_GATEWAY"], timeout=30)
    # undecided: model-not-allowed (deepseek/* allows it at one provider only)
    return llm.chat.completions.create(model="deepseek-chat", messages=[{"role": "user", "content": letter}], max_tokens=9)


def through_a_proxy_by_name(letter: str) -> Any:
    llm = OpenAI(base_url=os.environ["LLM_GATEWAY"], timeout=30)
    # ok: model-not-allowed
    return llm.chat.completions.create(model="gpt-4o-mini", messages=[{"role": "user", "content": letter}], max_tokens=9)


def reason_about(letter: str) -> Any:
    # the task has models of its own: model-not-allowed-for-task speaks of it, and they beat the list of all
    return client.responses.create(model="o3-mini", input=letter, max_output_tokens=900)  # ok: model-not-allowed


@dataclass
class Options:
    model: str = "gpt-4"
    temperature: float = 0.0


class Settings(BaseSettings):
    llm_model: str = "gpt-4o"


class Preset(BaseModel):
    model: str = "mistral-large"


settings = Settings()
preset = Preset()
options = Options()


class Drafts:
    model = "gpt-4-32k"

    def __init__(self, model: str = "gpt-4o") -> None:
        self.chosen = model

    def draft(self, letter: str) -> Any:
        return client.responses.create(model=self.model, input=letter, max_output_tokens=900)  # fail: model-not-allowed

    def redraft(self, letter: str) -> Any:
        # undecided: model-not-allowed (whoever makes the object says which)
        return client.responses.create(model=self.chosen, input=letter, max_output_tokens=900)

    async def by_options(self, letter: str, llm: AsyncOpenAI) -> Any:
        return client.responses.create(model=options.model, input=letter, max_output_tokens=900)  # fail: model-not-allowed


def by_preset(letter: str) -> Any:
    return client.responses.create(model=preset.model, input=letter, max_output_tokens=900)  # fail: model-not-allowed


def by_settings(letter: str) -> Any:
    # undecided: model-not-allowed (settings may be read from the environment)
    return client.responses.create(model=settings.llm_model, input=letter, max_output_tokens=900)


def fallback(letter: str) -> Any:
    for model in ["gpt-4o", "gpt-4"]:
        try:
            return client.responses.create(model=model, input=letter, max_output_tokens=9)  # possible: model-not-allowed
        except openai.APIError:
            continue
    return None


def nobody_names_one(letter: str) -> Any:
    # the assistant has its own
    return client.beta.threads.runs.create(thread_id=letter, assistant_id="a1", max_completion_tokens=9)  # ok: model-not-allowed


def as_it_was(letter: str) -> Any:
    return openai.ChatCompletion.create(  # fail: model-not-allowed
        model="gpt-3.5-turbo", messages=[{"role": "user", "content": letter}], max_tokens=9
    )


def as_it_was_on_azure(letter: str) -> Any:
    return openai.ChatCompletion.create(engine="gpt-4o", messages=[{"role": "user", "content": letter}], max_tokens=9)  # ok: model-not-allowed


def a_fax(machine: Any, number: str) -> Any:
    return machine.messages.create(to=number, body="Dear Sirs")  # ok: model-not-allowed (no call: a fax)
