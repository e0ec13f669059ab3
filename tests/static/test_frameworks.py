"""Is what only looks like a framework's model left alone, and is each name of a model known wherever it is imported from?"""

from __future__ import annotations

from pathlib import Path

import pytest

from llmlint.engine import lint_bytes
from llmlint.knowledge.loader import knowledge
from llmlint.policy.load import default
from llmlint.static.project import Project

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


@pytest.mark.parametrize("style", ["name", "alias", "module"])
def test_a_model_is_known_wherever_it_is_imported_from(tmp_path: Path, style: str) -> None:
    written = {
        "name": "from {0} import {1}\n{1}()\n",
        "alias": "from {0} import {1} as Model\nModel()\n",
        "module": "import {0}\n{0}.{1}()\n",
    }
    unseen = []
    for model in MODELS:
        module, _, name = model.rpartition(".")
        found = lint_bytes("bot.py", written[style].format(module, name).encode(), Project(tmp_path), default()).calls
        if [call.facts.api for call in found] != [name]:
            unseen.append(model)
    assert not unseen
