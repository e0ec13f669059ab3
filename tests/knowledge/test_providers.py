"""Is it known who answers, by host, by client and by the name of a model, and what the names of models mean there?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from llmlint.knowledge.build import FOLDER, KnowledgeError, compile_knowledge
from llmlint.knowledge.loader import knowledge
from llmlint.knowledge.providers import deployment, host


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://api.openai.com/v1", "openai"),
        ("https://eu.api.openai.com/v1", "openai"),
        ("https://api.deepseek.com/v1", "deepseek"),
        ("HTTPS://API.DeepSeek.com/anthropic", "deepseek"),
        ("https://acme.openai.azure.com/openai", "azure"),
        ("https://acme.services.ai.azure.com/models", "azure"),
        ("https://models.inference.ai.azure.com", "github"),
        ("https://models.github.ai/inference", "github"),
        ("https://bedrock-runtime.eu-west-1.amazonaws.com", "bedrock"),
        ("https://bedrock-mantle.us-east-1.api.aws/v1", "bedrock"),
        ("https://vpce-0a1b.bedrock-runtime.us-east-1.vpce.amazonaws.com", "bedrock"),
        ("https://us-central1-aiplatform.googleapis.com/v1/projects/p", "vertex"),
        ("https://aiplatform.googleapis.com/v1/projects/p", "vertex"),
        ("https://generativelanguage.googleapis.com/v1beta/openai/", "google"),
        ("https://storage.googleapis.com", None),
        ("https://dashscope-intl.aliyuncs.com/compatible-mode/v1", "dashscope"),
        ("https://open.bigmodel.cn/api/paas/v4", "zhipu"),
        ("https://api.z.ai/api/paas/v4", "zai"),
        ("https://ark.cn-beijing.volces.com/api/v3", "volcengine"),
        ("https://router.huggingface.co/v1", "huggingface"),
        ("https://gateway.ai.cloudflare.com/v1/account/gateway/openai", "cloudflare-gateway"),
        ("https://api.cloudflare.com/client/v4/accounts/a/ai/v1", "cloudflare"),
        ("https://ai-gateway.vercel.sh/v1", "vercel"),
        ("openrouter.ai/api/v1", "openrouter"),
        ("https://me:secret@openrouter.ai/api/v1", "openrouter"),
        ("https://openrouter.ai.example.com/api/v1", None),
        ("https://api.cohere.ai/compatibility/v1", "cohere"),
        ("http://localhost:11434/v1", "local"),
        ("http://127.0.0.1", "local"),
        ("http://[::1]:8000", "local"),
        ("https://llm.acme.example", None),
        ("http://[half", None),
        ("", None),
    ],
)
def test_provider_at_a_url(url: str, provider: str | None) -> None:
    assert knowledge().providers.at(url) == provider


@pytest.mark.parametrize(
    ("own", "url", "provider"),
    [
        ("openai", None, "openai"),
        ("", None, None),
        ("openai", "https://api.groq.com/openai/v1", "groq"),
        # whoever stands at another host, it is not the one whose client was used
        ("openai", "https://LLM.acme.example:8443/v1", "llm.acme.example"),
        ("anthropic", "http://proxy/anthropic", "proxy:80"),
        ("openai", "https://openai/v1", "openai:443"),
        ("openai", "http://[half", None),
        # servers that stand anywhere
        ("azure", "https://gateway.acme.example", "azure"),
        ("azure", "http://localhost:8080", "azure"),
        ("ollama", "http://localhost:11434", "ollama"),
        ("ollama", "http://gpu-7:11434", "ollama"),
        ("bedrock", "https://vpce.acme.example", "bedrock"),
        ("groq", "http://localhost:8000", "local"),
    ],
)
def test_who_answers_a_client(own: str, url: str | None, provider: str | None) -> None:
    assert knowledge().providers.answering(own, url) == provider


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("http://localhost:11434/v1", "ollama"),
        ("http://127.0.0.1:1234/v1", "lmstudio"),
        ("http://vllm:8000/v1", "vllm"),
        ("http://litellm:4000", "litellm"),
        ("http://localhost:9999/v1", None),
        ("http://localhost:99999999/v1", None),
        ("http://localhost", None),
        ("https://llm.acme.example:8000", None),
        ("https://api.openai.com:8000", None),
        ("http://[half", None),
    ],
)
def test_a_port_makes_a_provider_likely(url: str, provider: str | None) -> None:
    assert knowledge().providers.likely(url) == provider


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://acme.openai.azure.com/openai/deployments/chat-prod", "chat-prod"),
        ("https://acme.openai.azure.com/openai/deployments/chat-prod/", "chat-prod"),
        ("https://acme.openai.azure.com/openai/deployments/chat-prod/extensions", "chat-prod"),
        ("https://acme.openai.azure.com/openai/deployments/", None),
        ("https://acme.openai.azure.com/openai/deployments", None),
        ("https://acme.openai.azure.com/openai", None),
        ("https://deployments/x", None),
        ("http://[half", None),
    ],
)
def test_deployment_in_a_url(url: str, name: str | None) -> None:
    assert deployment(url) == name


def test_host_of_a_url() -> None:
    assert host("https://Acme.openai.azure.com:443/x") == "acme.openai.azure.com"
    assert host("acme.openai.azure.com") == "acme.openai.azure.com"
    assert host("http://[half") is None


@pytest.mark.parametrize(
    ("provider", "model", "hides"),
    [
        ("azure", "gpt-4o", True),
        ("openai", "gpt-4o", False),
        ("volcengine", "ep-20240101", True),
        ("volcengine", "doubao-pro-32k", False),
        ("bedrock", "arn:aws:bedrock:us-east-1:1:application-inference-profile/x1", True),
        ("bedrock", "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0", False),
        ("bedrock", "anthropic.claude-3-5-haiku-20241022-v1:0", False),
        ("vertex", "projects/p/locations/l/endpoints/123", True),
    ],
)
def test_names_that_stand_for_a_model(provider: str, model: str, hides: bool) -> None:
    entry = knowledge().providers.get(provider)
    assert entry is not None
    assert entry.hides(model) is hides


@pytest.mark.parametrize(
    ("route", "name", "provider", "model"),
    [
        ("litellm", "groq/llama-3.3-70b-versatile", "groq", "llama-3.3-70b-versatile"),
        ("litellm", "openrouter/anthropic/claude-3.5-sonnet", "openrouter", "anthropic/claude-3.5-sonnet"),
        ("litellm", "azure/chat-prod", "azure", "chat-prod"),
        ("litellm", "bedrock/anthropic.claude-3-haiku-20240307-v1:0", "bedrock", "anthropic.claude-3-haiku-20240307-v1:0"),
        ("litellm", "vertex_ai/claude-3-5-sonnet@20240620", "vertex", "claude-3-5-sonnet@20240620"),
        ("litellm", "gemini/gemini-2.5-pro", "google", "gemini-2.5-pro"),
        ("litellm", "gpt-4o", "openai", "gpt-4o"),
        ("litellm", "o3-mini", "openai", "o3-mini"),
        ("litellm", "claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5"),
        ("litellm", "claude-3-5-sonnet@20240620", "vertex", "claude-3-5-sonnet@20240620"),
        ("litellm", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
        ("litellm", "nobody/some-model", None, "nobody/some-model"),
        ("litellm", "some-model", None, "some-model"),
        ("langchain", "openai:gpt-4o", "openai", "gpt-4o"),
        ("langchain", "google_vertexai:gemini-2.5-pro", "vertex", "gemini-2.5-pro"),
        ("langchain", "claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5"),
        ("langchain", "anthropic.claude-3-haiku-20240307-v1:0", "bedrock", "anthropic.claude-3-haiku-20240307-v1:0"),
        ("langchain", "llama3:8b", None, "llama3:8b"),
        ("instructor", "azure_openai/chat-prod", "azure", "chat-prod"),
        ("autogen", "gemini-2.0-flash", "google", "gemini-2.0-flash"),
        ("autogen", "Llama-4-Maverick-17B-128E-Instruct-FP8", "meta", "Llama-4-Maverick-17B-128E-Instruct-FP8"),
        ("autogen", "gpt-4o", None, "gpt-4o"),
    ],
)
def test_routes(route: str, name: str, provider: str | None, model: str) -> None:
    known = knowledge().routes[route]
    assert (known.provider_of(name), known.model(name)) == (provider, model)


def test_who_is_named() -> None:
    assert knowledge().routes["langchain"].named("azure_openai") == "azure"
    assert knowledge().routes["google-vertexai"].named(True) == "vertex"
    assert knowledge().routes["google-vertexai"].named(False) is None


PROVIDERS = """
[[providers]]
id = "acme"
title = "Acme"
hosts = ["api.acme.ai", "*.acme.ai"]
ports = [7000]

