"""openai from 1, by the lock beside this file."""

import openai
from openai import OpenAI

openai.ChatCompletion.create(model="gpt-4", messages=[], request_timeout=9)

client = OpenAI(timeout=4)
client.chat.completions.create(model="gpt-4", messages=[])  # value: timeout = Known(4, client)
openai.chat.completions.create(model="gpt-4", messages=[])  # value: timeout = Known(600, sdk_default)
