"""Where is the law known to be broken?

Each gap names a disguise, says what the static side overlooks, and shows it on a short program.  A test fails as soon as a gap is
closed: then take it out here.
"""

from __future__ import annotations

import textwrap
from typing import Final

_GAPS: Final[dict[str, tuple[str, str]]] = {
    "passing:mutated_elsewhere": (
        "a dictionary that is handed to a function of the file, which completes it",
        """
        def complete(options):
            options["max_tokens"] = 100

        def ask():
            client = OpenAI(api_key="k", timeout=10)
            options = {"model": "gpt-4o-mini", "messages": MESSAGES}
            complete(options)
            client.chat.completions.create(**options)

        def run():
            ask()
        """,
    ),
    "passing:shared": (
        "two names for one dictionary",
        """
        def run():
            client = OpenAI(api_key="k", timeout=10)
            options = {"model": "gpt-4o-mini", "messages": MESSAGES}
            same = options
            same["max_tokens"] = 100
            client.chat.completions.create(**options)
        """,
    ),
    "passing:resource": (
        "a resource of the client in a variable: the call is not seen",
        """
        def run():
            client = OpenAI(api_key="k", timeout=10)
            resource = client.chat.completions
            resource.create(model="gpt-4o-mini", messages=MESSAGES, max_tokens=100)
        """,
    ),
    "passing:by_name": (
        "a method that getattr finds: the call is not seen",
        """
        def run():
            client = OpenAI(api_key="k", timeout=10)
            getattr(client.chat.completions, "create")(model="gpt-4o-mini", messages=MESSAGES, max_tokens=100)
        """,
    ),
    "value:changed_table": (
        "a dictionary of the module that another function changes",
        """
        TABLE = {"timeout": 10}

        def configure():
            TABLE["timeout"] = 1000

        def ask():
            OpenAI(api_key="k").chat.completions.create(
                model="gpt-4o-mini", messages=MESSAGES, max_tokens=100, timeout=TABLE["timeout"]
            )

        def run():
            configure()
            ask()
        """,
    ),
    "value:changed_by_inner": (
        "a variable that an inner function declares nonlocal and sets",
        """
        def run():
            seconds = 10

            def slow():
                nonlocal seconds
                seconds = 1000

            slow()
            OpenAI(api_key="k").chat.completions.create(
                model="gpt-4o-mini", messages=MESSAGES, max_tokens=100, timeout=seconds
            )
        """,
    ),
    "value:subclass_attribute": (
        "a class attribute that a class below replaces",
        """
        class Bot:
            seconds = 10

            def ask(self):
                OpenAI(api_key="k").chat.completions.create(
                    model="gpt-4o-mini", messages=MESSAGES, max_tokens=100, timeout=self.seconds
                )

        class SlowBot(Bot):
            seconds = 1000

        def run():
            SlowBot().ask()
        """,
    ),
    "value:attribute_set_from_outside": (
        "an attribute that is set on the object from outside its class",
        """
        class Bot:
            seconds = 10

            def ask(self):
                OpenAI(api_key="k").chat.completions.create(
                    model="gpt-4o-mini", messages=MESSAGES, max_tokens=100, timeout=self.seconds
                )

        def run():
            bot = Bot()
            bot.seconds = 1000
            bot.ask()
        """,
    ),
    "client:subclass": (
        "a client of a class that extends the SDK's: the call is taken for one of completions.create",
        """
        class Ours(OpenAI):
            pass

        def run():
            client = Ours(api_key="k", timeout=10)
            client.chat.completions.create(model="gpt-4o-mini", messages=MESSAGES, max_completion_tokens=100)
        """,
    ),
    "client:subclass_with_options": (
        "the same, with a constructor of its own",
        """
        class Ours(OpenAI):
            def __init__(self):
                super().__init__(api_key="k", timeout=10)

        def run():
            Ours().chat.completions.create(model="gpt-4o-mini", messages=MESSAGES, max_completion_tokens=100)
        """,
    ),
}

_HEAD: Final = 'from openai import OpenAI\n\nMESSAGES = [{"role": "user", "content": "hello"}]\n'
GAPS: Final = {name: (why, _HEAD + textwrap.dedent(program)) for name, (why, program) in _GAPS.items()}
"""By disguise: what is overlooked, and a program that shows it."""
