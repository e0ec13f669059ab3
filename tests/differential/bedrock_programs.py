"""Which programs make one call of Bedrock through boto3, and what is in force for it?

Timeout and retries stand in a `Config`, the cap in a dict inside the call, or in the JSON text of its body in the words of a
vendor.
"""

from __future__ import annotations

from random import Random
from typing import Final

from . import clients, passing
from .cases import UNBOUNDED, Case, Truth
from .google_programs import CLIENTS, PASSING
from .policies import POLICIES as OF_OPENAI
from .programs import SEED
from .rendering import render
from .styles import Program
from .writing import Writer

VERSION: Final = "1.44.5"
"""Of boto3: how often it sends by itself differs from version to version."""
POLICIES: Final = {
    name: f'{text}\n[sdks]\nboto3 = "{VERSION}"\n'.replace(
        '"gpt-4o-mini*", "anthropic/claude-haiku-*"', '"*claude-haiku-*", "amazon.nova-micro*"'
    )
    .replace('"o3*", "*sonnet*", "deepseek/*"', '"bedrock/*sonnet*"')
    .replace('"openai/gpt-4o-mini"', '"bedrock/amazon.nova-micro-v1:0"')
    .replace('"gpt-*", "claude-*"', '"*claude-*"')
    .replace('"openai/*", "anthropic/*", "deepseek/*"', '"bedrock/*"')
    for name, text in OF_OPENAI.items()
}
"""Those of the other programs, with models of Bedrock."""
MODELS: Final = (
    '"anthropic.claude-haiku-9-v1:0"',
    '"us.anthropic.claude-sonnet-9-v1:0"',
    '"amazon.nova-micro-v1:0"',
    '"meta.llama9-70b-instruct-v1:0"',
    '"arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-sonnet-9-v1:0"',
)
TIMEOUTS: Final = ("3", "10", "20", "30", "60", "90", "600")
CAPS: Final = ("16", "64", "300", "1000", "4000")
NUMBERS: Final = ("0", "1", "2", "4", "9")
BODIES: Final = (
    '{{"anthropic_version": "bedrock-2023-05-31", "messages": [], "max_tokens": {cap}}}',
    '{{"prompt": "hello", "max_gen_len": {cap}}}',
    '{{"inputText": "hello", "textGenerationConfig": {{"maxTokenCount": {cap}, "topP": 1}}}}',
    '{{"messages": [], "inferenceConfig": {{"max_new_tokens": {cap}}}}}',
    '{{"messages": [], "temperature": 0}}',
)
"""Bodies in the words of vendors; the last one has no cap."""
USUAL_RETRIES: Final = 2
"""Since botocore 1.44."""


def case(number: int, seed: int = SEED) -> Case:
    """The case of this number; always the same for the same seed."""
    return _Writer(Random(f"bedrock/{seed}/{number}"), number).case()


