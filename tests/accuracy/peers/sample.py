"""Calls that the outputs recorded beside this file are about; nothing runs it."""

from langchain_openai import ChatOpenAI
from openai import OpenAI

client = OpenAI(api_key="sk-abcdefghijklmnopqrstuvwxyz012345")
chat = ChatOpenAI(model="gpt-4o-mini")


def capped(text: str) -> object:
    return client.chat.completions.create(model="gpt-4o", max_tokens=100, messages=[{"role": "user", "content": text}])


def uncapped(texts: list[str]) -> list[object]:
    found = []
    for text in texts:
        messages = [{"role": "user", "content": f"sort these words: {text}"}]
        found.append(client.chat.completions.create(model="gpt-4o", messages=messages))
    return found


def asked(model: str, text: str) -> object:
    return chat.invoke(text) or ask(text) or client.embeddings.create(model=model, input=text)


def ask(text: str) -> object:
    return client.responses.create(model="gpt-4o", input=text)


def spoken(file: object) -> object:
    return client.audio.transcriptions.create(model="whisper-1", file=file)
