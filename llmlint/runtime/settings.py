"""Which policy is in force in this process, for which environment, in which mode?

Nothing that reads TOML policies is imported here: they are compiled by `llmlint policy bundle` in a process of its own.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from llmlint.policy.compiled import BundleError, CompiledPolicy, from_plain
from llmlint.runtime.errors import GuardError
from llmlint.runtime.gate import MODES, Mode

POLICY: Final = "LLMLINT_POLICY"
ENVIRONMENT: Final = "LLMLINT_ENV"
MODE: Final = "LLMLINT_GUARD"
_TABLE: Final = re.compile(r"^\s*\[\s*tool\s*\.\s*llmlint\s*[\].]", re.MULTILINE)
_PATIENCE: Final = 60
"""Seconds for compiling a policy."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a gate is made of; `root` is the folder that the policy's path patterns start from."""

    policy: CompiledPolicy
    root: Path
    environment: str | None
    mode: Mode
    fail_open: bool


def choose(
    policy: CompiledPolicy | str | os.PathLike[str] | None,
    mode: str | None,
    environment: str | None,
    environ: Mapping[str, str],
    start: Path | None = None,
) -> Settings:
    """The settings: the arguments, where they are None the variables of `environ`, then the policy itself and what is usual.

    A policy that is not named is looked for in the folder `start` and above, which without one is that of the main module.

    Raises GuardError for a policy that is not found or does not load, and for an environment or a mode that does not exist.
    """
    mode = mode if mode is not None else environ.get(MODE) or None
    if mode == "off":
        # Switched off, a program must run although its policy is not at hand.
        return Settings(CompiledPolicy(base={}), Path.cwd(), None, "off", fail_open=True)
    compiled, root = _policy(policy, environ, start)
    mode = mode or _guard(compiled, "mode") or "enforce"
    if mode not in MODES:
        raise GuardError(f"the guard has no mode {mode!r}; there are {', '.join(MODES)}")
    environment = environment if environment is not None else environ.get(ENVIRONMENT) or None
    if environment is not None and environment not in compiled.environments:
        declared = ", ".join(sorted(compiled.environments)) or "none"
        raise GuardError(f"the policy declares no environment {environment!r}; declared: {declared}")
    return Settings(compiled, root, environment, mode, fail_open=_guard(compiled, "on_internal_error") != "closed")


def _policy(
    given: CompiledPolicy | str | os.PathLike[str] | None, environ: Mapping[str, str], start: Path | None
) -> tuple[CompiledPolicy, Path]:
    """The argument, else LLMLINT_POLICY, else the policy of the main module's folder or of one above it."""
    if isinstance(given, CompiledPolicy):
        return given, _project(start) or Path.cwd()
    path = given if given is not None else environ.get(POLICY) or None
    file: Path | None
    if path is None:
        folder = _project(start)
        file = None if folder is None else _policy_of(folder)
        if file is None:
            raise GuardError(
                "no policy found: pass one, guard.install(policy='llmlint.toml'), set LLMLINT_POLICY to a policy or to a bundle "
                "(llmlint policy bundle -o policy.json), or put llmlint.toml beside or above the program"
            )
        return _read(file), file.parent
    file = Path(path).absolute()
    if file.is_dir():
        folder, file = file, _policy_of(file)
        if file is None:
            raise GuardError(f"{folder} holds no policy: no llmlint.toml, and no [tool.llmlint] in a pyproject.toml")
    return _read(file), file.parent


def _guard(compiled: CompiledPolicy, key: str) -> str | None:
    setting = compiled.base.get(f"guard.{key}")
    return None if setting is None else str(setting.value)


def _project(start: Path | None) -> Path | None:
    """The nearest folder with a policy, from that of the main module upward.  Never the working directory: a service started
    elsewhere would run without its limits, or under those of another project."""
    file = getattr(sys.modules.get("__main__"), "__file__", None)
    if start is None and not file:
        return None
    start = start or Path(str(file)).absolute().parent
    return next((folder for folder in (start, *start.parents) if _policy_of(folder) is not None), None)


def _policy_of(folder: Path) -> Path | None:
    own, shared = folder / "llmlint.toml", folder / "pyproject.toml"
    if own.is_file():
        return own
    try:
        return shared if _TABLE.search(shared.read_text(encoding="utf-8")) else None
    except (OSError, UnicodeDecodeError):
        return None


def _read(file: Path) -> CompiledPolicy:
    try:
        text = file.read_text(encoding="utf-8") if file.suffix == ".json" else _compile(file)
        return from_plain(json.loads(text))
    except OSError as error:
        raise GuardError(f"{file}: {error.strerror or type(error).__name__}") from None
    except BundleError as error:
        raise GuardError(f"{file}: {error}") from None
    except ValueError as error:
        raise GuardError(f"{file}: not JSON ({error})") from None


def _compile(file: Path) -> str:
    """The bundle of a TOML policy, made by the tool in a process of its own: what checks policies stays out of this one."""
    if not file.is_file():
        raise GuardError(f"{file}: no such policy")
    folder = str(Path(__file__).parents[2])
    paths = [folder, *filter(None, [os.environ.get("PYTHONPATH")])]
    # -P: a module of the program's working directory must not stand in for one that llmlint imports.
    command = [sys.executable, "-P", "-m", "llmlint", "policy", "bundle", "--policy-only", str(file)]
    remedy = "compile it beforehand: llmlint policy bundle -o policy.json"
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise GuardError(f"{file}: the policy could not be compiled ({type(error).__name__}); {remedy}") from None
    if done.returncode != 0:
        raise GuardError(f"the policy does not load:\n{done.stderr.strip()}")
    return done.stdout
