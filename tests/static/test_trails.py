"""Does the trail of a call name every step to its client and options, and does writing it down change no result?"""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from llmlint.commands.trails import trails
from llmlint.facts import LONGEST_TRAIL
from llmlint.knowledge.loader import knowledge
from llmlint.static.link.linker import Linker
from llmlint.static.link.recording.linker import RecordingLinker
from llmlint.static.project import Project
from llmlint.static.source import read
from llmlint.static.summary import summarise
from tests.static.fixtures import RESOLVE, fixtures, title

OPENAI = "from openai import OpenAI\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def trail(folder: Path, part: str, **modules: str) -> list[str]:
    """The steps to `part` of the only call in `bot.py`, as `LINE what` or, in another module, `FILE:LINE what`."""
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(OPENAI + dedent(text).lstrip("\n"))
    (found,) = trails(folder / "bot.py", folder, {}).values()
    return [f"{str(step.place).removeprefix('bot.py:')} {step.what}" for step in found.get(part, ())]


def test_nothing_had_to_be_followed(folder: Path) -> None:
    (folder / "bot.py").write_text(f"{OPENAI}OpenAI(timeout=3).responses.create(model='gpt-4o', input='')\n")
    (found,) = trails(folder / "bot.py", folder, {}).values()
    assert not found


def test_a_local_variable(folder: Path) -> None:
    bot = """
        def ask():
            client = OpenAI()
            cap = 5
            cap = cap * 2
            client.responses.create(model="gpt-4o", input="", max_output_tokens=cap)
    """
    assert trail(folder, "client", bot=bot) == ["3 client is bound", "3 OpenAI() makes the client"]
    assert trail(folder, "max_output_tokens", bot=bot) == ["5 cap is bound", "4 cap is bound"]


def test_what_another_branch_binds_is_no_step(folder: Path) -> None:
    bot = """
        def ask(fast):
            model = "gpt-4o"
            if fast:
                model = "gpt-4o-mini"
                OpenAI().responses.create(model=model, input="")
    """
    assert trail(folder, "model", bot=bot) == ["5 model is bound"]


def test_each_branch_that_arrives_is_a_step(folder: Path) -> None:
    bot = """
        def ask(fast):
            model = "gpt-4o"
            if fast:
                model = "gpt-4o-mini"
            OpenAI().responses.create(model=model, input="")
    """
    assert trail(folder, "model", bot=bot) == ["5 model is bound", "3 model is bound"]


def test_a_constant_of_the_module(folder: Path) -> None:
    bot = """
        SECONDS = 20
        LIMIT = SECONDS / 2
        client = OpenAI(timeout=LIMIT)
        def ask():
            client.responses.create(model="gpt-4o", input="")
    """
    assert trail(folder, "timeout", bot=bot) == ["3 LIMIT is bound", "2 SECONDS is bound"]
    assert trail(folder, "client", bot=bot) == ["4 client is bound", "4 OpenAI() makes the client"]


def test_an_import(folder: Path) -> None:
    settings = 'MODEL = "gpt-4o"'
    bot = """
        from settings import MODEL as WANTED
        import settings
        OpenAI().responses.create(model=WANTED, instructions=settings.MODEL, input="")
    """
    assert trail(folder, "model", bot=bot, settings=settings) == [
        "2 MODEL is imported from settings",
        "settings.py:2 MODEL is bound",
    ]


def test_an_import_that_another_module_passes_on(folder: Path) -> None:
    bot = "from shared import client\nclient.responses.create(model='gpt-4o', input='')"
    assert trail(folder, "client", bot=bot, shared="from clients import *", clients="client = OpenAI()") == [
        "2 client is imported from shared",
        "shared.py:2 client is among all that is imported from clients",
        "clients.py:2 client is bound",
        "clients.py:2 OpenAI() makes the client",
    ]


def test_an_import_that_is_not_found(folder: Path) -> None:
    bot = "from .clients import client\nclient.responses.create(model='gpt-4o', input='')"
    assert trail(folder, "client", bot=bot) == ["2 stopped: .clients.client is not found in the project"]


