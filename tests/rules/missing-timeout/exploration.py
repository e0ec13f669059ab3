# %% [markdown]
# Exported from a notebook: cells, leftovers, no functions.

# %%
import os

import pandas as pd
from openai import OpenAI
from tqdm.auto import tqdm

client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])
frame = pd.read_csv("reviews.csv")

# %%
# fail: missing-timeout
client.chat.completions.create(model="gpt-4o-mini", messages=[{"role": "user", "content": "Hello"}], max_tokens=20)

# %%
client = OpenAI(timeout=20)
for index, row in tqdm(frame.iterrows(), total=len(frame)):
    completion = client.chat.completions.create(  # ok: missing-timeout
        model="gpt-4o-mini", messages=[{"role": "user", "content": row["text"]}], max_tokens=20
    )
    frame.loc[index, "label"] = completion.choices[0].message.content

# %%
# ok: missing-timeout
frame["summary"] = [client.responses.create(model="gpt-4o", input=text, max_output_tokens=90).output_text for text in frame["text"]]
frame["vector"] = frame["text"].apply(lambda text: client.embeddings.create(model="text-embedding-3-small", input=text))  # ok: missing-timeout


# %%
def ask(text, llm=None, **kwargs):
    llm = llm or OpenAI()
    # undecided: missing-timeout (kwargs may hold one)
    return llm.responses.create(model="gpt-4o", input=text, **kwargs)


ask("Hello", timeout=3)
print(OpenAI().responses.create(model="gpt-4o", input="Hello").output_text)  # fail: missing-timeout
