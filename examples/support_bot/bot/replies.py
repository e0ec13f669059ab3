"""What do we answer?"""

from .clients import openai_client
from .settings import REPLY_MODEL, SIGNATURE


class ReplyWriter:
    def __init__(self, tone: str = "friendly") -> None:
        self.client = openai_client
        self.tone = tone

    def draft(self, summary: str, question: str) -> str:
        response = self.client.chat.completions.create(
            model=REPLY_MODEL,
            messages=self._messages(summary, question),
            temperature=0.4,
        )
        return f"{response.choices[0].message.content}\n\n{SIGNATURE}"

    def shorten(self, reply: str, max_tokens: int | None = None) -> str:
        response = self.client.chat.completions.create(
            model=REPLY_MODEL,
            messages=[{"role": "user", "content": f"Say this in half the words:\n\n{reply}"}],
            max_tokens=max_tokens,
        )
        return response.choices[0].message.content or reply

    def translate(self, reply: str, language: str) -> str:
        response = self.client.chat.completions.create(
            model=REPLY_MODEL,
            messages=[{"role": "user", "content": f"Translate to {language}:\n\n{reply}"}],
            max_tokens=1000,
        )
        return response.choices[0].message.content or reply

    def _messages(self, summary: str, question: str) -> list[dict[str, str]]:
        return [
            {"role": "system", "content": f"You answer support tickets in a {self.tone} tone."},
            {"role": "user", "content": f"So far:\n{summary}\n\nThe customer asks:\n{question}"},
        ]