def test_a_factory(folder: Path) -> None:
    clients = """
        def make(seconds, retries=3):
            if seconds > 5:
                print(seconds)
            made = OpenAI(timeout=seconds, max_retries=retries)
            return made
    """
    bot = """
        from clients import make
        SECONDS = 8
        def ask():
            make(SECONDS).responses.create(model="gpt-4o", input="")
    """
    assert trail(folder, "client", bot=bot, clients=clients) == [
        "5 make() is called",
        "2 make is imported from clients",
        "clients.py:5 made is bound",
        "clients.py:5 OpenAI() makes the client",
    ]
    assert trail(folder, "timeout", bot=bot, clients=clients) == ["5 make() is given seconds", "3 SECONDS is bound"]
    assert trail(folder, "max_retries", bot=bot, clients=clients) == ["clients.py:2 retries of make() has a default"]


def test_options_that_are_handed_on(folder: Path) -> None:
    bot = """
        MODEL = "gpt-4o"
        def options(**more):
            return {"model": MODEL, **more}
        def ask():
            OpenAI().responses.create(input="", **options(max_output_tokens=7))
    """
    assert trail(folder, "model", bot=bot) == ["6 options() is called", "2 MODEL is bound"]
    assert trail(folder, "max_output_tokens", bot=bot) == ["6 options() is called", "6 options() is given max_output_tokens"]


def test_items_of_a_dict(folder: Path) -> None:
    bot = """
        CAP = 7
        options = dict(model="gpt-4o")
        options["max_output_tokens"] = CAP
        options.update(temperature=1)
        OpenAI().responses.create(input="", **options)
    """
    assert trail(folder, "model", bot=bot) == ["3 options is bound"]
    assert trail(folder, "max_output_tokens", bot=bot) == [
        "3 options is bound",
        "4 options['max_output_tokens'] is written",
        "2 CAP is bound",
    ]


def test_of_several_things_returned_each_has_its_own_steps(folder: Path) -> None:
    bot = """
        MODEL = "gpt-4o"
        def pair():
            client = OpenAI()
            return client, MODEL
        def ask():
            client, model = pair()
            client.responses.create(model=model, input="")
    """
    assert trail(folder, "client", bot=bot) == [
        "7 client is bound",
        "7 pair() is called",
        "4 client is bound",
        "4 OpenAI() makes the client",
    ]
    assert trail(folder, "model", bot=bot) == ["7 model is bound", "7 pair() is called", "2 MODEL is bound"]


def test_options_inside_others(folder: Path) -> None:
    bot = """
        from google import genai
        from google.genai import types
        CAP, SECONDS = 50, 5000
        client = genai.Client(http_options={"timeout": SECONDS})
        config = types.GenerateContentConfig(max_output_tokens=CAP)
        client.models.generate_content(model="gemini-2.5-flash", contents="", config=config)
    """
    assert trail(folder, "max_output_tokens", bot=bot) == ["6 config is bound", "4 CAP is bound"]
    assert trail(folder, "timeout", bot=bot) == ["4 SECONDS is bound"]


def test_an_option_written_on_the_client(folder: Path) -> None:
    bot = """
        SECONDS = 5
        def ask():
            client = OpenAI()
            client.timeout = SECONDS
            client.responses.create(model="gpt-4o", input="")
    """
    assert trail(folder, "timeout", bot=bot) == ["5 client.timeout is written by ask()", "2 SECONDS is bound"]
    assert trail(folder, "client", bot=bot)[-2:] == ["4 client is bound", "4 OpenAI() makes the client"]


def test_an_attribute_from_the_constructor(folder: Path) -> None:
    bot = """
        class Bot:
            def __init__(self, client=None):
                self.client = client or self._make()
            def _make(self):
                return OpenAI()
            def ask(self):
                self.client.responses.create(model="gpt-4o", input="")
    """
    assert trail(folder, "client", bot=bot) == [
        "4 self.client is written by Bot.__init__()",
        "3 parameter client of Bot.__init__() has a default",
        "3 parameter client of Bot.__init__(): whatever its callers pass",
        "4 Bot._make() is called",
        "6 OpenAI() makes the client",
    ]


def test_an_attribute_of_the_class(folder: Path) -> None:
    bot = """
        class Bot:
            model = "gpt-4o"
            def ask(self):
                OpenAI().responses.create(model=self.model, input="")
    """
    assert trail(folder, "model", bot=bot) == ["3 Bot.model is bound"]


def test_what_a_class_inherits(folder: Path) -> None:
    bases = """
        class Base:
            model = "gpt-4o"
            def __init__(self):
                self.client = OpenAI()
    """
    bot = """
        from bases import Base
        class Bot(Base):
            def ask(self):
                self.client.responses.create(model=self.model, input="")
    """
    assert trail(folder, "model", bot=bot, bases=bases) == ["3 Bot extends Base", "bases.py:3 Base.model is bound"]
    assert trail(folder, "client", bot=bot, bases=bases) == [
        "3 Bot extends Base",
        "bases.py:5 self.client is written by Base.__init__()",
        "bases.py:5 OpenAI() makes the client",
    ]


