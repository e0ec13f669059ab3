"""How does the guard come into force, and how does it go?

Installed and uninstalled as often as one likes: the hooks lie there once, and the gate installed last is in force.
"""

from __future__ import annotations

import functools
import importlib
import os
import sys
import threading
import weakref
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from llmlint.policy.compiled import CompiledPolicy
    from llmlint.runtime.call import LiveCall
    from llmlint.runtime.events import Event
    from llmlint.runtime.gate import Gate, Observer
    from llmlint.runtime.hooks.patch import Patches
    from llmlint.runtime.refusals import Refusal
    from llmlint.runtime.ticket import Ticket

_LOCK = threading.RLock()
_GATE: Final = "_llmlint_gate"
"""The attribute of a client that has a gate of its own."""
_Client = TypeVar("_Client")


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
        self.wrapped: weakref.WeakSet[Any] = weakref.WeakSet()
        """Clients with a gate of their own, which is their attribute `_GATE`."""
        self.awaited: set[str] = set()
        """Modules that tell when their import is done."""
        self.late: list[tuple[str, Callable[[ModuleType], None]]] = []
        """Modules that are being imported, and will not tell."""
        self.propagating = False
        self.patches: Patches | None = None

    def admit(self, call: LiveCall) -> Ticket | Refusal | None:
        gate: Gate | None = getattr(call.instance, _GATE, None)
        if gate is None and self.gates:
            gate = self.gates[-1]
        return None if gate is None or gate.mode == "off" else gate.admit(call)

    @property
    def active(self) -> bool:
        return any(gate.mode != "off" for gate in self.gates) or bool(self.wrapped)

    def settle(self) -> None:
        """Lay the hooks if anything is in force, and take them out if nothing is."""
        if self.active:
            self._lay()
        elif self.patches is not None:
            self.patches.restore()
            self.propagating = False

    def _lay(self) -> None:
        # Imported here: a program that only names its tasks does not pay for patching.
        from llmlint.knowledge.loader import knowledge
        from llmlint.runtime.hooks import surroundings, tripwire
        from llmlint.runtime.hooks.patch import Patches

        patches = self.patches = self.patches or Patches()
        self._when("asyncio.timeouts", partial(surroundings.hook, patches=patches))
        if self.propagating:
            surroundings.propagate(patches)
        hooked: dict[tuple[str, str], list[str]] = {}
        for sdk, hook in knowledge().hooks.items():
            for name in () if hook.module is None else (hook.module, *hook.further):
                hooked.setdefault((hook.kind, name), []).append(sdk)
        for name in tripwire.MODULES:
            self._when(name, partial(tripwire.hook, tripped=self._tripped, patches=patches))
        for (kind, name), entries in hooked.items():
            self._when(name, partial(self._hook, kind=kind, entries=entries, patches=patches))

    def _hook(self, module: ModuleType, kind: str, entries: list[str], patches: Patches) -> None:
        from llmlint.knowledge.loader import knowledge
        from llmlint.runtime.hooks import kinds
        from llmlint.runtime.installed import installed

        found = installed([knowledge().sdks[each] for each in entries])
        kinds.layer(kind)(module, sdk=found, admit=self.admit, patches=patches)

    def _tripped(self, provider: str, how: str, url: str) -> None:
        gates = self.gates
        if gates and gates[-1].mode != "off":
            gates[-1].tripped(provider, how, url)

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

        importing = getattr(getattr(sys.modules.get(name), "__spec__", None), "_initializing", False)
        if name in self.awaited and (importing or name not in sys.modules):
            return
        self.awaited.add(name)
        if importing:
            self.late.append((name, then))
        else:
            when_imported(name, then)

    def catch_up(self) -> None:
        """Lay the hooks whose modules another thread was importing; its import may need the lock, so nobody waits holding it."""
        while self.late:
            name, then = self.late.pop()
            then(importlib.import_module(name))


_state: Final = _State()


