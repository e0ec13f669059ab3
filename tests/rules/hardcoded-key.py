"""Keys where they should not be, keys where they should, and much that only looks like one."""

import os
from typing import Any, Final

import anthropic
import boto3
import cohere
import openai
from azure.core.credentials import AzureKeyCredential
from google import genai
from mistralai import Mistral
from openai import AsyncOpenAI, AzureOpenAI, OpenAI
from zhipuai import ZhipuAI

# -- written in the source ------------------------------------------------------------------------------------------------

client = OpenAI(api_key="{key:openai-project}", timeout=30)  # fail: hardcoded-key
service = AsyncOpenAI(
    api_key="{key:openai-project-possible}",  # fail: hardcoded-key
    timeout=30,
)
old = OpenAI(api_key='{key:openai}')  # fail: hardcoded-key
claude = anthropic.Anthropic(api_key="{key:anthropic}")  # fail: hardcoded-key
openai.api_key = "{key:openai}"  # fail: hardcoded-key
os.environ["OPENAI_API_KEY"] = "{key:openai-project}"  # fail: hardcoded-key
os.environ.setdefault("GROQ_API_KEY", "{key:groq}")  # fail: hardcoded-key
OPENROUTER_KEY: Final = "{key:openrouter}"  # fail: hardcoded-key
HEADERS = {"Authorization": "Bearer {key:deepseek}", "Content-Type": "application/json"}  # fail: hardcoded-key
CURL = """
# fail: hardcoded-key
curl https://api.x.ai/v1/chat/completions -H "Authorization: Bearer {key:xai}"
"""
# fail: hardcoded-key
# client = OpenAI(api_key="{key:openai-project}")
GOOGLE = f"https://generativelanguage.googleapis.com/v1beta/models?key={key:google}"  # fail: hardcoded-key
TOKENS = ("{key:huggingface}", "{key:replicate}")  # fail: hardcoded-key


def connect(key: str = "{key:perplexity}") -> OpenAI:  # fail: hardcoded-key
    """Connects with the team's key: {key:openai}."""  # fail: hardcoded-key
    return OpenAI(api_key=key, base_url="https://api.perplexity.ai")


def debug() -> None:
    print("{key:anthropic}")  # fail: hardcoded-key
    # llmlint: ignore[hardcoded-key] revoked in March, kept for the test of the error message
    assert connect("{key:groq}") is not None  # ok: hardcoded-key


# -- no prefix: the name, the client or the host tells ------------------------------------------------------------------------

MISTRAL_API_KEY = "{key:mistral}"  # fail: hardcoded-key
reads = os.getenv("CO_API_KEY", "{key:cohere}")  # fail: hardcoded-key
mistral = Mistral(api_key="{key:mistral}", timeout_ms=9000)  # fail: hardcoded-key
command = cohere.ClientV2("{key:cohere}", timeout=20)  # fail: hardcoded-key
contoso = AzureOpenAI(
    azure_endpoint="https://contoso.openai.azure.com",
    api_version="2024-10-21",
    api_key="{key:azure}",  # fail: hardcoded-key
    timeout=30,
)
credential = AzureKeyCredential("{key:azure}")  # fail: hardcoded-key
together = OpenAI(api_key="{key:together-named}", base_url="https://api.together.xyz/v1")  # fail: hardcoded-key
glm = ZhipuAI(api_key="{key:zhipu}")  # fail: hardcoded-key
qwen = OpenAI(
    api_key="{key:dashscope}",  # fail: hardcoded-key
    base_url="https://dashscope.aliyuncs.com/compatible-mode/v1",
)
bedrock = boto3.client(
    "bedrock-runtime",
    aws_access_key_id="{key:aws-access-key-id}",  # fail: hardcoded-key
    aws_secret_access_key="{key:aws-secret}",  # fail: hardcoded-key
)
kimi = OpenAI(api_key="{key:openai-like}", base_url="https://api.moonshot.cn/v1")  # fail: hardcoded-key
llm = {"model": "accounts/fireworks/models/llama-v3", "api_key": "{key:fireworks}"}  # fail: hardcoded-key
gemini = genai.Client(api_key="{key:google}")  # fail: hardcoded-key

# -- perhaps one ----------------------------------------------------------------------------------------------------------

