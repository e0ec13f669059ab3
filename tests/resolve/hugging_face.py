"""Hugging Face: the client may hold the model, and waits forever unless it is told otherwise."""

from huggingface_hub import AsyncInferenceClient, InferenceClient

client = InferenceClient("meta-llama/Llama-3.1-8B-Instruct", token="...", timeout=120)


def ask(text: str) -> None:
    # value: timeout = Known(120, client)
    # value: model = Known("meta-llama/Llama-3.1-8B-Instruct", client)
    # value: max_output_tokens = Known(500, call)
    # value: provider = Known("huggingface")
    client.chat_completion([{"role": "user", "content": text}], max_tokens=500)
    # value: sdk = Known("huggingface_hub")
    # value: model = Known("Qwen/Qwen2.5-7B-Instruct", call)
    # value: stream = Known(True, call)
    client.chat.completions.create(model="Qwen/Qwen2.5-7B-Instruct", messages=[], stream=True)
    # value: max_output_tokens = Known(20, call)
    client.text_generation(text, max_new_tokens=20)
    # value: timeout = Absent
    # value: max_retries = Known(0, sdk_default)
    InferenceClient(provider="together").text_generation(prompt=text, model="mistralai/Mistral-7B-Instruct-v0.3")
    # value: timeout = Known(UNBOUNDED, client)
    # value: provider = Known("local")
    InferenceClient(base_url="http://localhost:8080/v1", timeout=None).chat_completion(messages=[])
    # value: kind = Known("embedding")
    client.feature_extraction(text)
    # value: kind = Known("image")
    client.text_to_image(text, model="black-forest-labs/FLUX.1-schnell")


async def later(text: str) -> None:
    # value: timeout = Known(9, client)
    # value: async = Known(True)
    await AsyncInferenceClient(timeout=9).chat_completion(messages=[{"role": "user", "content": text}])
