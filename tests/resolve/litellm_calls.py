"""litellm: functions of a module, options by position, module-level settings, a router."""

import litellm
from litellm import Router, acompletion, completion as ask

MESSAGES = [{"role": "user", "content": "hello"}]
router = Router(model_list=[], timeout=9, num_retries=1)


def plain(often: int) -> None:
    # value: timeout = Known(600, sdk_default)
    # value: model = Known("gpt-4o-mini", call)
    # value: max_output_tokens = Absent
    litellm.completion("gpt-4o-mini", MESSAGES)
    # the inner client's three, and with some providers three more
    # value: timeout = Known(20, call)
    # value: max_output_tokens = Known(50, call)
    # value: max_retries = OneOf(Known(3, call), Known(6, call))
    # value: attempts = OneOf(Known(4, call), Known(7, call))
    ask(model="deepseek/deepseek-chat", messages=MESSAGES, timeout=20, max_tokens=50, num_retries=3)
    # value: max_retries = Known(1, call)
    # value: attempts = Known(2, call)
    litellm.completion("gpt-4o-mini", MESSAGES, max_retries=1)
    # value: attempts = OneOf(Known(4, call), Known(7, call))
    litellm.completion("gpt-4o-mini", MESSAGES, max_retries=1, num_retries=3)
    # value: attempts = Known(1, call)
    litellm.completion("gpt-4o-mini", MESSAGES, num_retries=0)
    # value: attempts = Unknown(parameter)
    litellm.completion("gpt-4o-mini", MESSAGES, num_retries=often)
    # value: model = Known("text-embedding-3-small", call)
    litellm.embedding(model="text-embedding-3-small", input=["x"])


async def later(options: dict) -> None:
    # value: timeout = Known(600, sdk_default)
    await acompletion(model="gpt-4o-mini", messages=MESSAGES)
    # value: timeout = Known(9, client)
    # value: max_retries = Known(1, client)
    await router.acompletion(model="gpt-4o-mini", messages=MESSAGES)
    # value: timeout = Unknown(parameter)
    await litellm.acompletion(**options)


def completion(text: str) -> str:
    return text


completion("not a call to an LLM")