API_KEY = "{key:mistral}"  # possible: hardcoded-key
asked = openai.OpenAI(api_key="{key:azure}")  # possible: hardcoded-key
seen = ["{key:openai-project-possible}", "gpt-4o"]  # possible: hardcoded-key
fake_key = "{key:anthropic}"  # possible: hardcoded-key
DOCUMENTED = "{key:groq}"  # it looks like this  # possible: hardcoded-key
owner = "{key:aws-access-key-id}"  # possible: hardcoded-key

# -- read from elsewhere --------------------------------------------------------------------------------------------------

from_the_environment = OpenAI(api_key=os.environ["OPENAI_API_KEY"])  # ok: hardcoded-key
with_a_default = OpenAI(api_key=os.getenv("OPENAI_API_KEY", ""))  # ok: hardcoded-key
by_name: Any = {"secret": "OPENAI_API_KEY", "file": "/run/secrets/openai"}  # ok: hardcoded-key

# -- only alike -----------------------------------------------------------------------------------------------------------

local = OpenAI(api_key="ollama", base_url="http://localhost:11434/v1")  # ok: hardcoded-key
empty = OpenAI(api_key="EMPTY", base_url="http://localhost:8000/v1")  # ok: hardcoded-key
placeholder = OpenAI(api_key="sk-your-api-key-here")  # ok: hardcoded-key
dots = OpenAI(api_key="sk-...")  # ok: hardcoded-key
stars = OpenAI(api_key="sk-proj-****************************************")  # ok: hardcoded-key
repeated = OpenAI(api_key="sk-proj-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")  # ok: hardcoded-key
counted = OpenAI(api_key="sk-12345678901234567890123456789012")  # ok: hardcoded-key
written_out = OpenAI(api_key="sk-proj-REPLACE-ME-WITH-YOUR-OWN-KEY-BEFORE-YOU-RUN-THIS")  # ok: hardcoded-key
pattern = r"sk-proj-[A-Za-z0-9_-]{40,200}"  # ok: hardcoded-key
digest = "d41d8cd98f00b204e9800998ecf8427e"  # ok: hardcoded-key
too_short = "sk-proj-Zk29sLq0"  # ok: hardcoded-key
in_a_word = "task-4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c"  # ok: hardcoded-key
zeros = {"api_key": "sk-000000000000000000000000000000000000000000000001"}  # ok: hardcoded-key
alphabet = "sk-1234567890abcdefghijklmnopqrstuvwxyz1234567890ab"  # ok: hardcoded-key
of_aws = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE"}  # ok: hardcoded-key
of_azure = {"title": "md5:91fe569e952e4d146485740ae927662b", "azure_etag": "c472d9dd7cd233c63aff2ea42201cda6"}  # ok: hardcoded-key
EMPTY_SHA256_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # ok: hardcoded-key
version = "replicate/llama-2-70b-chat:2796ee9483c3fd7aa2e171d38f4ca12251a30609463dcfd4cd76703f22e96cdf"  # ok: hardcoded-key
hashed = "curl http://0.0.0.0:4000/key/info?key=d5345c0ecc68ae6295c69f91926b2bd379e25481a40c34b5884d157a9f65d8fa"  # ok: hardcoded-key
answer = {"id": "a83a2b0fbfaf4aab9c2c93cb8ba346d7", "model": "mistral-large"}  # ok: hardcoded-key
token: EvaluationRunV2ResponseTypedDict = ConnectorShareV1RequestTypedDict()  # ok: hardcoded-key
tenant = {"azure_client_id": "0f8e7d6c-5b4a-4938-8271-6050f4e3d2c1"}  # ok: hardcoded-key
session = redis.get("sk-9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c")  # ok: hardcoded-key
cache_key = "sk-9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c"  # ok: hardcoded-key
posthog.api_key = "{key:posthog-public}"  # ok: hardcoded-key
langfuse = Langfuse(public_key="{key:langfuse-public}", secret_key=os.environ["LANGFUSE_SECRET_KEY"])  # ok: hardcoded-key
stripe_key = "{key:stripe-public}"  # ok: hardcoded-key
FIREBASE = {
    "apiKey": "{key:google}",  # ok: hardcoded-key
    "authDomain": "shop.firebaseapp.com",
}
link = "https://huggingface.co/datasets/{key:huggingface}/resolve/main"  # ok: hardcoded-key
stylesheet = "sk-fading-circle1 sk-fading-circle2 sk-cube-grid"  # ok: hardcoded-key
identifier = "hf_transfer_enabled_for_downloads_of_models"  # ok: hardcoded-key
