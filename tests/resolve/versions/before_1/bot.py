"""openai before 1, by the requirements beside this file: what only later versions have is no call."""

import openai
from openai import OpenAI

openai.ChatCompletion.create(model="gpt-4", messages=[], request_timeout=9)  # value: timeout = Known(9, call)
# value: timeout = Known(600, sdk_default)
# value: attempts = Known(1, sdk_default)
openai.ChatCompletion.create(model="gpt-4", messages=[], timeout=9)

OpenAI().chat.completions.create(model="gpt-4", messages=[])
openai.chat.completions.create(model="gpt-4", messages=[])
openai.embeddings.create(model="text-embedding-3-small", input="")


def ask(client):
    # A receiver of unknown make may be another library's.
    return client.chat.completions.create(model="gpt-4", messages=[], timeout=3)  # value: timeout = Known(3, call)
