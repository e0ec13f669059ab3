"""Is what only looks like a framework's model left alone, and is each name of a model known wherever it is imported from?"""

from __future__ import annotations

from pathlib import Path
from unittest.mock import ANY

import pytest

from llmlint.engine import lint_bytes
from llmlint.knowledge.loader import knowledge
from llmlint.policy.load import default
from llmlint.static.project import Project
from llmlint.values import Known, Layer, Origin

LOOK_ALIKES = {
    "own class": "import langchain\n\nclass ChatOpenAI:\n    pass\n\nllm = ChatOpenAI(model='gpt-4o')\n",
    "own module": "import langchain\nfrom .models import ChatOpenAI\n\nllm = ChatOpenAI(model='gpt-4o')\n",
    "other library": "import langchain\nfrom mocks.langchain_openai import ChatOpenAI\n\nllm = ChatOpenAI(model='gpt-4o')\n",
    "for types only": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from langchain_openai import ChatOpenAI\n\n"
    "def ask(llm: 'ChatOpenAI') -> str:\n    return llm.invoke('Good morning').content\n",
    "prompt": "from langchain.prompts import ChatPromptTemplate\n\n"
    "prompt = ChatPromptTemplate.from_messages([('user', '{question}')])\n",
    "memory": "from langchain.memory import ConversationBufferMemory\n\nmemory = ConversationBufferMemory()\n",
    "agent": "from langchain.agents import initialize_agent\n\nagent = initialize_agent(tools=[], llm=llm, max_iterations=3)\n",
    "fake": "from langchain_core.language_models import FakeListChatModel\n\nllm = FakeListChatModel(responses=['Hello'])\n",
    "local": "from langchain_huggingface import HuggingFaceEmbeddings\n\nvectors = HuggingFaceEmbeddings(model='minilm')\n",
    "crew agent": "from crewai import Agent\n\nagent = Agent(role='Writer', goal='Write', backstory='', llm='gpt-4o')\n",
    "other agent": "from pydantic_ai import Agent\n\nagent = Agent('openai:gpt-4o', system_prompt='Be brief')\n",
    "run of an agent": "from agents import Agent, Runner\n\nRunner.run_sync(Agent(name='Writer', model='gpt-4o'), 'Hi')\n",
    "tool": "from llama_index.core.tools import FunctionTool\n\ntool = FunctionTool.from_defaults(fn=len, name='OpenAI')\n",
    "program": "import dspy\n\nanswer = dspy.ChainOfThought('question -> answer')\nanswer(question='Who?')\n",
    "replayed": "from autogen_ext.models.replay import ReplayChatCompletionClient\n\nReplayChatCompletionClient(['Hello'])\n",
    "subclass": "from langchain_openai import ChatOpenAI\n\nclass Ours(ChatOpenAI):\n    pass\n",
}
"""What is not the making of a model."""


@pytest.mark.parametrize("source", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_a_look_alike_is_no_call(tmp_path: Path, source: str) -> None:
    assert not lint_bytes("bot.py", source.encode(), Project(tmp_path), default()).calls


MODELS = sorted(
    f"{module}.{method.path}"
    for module, made in knowledge().clients.items()
    for client in made
    if client.module
    for method in knowledge().sdks[client.sdk].methods.values()
    if method.form == "constructor"
)
STYLES = {
    "name": "from {0} import {1}\n{1}()\n",
    "alias": "from {0} import {1} as Model\nModel()\n",
    "module": "import {0}\n{0}.{1}()\n",
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("package", sorted({model.partition(".")[0] for model in MODELS}))
def test_a_model_is_known_wherever_it_is_imported_from(tmp_path: Path, package: str, style: str) -> None:
    models = [model.rpartition(".") for model in MODELS if model.startswith(f"{package}.")]
    source = "".join(STYLES[style].format(module, name) for module, _, name in models)
    found = {
        call.facts.place.line: call.facts.api
        for call in lint_bytes("bot.py", source.encode(), Project(tmp_path), default()).calls
    }
    assert found == {2 * index + 2: name for index, (_, _, name) in enumerate(models)}


def test_a_framework_is_linted_with_its_own_modules(tmp_path: Path) -> None:
    package = tmp_path / "crewai"
    package.mkdir()
    (package / "__init__.py").write_text("from crewai.llm import LLM\n")
    (package / "options.py").write_text("TIMEOUT = 7\n")
    (package / "llm.py").write_text("class LLM:\n    pass\n")
    source = (
        "from openai import OpenAI\nfrom crewai import LLM\nfrom crewai.options import TIMEOUT\n\n"
        "llm = LLM(model='gpt-4o')\nclient = OpenAI(timeout=TIMEOUT)\nclient.responses.create(model='gpt-4o', input='Hi')\n"
    )
    for path in ("crewai/bot.py", "examples/bot.py"):
        made, sent = lint_bytes(path, source.encode(), Project(tmp_path), default()).calls
        assert made.facts.sdk == "crewai"
        assert sent.facts.effective("timeout") == Known(7, Origin(Layer.CLIENT, ANY))


@pytest.mark.parametrize("path", ["llms/openai.py", "llms/openai/__init__.py", "openai.py"])
def test_a_module_named_like_an_sdk_does_not_stand_for_it(tmp_path: Path, path: str) -> None:
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "llms").mkdir(exist_ok=True)
    (tmp_path / "llms" / "__init__.py").touch()
    (tmp_path / path).write_text("class Timeout:\n    pass\n\nclass OpenAI:\n    pass\n")
    source = (
        "from openai import OpenAI, Timeout\n\nclient = OpenAI(timeout=Timeout(5))\n"
        "client.responses.create(model='gpt-4o', input='Hi')\n"
    )
    (call,) = lint_bytes("llms/bot.py", source.encode(), Project(tmp_path), default()).calls
    assert call.facts.effective("timeout") == Known(5, Origin(Layer.CLIENT, ANY))


@pytest.mark.parametrize("path", ["agents.py", "agents/options.py", "agents/__init__.py"])
def test_a_projects_own_agents_are_no_sdk(tmp_path: Path, path: str) -> None:
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("TIMEOUT = 7\n")
    source = (
        f"from openai import OpenAI\nfrom {module} import TIMEOUT\n\nclient = OpenAI(timeout=TIMEOUT)\n"
        "client.responses.create(model='gpt-4o', input='Hi')\n"
    )
    (call,) = lint_bytes("bot.py", source.encode(), Project(tmp_path), default()).calls
    assert call.facts.effective("timeout") == Known(7, Origin(Layer.CLIENT, ANY))
