"""Which programs make one call by litellm's functions, and what is in force for it?

The name of a model tells who is asked; what is set on the module holds where a call says nothing; and retries of litellm's own
may come after those of the SDK below.
"""

from __future__ import annotations

from random import Random
from typing import Final

from . import clients, passing
from .cases import Case, Truth
from .policies import POLICIES
from .programs import SEED
from .rendering import render
from .styles import Program
from .writing import Writer

REQUIREMENTS: Final = (
    "litellm==1.106.0",
    "openai==2.54.0",
    "tenacity==9.2.1",
    "fastapi==0.165.0",
    "mcp==2.3.0",
    "orjson==3.13.0",
    "soundfile==0.14.0",
)
ENVIRON: Final = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "DISABLE_AIOHTTP_TRANSPORT": "True"}
"""Nothing is fetched, and everything is sent by httpx."""
MODELS: Final = (
    '"openai/gpt-4o-mini"',
    '"gpt-4o-mini"',
    '"openai/o3-mini"',
    '"gpt-4o"',
    '"deepseek/deepseek-chat"',
    '"openai/house-model"',
    '"together_ai/meta-llama/llama-9-70b"',
)
OF_ANTHROPIC: Final = ('"anthropic/claude-haiku-9"', '"anthropic/claude-sonnet-9"')
"""Models for which litellm sets a cap where none is given."""
BASE_URLS: Final = ('"http://localhost:8000/v1"', '"https://llm.example.com/v1"')
TIMEOUTS: Final = ("3", "10", "20", "30", "45.5", "90", "600")
CAPS: Final = ("16", "64", "300", "1000", "4000")
RETRIES: Final = ("0", "1", "2", "4", "9")
HOLDERS: Final = (
    "in_module",
    "in_function",
    "in_place",
    "attribute",
)
"""Ways to hold a client that hold a function as well."""
PASSING: Final = tuple(name for name in passing.WAYS if name not in ("by_name", "sentinels"))


def case(number: int, seed: int = SEED) -> Case:
    """The case of this number; always the same for the same seed."""
    return _Writer(Random(f"litellm/{seed}/{number}"), number).case()


class _Writer(Writer):
    def __init__(self, random: Random, number: int) -> None:
        super().__init__(random, number)
        self.plain = self.chance(0.4)
        self.program = Program(random, flag=self.chance(0.5), is_async=self.chance(0.3), in_class=self.chance(0.35))
        self.program.nested = not self.program.in_class and self.chance(0.25)
        self.program.environ |= ENVIRON
        self.stream = self.chance(0.2)
        self.responses = self.chance(0.15)

    def case(self) -> Case:
        program = self.program
        path = "src/labels/app.py" if self.chance(0.15) else "app.py"
        name, decorators, blocks = self.surroundings()
        call = self.call(self.function())
        source = render(program, name, decorators, blocks, call, self.stream)
        return self.finished(path, source, tuple(POLICIES), self.in_force())

    def function(self) -> str:
        """The expression of the function, which may be held as a client is."""
        name = ("a" if self.program.is_async else "") + ("responses" if self.responses else "completion")
        self.used("api", name)
        style = self.choice(("module", "module", "module_alias", "from", "alias"))
        self.used("import", style)
        self.program.uses(
            {
                "module": "import litellm",
                "module_alias": "import litellm as sdk",
                "from": f"from litellm import {name}",
                "alias": f"from litellm import {name} as generate",
            }[style]
        )
        function = {"module": f"litellm.{name}", "module_alias": f"sdk.{name}", "from": name, "alias": "generate"}[style]
        self.settings()
        if self.chance(0.6):
            return function
        way = self.choice([way for way in HOLDERS if not self.plain or way in clients.PLAIN])
        self.used("client", way)
        return clients.WAYS[way](self.program, "", function)

    def settings(self) -> None:
        """What the program sets on the module."""
        if self.chance(0.2) and not self.responses:
            seconds = self.choice(TIMEOUTS)
            self.truth["module_timeout"] = seconds
            self.set("request_timeout", self.value("module_timeout", seconds, self.choice(TIMEOUTS), in_module=True))
        if not self.plain and self.chance(0.15) and not self.responses:
            # Whether litellm's own loop sends again depends on what source does not tell.
            number = self.choice(RETRIES)
            self.truth["module_retries"] = number
            self.set("num_retries", self.value("module_retries", number, self.choice(RETRIES), in_module=True))

    def set(self, name: str, value: str) -> None:
        self.used("client", name)
        self.program.uses("import litellm")
        self.program.functions += [f"litellm.{name} = {value}", ""]

    def call(self, function: str) -> str:
        """The expression of the call; what leads up to it goes into the body."""
        models = OF_ANTHROPIC if not self.responses and self.chance(0.25) else MODELS[:4] if self.responses else MODELS
        model = self.choice(models)
        self.truth["model"] = model.strip('"')
        options = {"model": self.value("model", model, self.choice(models)), "api_key": '"k"'}
        options["input" if self.responses else "messages"] = '"hello"' if self.responses else "MESSAGES"
        if "openai/" in model and self.chance(0.3):
            options["api_base"] = self.value("api_base", self.choice(BASE_URLS), self.choice(BASE_URLS))
        if models is OF_ANTHROPIC or self.chance(0.65):
            self.truth["cap"] = tokens = self.choice(CAPS)
            cap = "max_output_tokens" if self.responses else self.choice(("max_tokens", "max_tokens", "max_completion_tokens"))
            options[cap] = self.value("cap", tokens, self.choice(CAPS))
        if self.chance(0.55):
            name = "timeout" if self.responses or self.chance(0.8) else "request_timeout"
            options[name] = self.timeout()
        if not self.responses:
            for name in ("max_retries",) if self.plain else ("max_retries", "num_retries"):
                if self.chance(0.45):
                    self.truth[name] = number = self.choice(RETRIES)
                    options[name] = self.value(name, number, self.choice(RETRIES))
        if self.stream:
            self.used("api", "stream")
            options["stream"] = "True"
        known = [name for name in PASSING if not self.plain or name in passing.PLAIN]
        way = self.choice([name for name in known if "." in function or name != "resource"])
        self.used("passing", way)
        return passing.WAYS[way](self.program, function, options)

    def timeout(self) -> str:
        """An expression of a timeout of the call, and its truth."""
        seconds = self.choice(TIMEOUTS)
        self.truth["timeout"] = seconds
        kind = self.random.random()
        if kind < 0.08 and not self.responses:
            # None is none given.
            del self.truth["timeout"]
            seconds = "None"
        elif kind < 0.2:
            self.used("timeout", "object")
            self.program.uses("import httpx")
            written = self.choice(("httpx.Timeout({0}, connect=2)", "httpx.Timeout(5, read={0})", "httpx.Timeout({0})"))
            seconds = written.format(seconds)
        return self.value("timeout", seconds, self.choice(TIMEOUTS))

    def in_force(self) -> Truth:
        model = self.truth["model"]
        usual = ("6000", "0") if self.responses else ("600", "2")
        cap = self.truth.get("cap")
        further = next((self.truth[name] for name in ("num_retries", "module_retries") if name in self.truth), "0")
        retries = next((self.truth[name] for name in ("num_retries", "max_retries") if name in self.truth), usual[1])
        provider, _, named = model.partition("/")
        return Truth(
            model=model,
            named=named or provider,
            timeout=float(next((self.truth[name] for name in ("timeout", "module_timeout") if name in self.truth), usual[0])),
            cap=None if cap is None else float(cap),
            retries=int(retries),
            further=int(further),
            stream=self.stream,
        )
