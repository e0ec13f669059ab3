"""llama-index's models: options by name and by position, packages of their own and what was one package before 0.10."""

import boto3
from botocore.config import Config
from llama_index.core import Settings
from llama_index.embeddings import OpenAIEmbedding as FormerEmbedding
from llama_index.embeddings.bedrock import BedrockEmbedding
from llama_index.embeddings.openai import OpenAIEmbedding
from llama_index.llms import OpenAI as FormerOpenAI
from llama_index.llms.anthropic import Anthropic
from llama_index.llms.azure_openai import AzureOpenAI
from llama_index.llms.bedrock import Bedrock
from llama_index.llms.google_genai import GoogleGenAI
from llama_index.llms.groq import Groq
from llama_index.llms.mistralai import MistralAI
from llama_index.llms.ollama import Ollama
from llama_index.llms.openai import OpenAI
from llama_index.llms.openai_like import OpenAILike

# the framework's three rounds, each with the SDK's three retries
# value: timeout = Known(60, sdk_default)
# value: max_retries = Known(3, sdk_default)
# value: attempts = Known(12, sdk_default)
# value: max_output_tokens = Absent
Settings.llm = OpenAI(model="gpt-4o-mini", temperature=0.1)
# value: model = Known("text-embedding-3-small", call)
# value: timeout = Known(20, call)
Settings.embed_model = OpenAIEmbedding(model="text-embedding-3-small", timeout=20.0)
# value: max_retries = Known(5, call)
# value: attempts = Known(30, call)
often = OpenAI(model="gpt-4o", max_retries=5)
# value: attempts = Known(2, call)
once = OpenAI(model="gpt-4o", max_retries=1)
# value: attempts = Known(1, call)
never = OpenAI(model="gpt-4o", max_retries=0)
# value: model = Known("gpt-4o", call)
# value: max_output_tokens = Known(300, call)
by_position = OpenAI("gpt-4o", 0.0, 300)
# value: max_output_tokens = Known(90, call)
nested = OpenAI(model="gpt-4o", additional_kwargs={"max_tokens": 90})
# value: model = Known("gpt-3.5-turbo", call)
former = FormerOpenAI(model="gpt-3.5-turbo", timeout=15)
# value: timeout = Known(60, sdk_default)
former_vectors = FormerEmbedding()
# value: model = Known("chat", call)
azure = AzureOpenAI(engine="chat", model="gpt-4o", azure_endpoint="https://ours.openai.azure.com/", api_version="2024-06-01")
# value: base_url = Known("http://localhost:8000/v1", call)
local = OpenAILike(model="qwen2.5", api_base="http://localhost:8000/v1", api_key="none", max_tokens=500)
# value: timeout = Absent
# value: max_retries = Known(10, sdk_default)
# value: max_output_tokens = Known(512, sdk_default)
claude = Anthropic(model="claude-3-5-sonnet-20241022")
# value: timeout = Known(120, sdk_default)
# value: model = Known("mistral-medium", call)
mistral = MistralAI(model="mistral-medium")
# value: timeout = Known(360, call)
ollama = Ollama(model="llama3", request_timeout=360.0)
# value: provider = Known("groq")
# value: attempts = Known(12, sdk_default)
groq = Groq(model="llama3-70b-8192", api_key="…")
# value: timeout = Known(30, call)
# value: max_retries = Known(2, sdk_default)
gemini = GoogleGenAI(model="gemini-2.0-flash", http_options={"timeout": 30_000})

runtime = boto3.client("bedrock-runtime", config=Config(read_timeout=45))
# value: timeout = Known(45, call)
# value: max_output_tokens = Known(512, sdk_default)
bedrock = Bedrock("anthropic.claude-3-sonnet-20240229-v1:0", client=runtime)
# value: timeout = Known(60, sdk_default)
bedrock_vectors = BedrockEmbedding(model_name="amazon.titan-embed-text-v2:0", region_name="eu-central-1")


class Index:
    def __init__(self, model: str, limit: int = 400) -> None:
        # value: model = Unknown(parameter)
        # value: max_output_tokens = OneOf(Known(400, call), Unknown(parameter))
        self.llm = OpenAI(model=model, max_tokens=limit)

    def ask(self, text: str) -> str:
        return self.llm.complete(text).text