[[providers]]
id = "other"
title = "Other"
hosts = ["other.ai"]

[[routes]]
id = "by-name"
separator = "/"
[routes.prefixes]
acme = "acme"
"""
SDK = """
id = "acme"
distribution = "acme"
versions = ""
roots = ["acme"]
provider = "acme"
routes = "by-name"
answers = { ask = "other" }
hook = { kind = "none" }
[options.model]
none = "absent"
[options.provider]
call = ["provider"]
none = "default"
[[clients]]
names = ["Acme"]
[[methods]]
paths = ["ask"]
kind = "generation"
endpoint = "/ask"
[methods.parameters]
model = ["model"]
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'hosts = ["other.ai"]',
            'hosts = ["eu.acme.ai"]',
            "'eu.acme.ai' never counts, as '*.acme.ai' of acme above fits its hosts",
        ),
        ('hosts = ["other.ai"]', 'hosts = ["https://other.ai"]', "providers.1.hosts.0: string should match pattern"),
        ('hosts = ["other.ai"]', "ports = [7000]", "providers.1.ports: 7000 is acme's port"),
        (
            'hosts = ["other.ai"]',
            'names = "vendors"',
            "'vendors' is not valid; expected 'own', 'vendor' or 'deployment'; did you mean",
        ),
        ('id = "other"', 'id = "acme"', "providers.1.id: 'acme' stands above already"),
        ('acme = "acme"', 'acme = "acne"', "routes.0.prefixes.acme: there is no provider 'acne'; did you mean 'acme'?"),
        ('acme = "acme"', 'Acme = "acme"', "routes.0.prefixes.Acme: is compared in lower case"),
        ('separator = "/"', 'through = "othr"', "routes.0.through: there is no provider 'othr'; did you mean 'other'?"),
        ('provider = "acme"', 'provider = "acne"', "acme.provider: there is no provider 'acne'; did you mean 'acme'?"),
        ('routes = "by-name"', 'routes = "by-nam"', "acme.routes: there are no routes 'by-nam'; did you mean 'by-name'?"),
        ('routes = "by-name"', "", "acme.options.provider: names providers, of which no routes tell who they are"),
        ("{ ask =", "{ asks =", "acme.answers.asks: is no method of the entry; did you mean 'ask'?"),
        ('= "other" }', '= "othr" }', "acme.answers.ask: there is no provider 'othr'; did you mean 'other'?"),
        ('names = ["Acme"]', 'names = ["Acme"]\nprovider = "azur"', "acme.clients.0.provider: there is no provider 'azur'"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("sdks", "__pycache__"))
    (folder / "sdks").mkdir()
    for name, text in (("providers.toml", PROVIDERS), ("sdks/acme.toml", SDK)):
        (folder / name).write_text(text, encoding="utf-8")
    assert "acme" in compile_knowledge(folder)
    name, text = ("providers.toml", PROVIDERS) if old in PROVIDERS else ("sdks/acme.toml", SDK)
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        compile_knowledge(folder)
    assert any(line.startswith(f"{name}:") and said in line for line in str(error.value).splitlines()), error.value
