"""Hand-written clients, before a generator wrote them: Cohere before 5, Zhipu before 2, and openai's lesser endpoints before 1."""

import cohere
import openai
import zhipuai
from cohere import BedrockClientV2
from vertexai.language_models import TextEmbeddingModel

zhipuai.api_key = "..."
zhipuai.api_timeout_seconds = 20


def ask(text: str, picture: bytes) -> None:
    # value: timeout = Known(20, global)
    # value: model = Known("chatglm_turbo", call)
    # value: provider = Known("zhipu")
    zhipuai.model_api.invoke(model="chatglm_turbo", prompt=[{"role": "user", "content": text}], timeout=5)
    # value: stream = Known(True)
    zhipuai.model_api.sse_invoke(model="chatglm_turbo", prompt=[])
    # value: kind = Known("generation")
    # value: timeout = Known(4, call)
    openai.Edit.create(model="text-davinci-edit-001", input=text, instruction="Correct it", request_timeout=4)
    # what is sent with a file waits as long as ever
    # value: kind = Known("image")
    # value: timeout = Known(600, sdk_default)
    openai.Image.create_edit(image=picture, prompt=text, request_timeout=4)
    # value: timeout = Absent
    # value: provider = Known("bedrock")
    # value: max_output_tokens = Known(50, call)
    BedrockClientV2(aws_region="us-east-1").chat(model="cohere.command-r-v1:0", messages=[], max_tokens=50)
    # value: kind = Known("embedding")
    # value: model = Known("text-embedding-005", client)
    TextEmbeddingModel.from_pretrained("text-embedding-005").get_embeddings([text])


def unlike(text: str) -> None:
    """Fetching, moderating, transcribing, listing and uploading ask no model for text."""
    zhipuai.model_api.query_async_invoke_result(text)
    openai.Moderation.create(input=text)
    openai.Audio.transcribe("whisper-1", text)
    openai.File.create(file=text, purpose="fine-tune")
    openai.FineTuningJob.create(training_file=text, model="gpt-3.5-turbo")
    openai.Model.list()
    cohere.Client("...").tokenize(text=text, model="command")
    cohere.Client("...").detect_language([text])
    cohere.Client("...").classify(inputs=[text], examples=[])
