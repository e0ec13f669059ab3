"""What stands in the call itself."""

from openai import OpenAI

client = OpenAI()

client.responses.create(  # value: timeout = Known(10, call)
    model="gpt-4o", input="Hi", max_output_tokens=50, timeout=10
)
# value: timeout = Known(2.5, call)
# value: model = Known("gpt-4o-mini", call)
# value: max_output_tokens = Known(50, call)
# value: max_retries = Known(2, sdk_default)
# value: stream = Known(True, call)
client.responses.create(model="gpt-4o-mini", input="Hi", max_output_tokens=50, timeout=2.5, stream=True)
# value: max_output_tokens = Known(16000, call)
client.responses.create(model="o3", input="Hi", max_output_tokens=16_000)
# value: max_output_tokens = Known(4096, call)
client.responses.create(model="o3", input="Hi", max_output_tokens=0x1000)
# value: timeout = Known(1000.0, call)
client.responses.create(model="o3", input="Hi", timeout=1e3)
# value: timeout = Known(-1, call)
client.responses.create(model="o3", input="Hi", timeout=-1)
# value: model = Known("gpt-4o", call)
client.responses.create(model="gpt" "-4o", input="Hi")
# value: model = Known("gpt-4o", call)
client.responses.create(model=r"gpt-4o", input="Hi")
# value: timeout = Known(UNBOUNDED, call)
client.responses.create(model="o3", input="Hi", timeout=None)
# value: max_output_tokens = Absent
client.responses.create(model="o3", input="Hi", max_output_tokens=None)
# value: timeout = Known(600, sdk_default)
# value: max_output_tokens = Absent
client.responses.create(model="o3", input="Hi")
# a keyword on several lines, with comments between
# value: timeout = Known(12, call)
# value: max_output_tokens = Known(9, call)
client.responses.create(
    model="o3",
    input="Hi",
    # seconds
    timeout=12,
    max_output_tokens=(
        9  # tokens
    ),
)
