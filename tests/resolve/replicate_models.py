"""Replicate: models of all kinds, told apart by their names and by what they are asked."""

import replicate
from replicate.client import Client

client = Client(api_token="r8", timeout=30)


def ask(text: str, reference: str) -> None:
    # value: kind = Known("generation")
    # value: model = Known("meta/meta-llama-3-70b-instruct", call)
    # value: max_output_tokens = Known(200, call)
    # value: timeout = Known(60.5, sdk_default)
    # value: max_retries = Known(0, sdk_default)
    # value: provider = Known("replicate")
    replicate.run("meta/meta-llama-3-70b-instruct", input={"prompt": text, "max_tokens": 200})
    # value: max_output_tokens = Absent
    for event in replicate.stream("anthropic/claude-3.5-sonnet", input={"prompt": text}):
        print(event)
    # value: kind = Known("image")
    replicate.run("black-forest-labs/flux-schnell", input={"prompt": text, "num_outputs": 1})
    # value: kind = Known("audio")
    replicate.run("openai/whisper", input={"audio": text})
    # what is asked tells where the name does not
    # value: kind = Known("generation")
    # value: max_output_tokens = Known(64, call)
    replicate.run(reference, input={"prompt": text, "max_new_tokens": 64})
    # a client's timeout is not for this
    # value: timeout = Absent
    # value: kind = Known("generation")
    client.predictions.create(model="meta/llama-2-7b-chat", input={"prompt": text})
    # value: timeout = Known(60.5, sdk_default)
    client.run("mistralai/mistral-7b-instruct-v0.2", {"prompt": text})
    # value: model = Known("acme/answers", call)
    client.deployments.predictions.create("acme/answers", input={"prompt": text, "max_tokens": 9})


async def later(text: str) -> None:
    # value: async = Known(True)
    # value: max_output_tokens = Known(20, call)
    await replicate.async_run("ibm-granite/granite-3.3-8b-instruct", input={"prompt": text, "max_tokens": 20})


def unlike(text: str) -> None:
    """Trainings, files, and what was started before are no calls; nor are other things that run."""
    replicate.trainings.create(version="owner/model:abc", input={"train_data": text}, destination="owner/mine")
    replicate.files.create(file=text)
    prediction = replicate.predictions.get("abc")
    prediction.wait()
    replicate.models.get("meta/meta-llama-3-70b-instruct")
    replicate.predictions.list()
    client.predictions.cancel("abc")
    prediction.stream()