def test_what_is_written_nowhere(folder: Path) -> None:
    bot = """
        class Bot:
            def ask(self):
                self.client.chat.completions.create(model="gpt-4o", messages=[])
    """
    assert trail(folder, "client", bot=bot) == ["2 stopped: Bot.client is written nowhere in the project"]


def test_an_object_that_is_made(folder: Path) -> None:
    bot = """
        class Config:
            def __init__(self, model):
                self.model = model
        config = Config("gpt-4o")
        OpenAI().responses.create(model=config.model, input="")
    """
    assert trail(folder, "model", bot=bot) == [
        "5 config is bound",
        "5 Config() is made",
        "4 self.model is written by Config.__init__()",
        "5 Config.__init__() is given model",
    ]


def test_a_property(folder: Path) -> None:
    bot = """
        class Bot:
            @property
            def client(self):
                return OpenAI()
            def ask(self):
                self.client.responses.create(model="gpt-4o", input="")
    """
    assert trail(folder, "client", bot=bot) == ["4 Bot.client is read, a property", "5 OpenAI() makes the client"]


def test_a_parameter(folder: Path) -> None:
    bot = """
        def ask(client, model="gpt-4o", **more):
            client.chat.completions.create(model=model, messages=[], **more)
    """
    assert trail(folder, "client", bot=bot) == ["2 parameter client of ask(): whatever its callers pass"]
    assert trail(folder, "model", bot=bot) == [
        "2 parameter model of ask() has a default",
        "2 parameter model of ask(): whatever its callers pass",
    ]
    assert trail(folder, "timeout", bot=bot) == ["2 parameter **more of ask(): whatever its callers pass"]


def test_a_parameter_with_an_annotation(folder: Path) -> None:
    bot = """
        def ask(client: OpenAI):
            client.responses.create(model="gpt-4o", input="")
    """
    assert trail(folder, "client", bot=bot)[0] == "2 parameter client of ask(), as annotated"


def test_what_callers_pass(folder: Path) -> None:
    bot = """
        def ask(client):
            client.chat.completions.create(model="gpt-4o", messages=[])
    """
    main = """
        from bot import ask
        made = OpenAI()
        ask(made)
    """
    assert trail(folder, "client", bot=bot, main=main) == [
        "2 parameter client of ask(): whatever its callers pass",
        "main.py:4 ask() is given client",
        "main.py:3 made is bound",
        "main.py:3 OpenAI() makes the client",
    ]


def test_too_deep(folder: Path) -> None:
    chain = "".join(f"def make{number}():\n    return make{number + 1}()\n" for number in range(7))
    bot = f"{chain}def make7():\n    return OpenAI()\nmake0().chat.completions.create(model='gpt-4o', messages=[])"
    steps = trail(folder, "client", bot=bot)
    assert steps[:2] == ["18 make0() is called", "3 make1() is called"]
    assert steps[-2:] == ["13 make6() is called", "14 stopped: nests deeper than 6 calls"]


def test_a_long_chain_of_names(folder: Path) -> None:
    chain = "".join(f"m{number + 1} = m{number}\n" for number in range(300))
    steps = trail(folder, "model", bot=f"m0 = 'gpt-4o'\n{chain}OpenAI().responses.create(model=m300, input='')")
    assert steps[0] == "302 m300 is bound"
    assert steps[-1] == "263 stopped: m260 comes after 40 names that lead to one another"


def test_steps_that_are_taken_again_and_again_do_not_multiply(folder: Path) -> None:
    chain = "".join(f"n{number + 1} = min(n{number}, n{number}, 2 ** 60)\n" for number in range(38))
    steps = trail(folder, "max_output_tokens", bot=f"n0 = 5\n{chain}OpenAI().responses.create(max_output_tokens=n38, input='')")
    assert steps == [f"{number + 2} n{number} is bound" for number in range(38, -1, -1)]


def test_of_very_many_steps_the_first_and_the_last_are_kept(folder: Path) -> None:
    chain = "".join(f"    cap = cap + {number}\n" for number in range(300))
    bot = f"def ask():\n    cap = 1\n{chain}    OpenAI().responses.create(max_output_tokens=cap, input='')"
    steps = trail(folder, "max_output_tokens", bot=bot)
    assert len(steps) == LONGEST_TRAIL
    assert (steps[0], steps[-1]) == ("303 cap is bound", "3 cap is bound")