def _forked() -> None:
    """In a forked process: a lock that another thread held at the fork would never be let go."""
    global _LOCK
    _LOCK = threading.RLock()
    for gate in (*_state.gates, *(getattr(client, _GATE) for client in _state.wrapped)):
        gate.forked()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


def install(
    policy: CompiledPolicy | str | os.PathLike[str] | None = None,
    *,
    mode: str | None = None,
    environment: str | None = None,
    observer: Observer | None = None,
    on_event: Callable[[Event], None] | None = None,
    propagate: bool = False,
    start: Path | None = None,
) -> Installation:
    """Put `policy` in force for every call of the SDKs that the guard knows, whether they are imported already or later.

    `policy` is a compiled policy, a bundle (`.json`), a TOML policy or its folder; without one LLMLINT_POLICY is asked, then
    the folders from that of the main module upward. Patterns of paths start from the folder of that file. `mode` is enforce,
    warn (nothing is refused), observe (only recorded) or off, and defaults to LLMLINT_GUARD, then to the policy's;
    `environment` defaults to LLMLINT_ENV. `observer` is told of every decision, `on_event` of every call that is over. With
    `propagate`, threads and thread pools run with the task and the deadlines of whoever starts them. A policy that is not
    named is looked for from the folder `start` upward. Works for clients made before, and as a context manager. Raises
    GuardError when there is no usable policy.
    """
    gate = _gate(policy, mode, environment, observer, on_event, start)
    with _LOCK:
        _state.propagating = _state.propagating or propagate
        _state.gates = (*_state.gates, gate)
        _state.settle()
    _state.catch_up()
    return Installation(gate)


def wrap(
    client: _Client,
    policy: CompiledPolicy | str | os.PathLike[str] | None = None,
    *,
    mode: str | None = None,
    environment: str | None = None,
    observer: Observer | None = None,
    on_event: Callable[[Event], None] | None = None,
) -> _Client:
    """`client` itself, whose calls a gate of its own judges from here on, whatever is installed; those of the clients that are
    derived from it (`with_options`) as well.

    Arguments are those of `install`.  Raises GuardError when there is no usable policy, and for what no hook is known of.
    """
    gate = _gate(policy, mode, environment, observer, on_event)
    _mark(client, gate)
    return client


def _mark(client: Any, gate: Gate) -> None:
    from llmlint.runtime.hooks import kinds

    holder, deriving = kinds.holder(client)
    with _LOCK:
        setattr(holder, _GATE, gate)
        _state.wrapped.add(holder)
        _state.settle()
    _state.catch_up()
    for name in deriving:
        if not hasattr(getattr(client, name), _GATE):
            setattr(client, name, _deriving(getattr(client, name), holder))


def _deriving(method: Callable[..., Any], holder: Any) -> Callable[..., Any]:
    """A method that derives clients; what it gives has the gate that the client, whose calls are seen on `holder`, has then."""

    @functools.wraps(method)
    def derived(*args: Any, **kwargs: Any) -> Any:
        client = method(*args, **kwargs)
        gate = getattr(holder, _GATE, None)
        if gate is not None:
            _mark(client, gate)
        return client

    setattr(derived, _GATE, True)
    return derived


def _gate(
    policy: CompiledPolicy | str | os.PathLike[str] | None,
    mode: str | None,
    environment: str | None,
    observer: Observer | None,
    on_event: Callable[[Event], None] | None,
    start: Path | None = None,
) -> Gate:
    from llmlint.runtime import settings
    from llmlint.runtime.gate import Gate

    chosen = settings.choose(policy, mode, environment, os.environ, start)
    return Gate(
        chosen.policy,
        root=chosen.root,
        environment=chosen.environment,
        mode=chosen.mode,
        fail_open=chosen.fail_open,
        observer=observer,
        on_event=on_event,
    )


def uninstall() -> None:
    """Take every gate away, those of wrapped clients too, and put back exactly what was found; without any, nothing happens."""
    with _LOCK:
        _state.gates = ()
        for client in list(_state.wrapped):
            delattr(client, _GATE)
        _state.wrapped.clear()
        _state.settle()
