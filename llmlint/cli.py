"""Which commands are there, and how does each end?"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Final

import click

import llmlint
from llmlint.commands.calls import calls
from llmlint.commands.check import check
from llmlint.commands.explain import explain
from llmlint.commands.output import hang_up, tolerate_any_text, warn
from llmlint.commands.policy import policy
from llmlint.commands.rules import rules
from llmlint.commands.run import run as run_program
from llmlint.commands.sdks import sdks

MISTAKE: Final = 2
INTERRUPTED: Final = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(llmlint.__version__, "-V", "--version", message="llmlint %(version)s")
def cli() -> None:
    """Policy-as-code for LLM calls in Python: timeouts, caps, retries, models, keys."""


for _command in (check, calls, explain, rules, sdks, policy, run_program):
    cli.add_command(_command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give the status to end with; a mistake is one line on stderr, a defect of llmlint too."""
    tolerate_any_text(sys.stdout, sys.stderr)
    try:
        status = cli.main(None if arguments is None else list(arguments), prog_name="llmlint", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return MISTAKE
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx is not None else "llmlint"
        hint = f" ({command} --help tells more)" if error.ctx is not None and error.ctx.command is not None else ""
        warn(f"{_sentence(error.format_message())}{hint}")
        return MISTAKE
    except click.ClickException as error:
        warn(error.format_message())
        return MISTAKE
    except (click.Abort, KeyboardInterrupt):
        warn("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        hang_up()
        return 0
    except Exception as error:
        return _stopped(error)
    return status if isinstance(status, int) else 0


def _stopped(error: Exception) -> int:
    from llmlint.policy.problems import PolicyError

    if isinstance(error, PolicyError):
        for line in str(error).splitlines():
            warn(line)
        return MISTAKE
    if os.environ.get("LLMLINT_DEBUG"):
        traceback.print_exc()
    told = traceback.format_exception_only(error)[-1].strip()
    version = llmlint.__version__
    warn(f"internal error: {told} (a defect of llmlint {version}: please report it; LLMLINT_DEBUG=1 shows where)")
    return MISTAKE


def _sentence(message: str) -> str:
    return " ".join(message.split())
