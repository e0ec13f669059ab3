"""langchain's models of other providers, by where they are imported from: every package has names of its own for the options."""

import boto3
import langchain_community.llms
from botocore.config import Config
from langchain import OpenAI as FirstOpenAI
from langchain.chat_models import ChatOpenAI, init_chat_model
from langchain.embeddings.openai import OpenAIEmbeddings
from langchain.llms.openai import OpenAI
from langchain_anthropic import ChatAnthropic
from langchain_aws import BedrockEmbeddings, ChatBedrock, ChatBedrockConverse
from langchain_community.chat_models import ChatCohere
from langchain_community.chat_models.ollama import ChatOllama as OldChatOllama
from langchain_google_genai import ChatGoogleGenerativeAI, GoogleGenerativeAIEmbeddings
from langchain_groq import ChatGroq
from langchain_mistralai.chat_models import ChatMistralAI
from langchain_ollama import ChatOllama, OllamaEmbeddings
from pydantic import BaseModel

# value: timeout = Absent
# value: max_output_tokens = Known(1000, call)
# value: max_retries = Known(2, sdk_default)
claude = ChatAnthropic(model="claude-3-5-sonnet-20241022", max_tokens_to_sample=1000)
# value: timeout = Known(20, call)
patient_claude = ChatAnthropic(model_name="claude-3-5-haiku-20241022", default_request_timeout=20.0, max_tokens=500)
# value: max_retries = Known(5, sdk_default)
# value: timeout = Absent
gemini = ChatGoogleGenerativeAI(model="gemini-2.0-flash", google_api_key="…")
# value: max_retries = Known(1, call)
# value: timeout = Known(30, call)
# value: max_output_tokens = Known(2048, call)
bounded_gemini = ChatGoogleGenerativeAI(model="gemini-2.0-flash", max_retries=2, timeout=30, max_tokens=2048)
# value: model = Known("models/embedding-001", call)
gemini_vectors = GoogleGenerativeAIEmbeddings(model="models/embedding-001")
# value: timeout = Known(15, call)
# value: model = Known("llama3-8b-8192", call)
groq = ChatGroq(model_name="llama3-8b-8192", request_timeout=15, temperature=0)
# value: timeout = Known(120, sdk_default)
mistral = ChatMistralAI(model="mistral-large-latest")
# value: timeout = Known(60, call)
# value: max_output_tokens = Known(256, call)
# value: max_retries = Known(0, sdk_default)
local = ChatOllama(model="llama3.2", num_predict=256, client_kwargs={"timeout": 60})
# value: timeout = Absent
local_vectors = OllamaEmbeddings(model="nomic-embed-text")
# value: timeout = Known(25, call)
older_local = OldChatOllama(model="llama2", timeout=25)

bedrock = boto3.client("bedrock-runtime", region_name="eu-central-1", config=Config(read_timeout=20, retries={"max_attempts": 1}))
# value: timeout = Known(20, call)
# value: max_retries = Known(1, call)
# value: max_output_tokens = Known(300, call)
answers = ChatBedrock(client=bedrock, model_id="anthropic.claude-v2", model_kwargs={"max_tokens": 300})
# value: timeout = Known(60, sdk_default)
# value: max_output_tokens = Known(400, call)
conversation = ChatBedrockConverse(model="anthropic.claude-3-haiku-20240307-v1:0", max_tokens=400, region_name="eu-central-1")
# value: timeout = Known(60, sdk_default)
vectors = BedrockEmbeddings(client=boto3.client("bedrock-runtime"), model_id="cohere.embed-english-v3")


def with_client(client: object) -> ChatBedrock:
    # value: timeout = Unknown(parameter)
    return ChatBedrock(client=client, model_id="anthropic.claude-v2")


# value: model = Known("gpt-3.5-turbo", call)
# value: max_output_tokens = Known(90, call)
old_chat = ChatOpenAI(model_name="gpt-3.5-turbo", temperature=0, max_tokens=90)
# value: timeout = Absent
oldest = FirstOpenAI(temperature=0.9)
# value: timeout = Known(10, call)
from_module = OpenAI(request_timeout=10)
# value: max_retries = Known(2, sdk_default)
dotted = langchain_community.llms.OpenAI(model="gpt-3.5-turbo-instruct")
# value: attempts = Known(3, sdk_default)
old_cohere = ChatCohere()
# value: attempts = Known(30, sdk_default)
# value: max_output_tokens = Known(256, sdk_default)
old_text = langchain_community.llms.Cohere(model="command")
# value: attempts = Known(6, call)
old_text = langchain_community.llms.Cohere(model="command", max_retries=2)
# value: model = Known("text-embedding-ada-002", call)
old_vectors = OpenAIEmbeddings(deployment="ada", model="text-embedding-ada-002")
# value: model = Known("openai:gpt-4o", call)
# value: timeout = Known(12, call)
by_name = init_chat_model("openai:gpt-4o", timeout=12, max_tokens=100)


def by_settings(**settings: object) -> object:
    # value: model = Unknown(parameter)
    # value: timeout = Unknown(parameter)
    return init_chat_model(**settings)


class Verdict(BaseModel):
    good: bool


def judged(text: str) -> Verdict:
    # value: attempts = OneOf(Known(3, sdk_default), Known(6, wrapper))
    judge = ChatAnthropic(model="claude-3-5-haiku-20241022", max_tokens=50).with_structured_output(Verdict)
    return judge.with_retry(stop_after_attempt=2).invoke(text)
