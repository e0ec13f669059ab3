"""A script, from top to bottom: a name is what it was when the line runs."""

import openai
from openai import OpenAI

timeout = 1
client = OpenAI(timeout=timeout)
client.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(1, client)

timeout = 2
client.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(1, client)
client.responses.create(model="gpt-4o", input="Hi", timeout=timeout)  # value: timeout = Known(2, call)

client = OpenAI(timeout=3)
client.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(3, client)

options = {"timeout": 4}
client.responses.create(model="gpt-4o", input="Hi", **options)  # value: timeout = Known(4, call)
options["timeout"] = 5
client.responses.create(model="gpt-4o", input="Hi", **options)  # value: timeout = Known(5, call)

for model in ["gpt-4o", "o3"]:
    client.responses.create(model=model, input="Hi")  # value: model = OneOf(Known("gpt-4o", call), Known("o3", call))

a = b = OpenAI(timeout=6); a.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(6, client)
timeout += 5
client.responses.create(model="gpt-4o", input="Hi", timeout=timeout)  # value: timeout = Known(7, call)

openai.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(600, sdk_default)
openai.timeout = 8
openai.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(8, global)


def function_sees_what_the_module_leaves() -> None:
    # a function runs when it is called: any of the module's values may be in force
    # value: timeout = OneOf(Known(1, client), Known(3, client), Known(9, client))
    client.responses.create(model="gpt-4o", input="Hi")


client = OpenAI(timeout=9)

if __name__ == "__main__":
    main_client = OpenAI(timeout=10)
    main_client.responses.create(model="gpt-4o", input="Hi")  # value: timeout = Known(10, client)
    with open("answers.txt", "w") as file:
        file.write(main_client.responses.create(model="gpt-4o", input="Hi").output_text)  # value: timeout = Known(10, client)

del options["timeout"]
client.responses.create(model="gpt-4o", input="Hi", **options)  # value: timeout = Known(9, client)
