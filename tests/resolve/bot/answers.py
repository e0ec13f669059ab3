"""What comes from the other modules, one import away or several."""

from typing import Any

import missing
from bot import fast_client as of_the_package
from bot import make_client as by_package
from bot.settings import timeouts

from . import clients
from . import fast_client as from_here
from .clients import Service, client, make_client, options, shared
from .clients import client as renamed
from .nowhere import elsewhere


def ask(text: str) -> None:
    client.responses.create(model="gpt-4o", input=text)  # value: timeout = Known(30, client)
    renamed.responses.create(model="gpt-4o", input=text)  # value: timeout = Known(30, client)
    clients.client.responses.create(model="gpt-4o", input=text)  # value: timeout = Known(30, client)
    clients.fast_client.responses.create(model="gpt-4o", input=text)  # value: timeout = Known(3, client)
    from_here.responses.create(model="gpt-4o", input=text)  # value: timeout = Known(3, client)
    of_the_package.responses.create(model="gpt-4o", input=text)  # value: timeout = Known(3, client)
    client.responses.create(input=text, **options)  # value: max_output_tokens = Known(99, call)
    client.responses.create(model="gpt-4o", input=text, timeout=timeouts.QUICK)  # value: timeout = Known(3, call)


def made(text: str) -> None:
    make_client().responses.create(model="gpt-4o", input=text)  # value: timeout = Known(40, client)
    make_client(4).responses.create(model="gpt-4o", input=text)  # value: timeout = Known(4, client)
    by_package(timeout=5).responses.create(model="gpt-4o", input=text)  # value: timeout = Known(5, client)
    shared().responses.create(model="gpt-4o", input=text)  # value: timeout = Known(41, client)


def of_a_class(text: str) -> None:
    service = Service(limit=7)
    # value: timeout = Known(42, client)
    # value: max_output_tokens = Known(7, call)
    service.llm.responses.create(model="gpt-4o", input=text, max_output_tokens=service.limit)


class Extended(Service):
    timeout = 44

    def ask(self, text: str) -> Any:
        # value: timeout = Known(44, client)
        # value: max_output_tokens = OneOf(Known(43, call), Unknown(parameter))
        return self.llm.responses.create(model="gpt-4o", input=text, max_output_tokens=self.limit)


def not_there(text: str) -> None:
    # value: timeout = Unknown(imported)
    missing.client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": text}])
    # value: timeout = Unknown(imported)
    elsewhere.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": text}])
    # value: timeout = Unknown(call-result)
    missing.make_client().chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": text}])


def imported_inside(text: str) -> None:
    from .clients import client as inner

    inner.responses.create(model="gpt-4o", input=text)  # value: timeout = Known(30, client)


def changed_from_outside(text: str) -> None:
    clients.client = make_client(6)
    # wrong-value: timeout = Known(6, client)
    clients.client.responses.create(model="gpt-4o", input=text)
