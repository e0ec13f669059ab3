"""Keys where they should not be, keys where they should, and much that only looks like one."""

import os
from typing import Any, Final

import anthropic
import openai
from openai import AsyncOpenAI, OpenAI

# -- written in the source ------------------------------------------------------------------------------------------------

client = OpenAI(api_key="{key:openai-project}", timeout=30)  # fail: hardcoded-key
service = AsyncOpenAI(
    api_key="{key:openai-service}",  # fail: hardcoded-key
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
stylesheet = "sk-fading-circle1 sk-fading-circle2 sk-cube-grid"  # ok: hardcoded-key
identifier = "hf_transfer_enabled_for_downloads_of_models"  # ok: hardcoded-key
