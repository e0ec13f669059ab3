"""Where is the law known to be broken?

Each gap names a disguise, or what must meet, says what the static side overlooks, and shows it on a short program.  A test fails
as soon as a gap is closed: then take it out here.  Cases in a gap are not held to the law.
"""

from __future__ import annotations

import textwrap
from typing import Final

_GAPS: Final[dict[str, tuple[str, str]]] = {
    "hidden deployment": (
        "a deployment in the path of a URL that the source does not tell: the name in the call is taken for the model",
        """
        import contextlib

        @contextlib.contextmanager
        def lent():
            yield OpenAI(api_key="k", base_url="https://llm.example.com/openai/deployments/chat-prod", timeout=10)

        def run():
            with lent() as client:
                client.chat.completions.create(model="o3", messages=MESSAGES, max_tokens=100)
        """,
    ),
}

_HEAD: Final = 'from openai import OpenAI\n\nMESSAGES = [{"role": "user", "content": "hello"}]\n'
GAPS: Final = {name: (why, _HEAD + textwrap.dedent(program)) for name, (why, program) in _GAPS.items()}
"""By disguise: what is overlooked, and a program that shows it."""
