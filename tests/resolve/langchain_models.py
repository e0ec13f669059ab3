"""langchain's models: constructors carry the options, `bind` and `with_retry` change what they send."""

from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import AzureChatOpenAI, ChatOpenAI, OpenAIEmbeddings

# value: timeout = Absent
# value: max_output_tokens = Absent
# value: model = Known("gpt-4o-mini", call)
# value: max_retries = Known(2, sdk_default)
llm = ChatOpenAI(model="gpt-4o-mini", temperature=0)
# value: timeout = Known(30, call)
# value: max_output_tokens = Known(200, call)
# value: max_retries = Known(1, call)
careful = ChatOpenAI(model_name="gpt-4o", request_timeout=30, max_tokens=200, max_retries=1)
# value: model = Known("text-embedding-3-small", call)
vectors = OpenAIEmbeddings(model="text-embedding-3-small")


def answer(text: str) -> str:
    chain = ChatPromptTemplate.from_template("{question}") | llm
    return chain.invoke({"question": text}).content


def bound(text: str) -> None:
    # value: max_output_tokens = OneOf(Absent, Known(60, derived))
    # value: attempts = OneOf(Known(3, sdk_default), Known(12, wrapper))
    local = AzureChatOpenAI(azure_deployment="chat", api_version="2024-06-01")
    local.bind(max_tokens=60).invoke(text)
    local.with_retry(stop_after_attempt=4).invoke(text)


class ChatBot:
    def __init__(self, timeout: float) -> None:
        # value: timeout = Unknown(parameter)
        self.llm = ChatOpenAI(model="gpt-4o-mini", timeout=timeout)

    def ask(self, text: str) -> str:
        return self.llm.invoke(text).content