def test_a_function_that_calls_itself(folder: Path) -> None:
    bot = """
        def make():
            return make()
        make().chat.completions.create(model="gpt-4o", messages=[])
    """
    assert trail(folder, "client", bot=bot)[-1] == "2 stopped: make() calls itself"


def test_the_environment_and_what_is_not_the_projects(folder: Path) -> None:
    bot = """
        import os
        import shop
        cap = shop.cap()
        client = OpenAI(timeout=int(os.environ["S"]))
        client.responses.create(model=os.getenv("MODEL", "gpt-4o"), input="", max_output_tokens=cap)
    """
    assert trail(folder, "model", bot=bot) == ["6 getenv() reads MODEL of the environment"]
    assert trail(folder, "max_output_tokens", bot=bot) == ["4 cap is bound", "4 stopped: shop.cap() is not the project's"]
    assert trail(folder, "timeout", bot=bot) == ["5 os.environ has S of the environment"]


def test_what_is_computed_hangs_on_what_it_is_computed_of(folder: Path) -> None:
    bot = """
        import os
        MOST, NAME = 500, "SECONDS"
        def ask(cap):
            client = OpenAI(timeout=float(os.getenv(NAME, "30")))
            if cap:
                client.responses.create(model="gpt-4o", input="", max_output_tokens=min(cap, MOST))
    """
    assert trail(folder, "timeout", bot=bot) == ["5 getenv() reads SECONDS of the environment", "3 NAME is bound"]
    assert trail(folder, "max_output_tokens", bot=bot) == [
        "4 parameter cap of ask(): whatever its callers pass",
        "3 MOST is bound",
    ]


def test_a_client_derived_of_another(folder: Path) -> None:
    bot = """
        SECONDS = 5
        client = OpenAI()
        client.with_options(timeout=SECONDS).responses.create(model="gpt-4o", input="")
    """
    assert trail(folder, "client", bot=bot) == [
        "4 with_options() changes options of the client",
        "3 client is bound",
        "3 OpenAI() makes the client",
    ]
    assert trail(folder, "timeout", bot=bot) == ["2 SECONDS is bound"]


def test_what_surrounds_the_call(folder: Path) -> None:
    bot = """
        import asyncio
        from tenacity import retry, stop_after_attempt
        TIMES = 4
        SECONDS = 9
        @retry(stop=stop_after_attempt(TIMES))
        async def ask():
            await asyncio.wait_for(OpenAI().responses.create(model="gpt-4o", input=""), SECONDS)
    """
    assert trail(folder, "attempts", bot=bot) == ["4 TIMES is bound"]
    assert trail(folder, "deadline", bot=bot) == ["5 SECONDS is bound"]


def test_the_module_is_the_client(folder: Path) -> None:
    bot = """
        import openai
        SECONDS = 30
        openai.timeout = SECONDS
        openai.chat.completions.create(model="gpt-4o", messages=[])
    """
    assert trail(folder, "timeout", bot=bot) == ["4 openai.timeout is written", "3 SECONDS is bound"]


def test_a_callable_made_beforehand(folder: Path) -> None:
    bot = """
        from functools import partial
        client = OpenAI()
        create = partial(client.responses.create, model="gpt-4o")
        create(input="")
    """
    assert trail(folder, "client", bot=bot) == ["4 create is bound", "3 client is bound", "3 OpenAI() makes the client"]


def test_what_a_lint_can_follow_can_be_told(folder: Path) -> None:
    bot = f"""
        client = OpenAI()
        {"f(" * 190}client.responses.create(model="gpt-4o", input=""){")" * 190}
    """
    assert trail(folder, "client", bot=bot) == ["2 client is bound", "2 OpenAI() makes the client"]


@pytest.mark.parametrize("file", fixtures(RESOLVE), ids=title)
def test_what_is_written_down_changes_no_result(file: Path) -> None:
    found = []
    for kind in (Linker, RecordingLinker):
        project = Project(RESOLVE, lambda folder: sorted(RESOLVE.rglob("*.py")))
        summary = summarise("", read(file.relative_to(RESOLVE).as_posix(), file.read_bytes()))
        project.add(summary)
        found.append([repr(call) for call in kind(knowledge(), project).calls(summary)])  # origins take no part in equality
    assert found[0] == found[1]
    assert found[0] or "bot" in file.parts or file.stem == "look_alikes"
