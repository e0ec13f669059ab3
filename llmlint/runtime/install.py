"""How does the guard come into force, and how does it go?

Installed and uninstalled as often as one likes: the hooks lie there once, and the gate installed last is in force.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from types import ModuleType

    from llmlint.knowledge.loader import Sdk
    from llmlint.policy.compiled import CompiledPolicy
    from llmlint.runtime.gate import Gate, Observer
    from llmlint.runtime.hooks.patch import Patches

_LOCK: Final = threading.RLock()


class Installation:
    """One gate in force, until it is uninstalled, at the latest at the end of a `with` block; then the one before it is again."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    @property
    def mode(self) -> str:
        return self._gate.mode

    @property
    def environment(self) -> str | None:
        return self._gate.environment

    @property
    def policy(self) -> CompiledPolicy:
        return self._gate.policy

    def uninstall(self) -> None:
        """Take this gate away; others that are installed stay."""
        with _LOCK:
            _state.gates = tuple(gate for gate in _state.gates if gate is not self._gate)
            _state.settle()

    def __enter__(self) -> Installation:
        return self

    def __exit__(self, *raised: object) -> None:
        self.uninstall()


class _State:
    """What is installed in this process."""

    def __init__(self) -> None:
        self.gates: tuple[Gate, ...] = ()
        self.awaited: set[str] = set()
        self.patches: Patches | None = None

    def admit(self, sdk: Sdk, client: Any, options: Any, *, is_async: bool, stream: bool) -> None:
        gates = self.gates
        if gates and gates[-1].mode != "off":
            gates[-1].admit(sdk, client, options, is_async=is_async, stream=stream)

    @property
    def active(self) -> bool:
        return any(gate.mode != "off" for gate in self.gates)

    def settle(self) -> None:
        """Lay the hooks if anything is in force, and take them out if nothing is."""
        if self.active:
            self._lay()
        elif self.patches is not None:
            self.patches.restore()

    def _lay(self) -> None:
        # Imported here: a program that only names its tasks does not pay for patching.
        from llmlint.knowledge.loader import knowledge
        from llmlint.runtime.hooks import surroundings
        from llmlint.runtime.hooks.patch import Patches

        patches = self.patches = self.patches or Patches()
        self._when("asyncio.timeouts", partial(surroundings.hook, patches=patches))
        hooked: dict[str, list[str]] = {}
        for sdk, hook in knowledge().hooks.items():
            if hook.kind == "stainless" and hook.module is not None:
                hooked.setdefault(hook.module, []).append(sdk)
        for name, entries in hooked.items():
            self._when(name, partial(self._hook, entries=entries, patches=patches))

    def _hook(self, module: ModuleType, entries: list[str], patches: Patches) -> None:
        from llmlint.knowledge.loader import knowledge
        from llmlint.runtime.hooks import stainless
        from llmlint.runtime.installed import installed

        found = installed([knowledge().sdks[each] for each in entries])
        stainless.hook(module, sdk=found, admit=self.admit, patches=patches)

    def _when(self, name: str, lay: Callable[[ModuleType], None]) -> None:
        """Lay a hook now, or after its module's import: if a gate is in force by then; each module is waited for once."""
        from llmlint.runtime.hooks.patch import when_imported

        def then(module: ModuleType) -> None:
            with _LOCK:
                self.awaited.discard(name)
                if self.active:
                    try:
                        lay(module)
                    except Exception as error:
                        self.gates[-1].failed(error)

        if name in sys.modules or name not in self.awaited:
            self.awaited.add(name)
            when_imported(name, then)


_state: Final = _State()


def install(
    policy: CompiledPolicy | str | os.PathLike[str] | None = None,
    *,
    mode: str | None = None,
    environment: str | None = None,
    observer: Observer | None = None,
) -> Installation:
    """Put `policy` in force for every call of the SDKs that the guard knows, whether they are imported already or later.

    `policy` is a compiled policy, a bundle (`.json`), a TOML policy or its folder; without one LLMLINT_POLICY is asked, then the
    folders from that of the main module upward.  Patterns of paths start from the folder of that file.  `mode` is enforce, warn
    (nothing is refused), observe (only recorded) or off, and defaults to LLMLINT_GUARD, then to the policy's; `environment`
    defaults to LLMLINT_ENV.  `observer` is told of every decision.  Works for clients made before, and as a context manager.
    Raises GuardError when there is no usable policy.
    """
    from llmlint.runtime import settings
    from llmlint.runtime.gate import Gate

    chosen = settings.choose(policy, mode, environment, os.environ)
    gate = Gate(
        chosen.policy,
        root=chosen.root,
        environment=chosen.environment,
        mode=chosen.mode,
        fail_open=chosen.fail_open,
        observer=observer,
    )
    with _LOCK:
        _state.gates = (*_state.gates, gate)
        _state.settle()
    return Installation(gate)


def uninstall() -> None:
    """Take every gate away and put back exactly what was found; without any, nothing happens."""
    with _LOCK:
        _state.gates = ()
        _state.settle()
