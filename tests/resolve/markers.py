"""Values that are not values: NOT_GIVEN, omit, None; and options that travel in the body."""

import anthropic
import openai
from anthropic import NOT_GIVEN as NOTHING
from openai import NOT_GIVEN, NotGiven, OpenAI, omit

client = OpenAI(timeout=10)

client.responses.create(model="gpt-4o", input="Hi", timeout=NOT_GIVEN)  # value: timeout = Known(10, client)
client.responses.create(model="gpt-4o", input="Hi", timeout=omit)  # value: timeout = Known(10, client)
client.responses.create(model="gpt-4o", input="Hi", timeout=NotGiven())  # value: timeout = Known(10, client)
client.responses.create(model="gpt-4o", input="Hi", timeout=openai.NOT_GIVEN)  # value: timeout = Known(10, client)
client.responses.create(model="gpt-4o", input="Hi", timeout=None)  # value: timeout = Known(UNBOUNDED, call)
OpenAI(timeout=NOT_GIVEN).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(600, sdk_default)
OpenAI(timeout=None).responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(UNBOUNDED, client)
OpenAI(max_retries=None).responses.create(model="gpt-4o", input="Hi")  # value: max_retries = Known(2, sdk_default)
OpenAI(base_url=None).responses.create(model="gpt-4o", input="Hi")  # value: provider = Known("openai")
client.responses.create(model="gpt-4o", input="Hi", max_output_tokens=NOT_GIVEN)  # value: max_output_tokens = Absent
client.responses.create(model="gpt-4o", input="Hi", max_output_tokens=None)  # value: max_output_tokens = Absent
# value: timeout = Known(10, client)
# value: max_output_tokens = OneOf(Known(5, call), Absent)
client.responses.create(model="gpt-4o", input="Hi", max_output_tokens=5 if openai.api_key else NOT_GIVEN)
# value: timeout = Known(600, sdk_default)
anthropic.Anthropic().messages.create(model="claude-3-5-haiku-20241022", max_tokens=9, messages=[], timeout=NOTHING)
# value: max_output_tokens = Unknown(not-observable)
anthropic.Anthropic().messages.create(model="claude-3-5-haiku-20241022", messages=[])
# value: max_output_tokens = Unknown(not-observable)
anthropic.Anthropic().messages.create(model="claude-3-5-haiku-20241022", messages=[], max_tokens=NOTHING)
# value: max_output_tokens = Unknown(not-observable)
anthropic.Anthropic().completions.create(model="claude-2.1", prompt="Hi", max_tokens_to_sample=None)

# the body
# value: max_output_tokens = Known(6, call)
client.responses.create(model="gpt-4o", input="Hi", extra_body={"max_output_tokens": 6})
# value: max_output_tokens = Known(7, call)
client.responses.create(model="gpt-4o", input="Hi", max_output_tokens=7, extra_body={"top_k": 1})
# the body is merged over what the method writes
# value: max_output_tokens = Known(9, call)
client.responses.create(model="gpt-4o", input="Hi", max_output_tokens=8, extra_body={"max_output_tokens": 9})
# value: max_output_tokens = Known(10, call)
client.chat.completions.create(model="gpt-4o", messages=[], max_completion_tokens=10)
# value: model = Known("gpt-4o-mini", call)
client.responses.create(model="gpt-4o", input="Hi", extra_body={"model": "gpt-4o-mini"})


def in_the_body(body: dict[str, int]) -> None:
    # value: max_output_tokens = Unknown(parameter)
    client.responses.create(model="gpt-4o", input="Hi", extra_body=body)
    # value: max_output_tokens = Known(11, call)
    client.responses.create(model="gpt-4o", input="Hi", extra_body={**body, "max_output_tokens": 11})
