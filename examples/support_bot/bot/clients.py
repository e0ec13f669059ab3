"""The clients that all modules share."""

from openai import OpenAI

from .settings import DEEPSEEK_API_KEY, OPENAI_API_KEY

openai_client = OpenAI(api_key=OPENAI_API_KEY)

deepseek_client = OpenAI(
    base_url="https://api.deepseek.com",
    api_key=DEEPSEEK_API_KEY or "not set",
    timeout=8,
    max_retries=1,
)