class _Writer(Writer):
    def __init__(self, random: Random, number: int) -> None:
        super().__init__(random, number)
        self.plain = self.chance(0.4)
        self.program = Program(random, flag=self.chance(0.5), in_class=self.chance(0.35))
        self.program.nested = not self.program.in_class and self.chance(0.25)
        self.stream = self.chance(0.25)

    def case(self) -> Case:
        program = self.program
        program.environ |= {"AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "k", "AWS_DEFAULT_REGION": "us-east-1"}
        # A function makes these clients, so no class can be annotated or extended.
        known = [name for name in CLIENTS if "annotated" not in name and name not in ("subclass", "field_of_dataclass")]
        way = self.choice([name for name in known if not self.plain or name in clients.PLAIN])
        self.used("client", way)
        construction, kind = self.construction(in_module=way not in clients.IN_FUNCTION)
        path = "src/labels/app.py" if self.chance(0.15) else "app.py"
        name, decorators, blocks = self.surroundings()
        call = self.call(clients.WAYS[way](program, kind, construction))
        source = render(program, name, decorators, blocks, call, stream=False)
        return self.finished(path, source, tuple(POLICIES), self.in_force())

    def construction(self, *, in_module: bool) -> tuple[str, str]:
        """The construction of the client, and what makes it, in the words of one of the ways to import it."""
        style, kind = self.choice(
            (
                ("import boto3", "boto3.client"),
                ("import boto3", "session.client"),
                ("from boto3 import client as make_aws_client", "make_aws_client"),
                ("import boto3 as aws", "aws.client"),
            )
        )
        self.program.uses(style)
        if kind == "session.client":
            self.program.constants.append("session = boto3.Session()")
        given = {"service_name": '"bedrock-runtime"'}
        config = self.config(in_module=in_module)
        if config is not None:
            given["config"] = config
        return f"{kind}({', '.join(f'{name}={value}' for name, value in given.items())})", kind

    def config(self, *, in_module: bool) -> str | None:
        """The configuration of the client with a timeout, retries, both, or something else; None for none."""
        given: dict[str, str] = {}
        if self.chance(0.5):
            self.truth["timeout"] = written = "None" if self.chance(0.12) else self.choice(TIMEOUTS)
            given["read_timeout"] = self.value("timeout", written, self.choice(TIMEOUTS), in_module=in_module)
        if self.chance(0.5):
            given["retries"] = self.retries(in_module=in_module)
        if self.chance(0.2):
            given["connect_timeout"] = "5"
        if not given:
            return None
        style, kind = self.choice(
            (
                ("from botocore.config import Config", "Config"),
                ("import botocore.config", "botocore.config.Config"),
                ("from botocore.config import Config as AwsConfig", "AwsConfig"),
            )
        )
        self.program.uses(style)
        return f"{kind}({', '.join(f'{name}={value}' for name, value in given.items())})"

    def retries(self, *, in_module: bool) -> str:
        number, other = self.choice(NUMBERS), self.choice(NUMBERS)
        words: dict[str, str] = {}
        kind = self.choice(("max_attempts", "total_max_attempts", "both", "mode", "mode_too"))
        self.used("retries", kind)
        if kind in ("max_attempts", "mode_too"):
            self.truth["retries"] = number
            words["max_attempts"] = self.value("retries", number, other, in_module=in_module)
        elif kind in ("total_max_attempts", "both"):
            self.truth["retries"] = number
            words = {"max_attempts": other} if kind == "both" else {}
            words["total_max_attempts"] = self.value("attempts", str(int(number) + 1), str(int(other) + 1), in_module=in_module)
        if kind.startswith("mode"):
            mode = self.choice(("legacy", "standard", "adaptive"))
            words["mode"] = f'"{mode}"'
            self.truth.setdefault("retries", "4" if mode == "legacy" else str(USUAL_RETRIES))
        return "{" + ", ".join(f'"{name}": {value}' for name, value in words.items()) + "}"

    def call(self, client: str) -> str:
        """The expression of the call; what leads up to it goes into the body."""
        model = self.choice(MODELS)
        self.truth["model"] = model.strip('"')
        options = {"modelId": self.value("model", model, self.choice(MODELS))}
        if self.chance(0.6):
            method = "converse_stream" if self.stream else "converse"
            options["messages"] = '[{"role": "user", "content": [{"text": "hello"}]}]'
            if self.chance(0.65):
                inference = {"maxTokens": self.cap()}
                if self.chance(0.3):
                    inference["temperature"] = "0"
                options["inferenceConfig"] = "{" + ", ".join(f'"{name}": {value}' for name, value in inference.items()) + "}"
        else:
            method = "invoke_model_with_response_stream" if self.stream else "invoke_model"
            body = self.choice(BODIES)
            self.program.uses("import json")
            text = f"json.dumps({body.format(cap=self.cap() if 'cap' in body else '')})"
            if self.chance(0.4):
                self.program.body.append(f"body = {text}")
                text = "body"
            options["body"] = text
        self.used("api", method)
        way = self.choice([name for name in PASSING if not self.plain or name in passing.PLAIN])
        self.used("passing", way)
        return passing.WAYS[way](self.program, f"{client}.{method}", options)

    def cap(self) -> str:
        self.truth["cap"] = tokens = self.choice(CAPS)
        return self.value("cap", tokens, self.choice(CAPS))

    def in_force(self) -> Truth:
        timeout = self.truth.get("timeout", "60")
        cap = self.truth.get("cap")
        return Truth(
            model=self.truth["model"],
            named=self.truth["model"],
            timeout=UNBOUNDED if timeout == "None" else float(timeout),
            cap=None if cap is None else float(cap),
            retries=int(self.truth.get("retries", USUAL_RETRIES)),
            stream=self.stream,
        )
