"""Does a call know its task, wherever it runs?"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from llmlint import guard
from llmlint.runtime.context import Labels, current_labels, current_task
from llmlint.runtime.deadlines import current_deadline
from llmlint.runtime.gate import Decision
from llmlint.values import Absent, Known
from tests.loopback import Provider

from .calls import MESSAGES, async_openai_client, openai_client
from .conftest import PolicyOf


def test_blocks_nest() -> None:
    labels = guard.task("labels")
    with labels:
        with guard.task("summary"), labels:
            assert current_task() == "labels"
        assert current_task() == "labels"
    assert current_task() is None


def test_a_block_is_left_when_something_is_raised() -> None:
    with pytest.raises(KeyError), guard.task("labels"):
        raise KeyError
    assert current_task() is None


def test_functions() -> None:
    @guard.task("labels")
    def classify(text: str, *, strict: bool = False) -> tuple[str | None, str, bool]:
        """Says what it was given."""
        return current_task(), text, strict

    assert classify("a", strict=True) == ("labels", "a", True)
    assert (classify.__name__, classify.__doc__) == ("classify", "Says what it was given.")
    assert current_task() is None


def test_coroutines_keep_their_tasks_apart() -> None:
    async def look() -> str | None:
        await asyncio.sleep(0)
        return current_task()

    labels, summaries = guard.task("labels")(look), guard.task("summary")(look)

    async def main() -> list[str | None]:
        with guard.task("outer"):
            return [*await asyncio.gather(labels(), summaries(), labels(), look())]

    assert asyncio.iscoroutinefunction(labels)
    assert asyncio.run(main()) == ["labels", "summary", "labels", "outer"]


def test_methods() -> None:
    class Bot:
        @guard.task("labels")
        def classify(self) -> str | None:
            return current_task()

        @classmethod
        @guard.task("summary")
        def summarise(cls) -> str | None:
            return current_task()

    assert (Bot().classify(), Bot.summarise()) == ("labels", "summary")


def test_generators_do_not_leak_their_task() -> None:
    log: list[object] = []

    @guard.task("labels")
    def steps() -> Iterator[Any]:
        try:
            received = yield current_task()
            log.append((received, current_task()))
            try:
                yield 2
            except KeyError:
                log.append(("raised", current_task()))
            yield 3
        finally:
            log.append(("closed", current_task()))

    generator: Any = steps()
    assert next(generator) == "labels"
    assert current_task() is None
    assert generator.send("hello") == 2
    assert generator.throw(KeyError()) == 3
    generator.close()
    assert log == [("hello", "labels"), ("raised", "labels"), ("closed", "labels")]
    assert current_task() is None


def test_generators_return() -> None:
    @guard.task("labels")
    def steps() -> Iterator[int]:
        yield 1
        return "done"  # type: ignore[return-value]

    def outer() -> Iterator[Any]:
        result = yield from steps()  # type: ignore[func-returns-value]
        yield result

    assert list(outer()) == [1, "done"]


def test_async_generators() -> None:
    log: list[object] = []

    @guard.task("labels")
    async def steps() -> AsyncIterator[Any]:
        try:
            yield current_task()
            try:
                yield 2
            except KeyError:
                log.append(("raised", current_task()))
            yield 3
        finally:
            log.append(("closed", current_task()))

    async def main() -> list[object]:
        generator: Any = steps()
        first = await anext(generator)
        outside = current_task()
        second = await anext(generator)
        third = await generator.athrow(KeyError())
        await generator.aclose()
        return [first, outside, second, third, [each async for each in steps()]]

    assert asyncio.run(main()) == ["labels", None, 2, 3, ["labels", 2, 3]]
    assert log == [("raised", "labels"), ("closed", "labels"), ("closed", "labels")]


def test_a_thread_has_no_task() -> None:
    found: list[str | None] = []
    with guard.task("labels"):
        thread = threading.Thread(target=lambda: found.append(current_task()))
        thread.start()
        thread.join()
    assert found == [None]


@pytest.mark.parametrize("name", ["", None, len])
def test_a_task_has_a_name(name: Any) -> None:
    with pytest.raises(TypeError, match="name of a task"):
        guard.task(name)


TASKS = """
    [limits]
    models = ["*"]
    [tasks.labels]
    models = ["small-*"]
    detect = { functions = ["classify_*"] }
    [tasks.reasoning]
    models = ["large-*"]
    """


def test_the_task_decides_about_the_model(provider: Provider, policy: PolicyOf) -> None:
    guard.install(policy(TASKS))

    def classify_tickets(model: str) -> None:
        client.chat.completions.create(model=model, messages=MESSAGES)

    with openai_client(provider.url) as client:
        classify_tickets("small-1")
        with guard.task("reasoning"):
            classify_tickets("large-1")
        with pytest.raises(guard.PolicyViolation) as caught:
            classify_tickets("large-1")
    assert (caught.value.rule, caught.value.task) == ("model-not-allowed-for-task", "labels")
    assert caught.value.limit == ("small-*",)
    assert len(provider.requests) == 2


def test_calls_side_by_side_have_their_own_tasks(provider: Provider, policy: PolicyOf) -> None:
    decisions: list[Decision] = []
    guard.install(policy(TASKS), mode="observe", observer=decisions.append)

    async def main() -> None:
        async with async_openai_client(provider.url) as client:

            async def call(model: str) -> None:
                await client.chat.completions.create(model=model, messages=MESSAGES)

            await asyncio.gather(guard.task("labels")(call)("a"), guard.task("reasoning")(call)("b"), call("c"))

    asyncio.run(main())
    tasks = {decision.facts.effective("model"): decision.facts.effective("task") for decision in decisions}
    assert tasks == {Known("a"): Known("labels"), Known("b"): Known("reasoning"), Known("c"): Absent()}


def labels_seen(work: Callable[[Callable[[], Labels]], Any]) -> list[Labels]:
    seen: list[Labels] = []

    def look() -> Labels:
        seen.append(current_labels())
        return seen[-1]

    work(look)
    return seen


def test_whom_a_call_serves() -> None:
    with guard.task("reply", user="ann", feature="chat", session="s1"):
        assert current_labels() == Labels("reply", "ann", "chat", "s1")
        with guard.task("classification", feature="sorting"):
            assert current_labels() == Labels("classification", "ann", "sorting", "s1")
        assert current_labels() == Labels("reply", "ann", "chat", "s1")
    assert current_labels() == Labels()


@pytest.mark.parametrize("wrong", [{"user": 7}, {"feature": b"x"}, {"session": ["s"]}])
def test_whom_is_told_in_text(wrong: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"guard\.task takes text for"):
        guard.task("reply", **wrong)


def test_a_thread_loses_the_context_unless_it_is_bound() -> None:
    def work(look: Callable[[], Labels]) -> None:
        with guard.task("reply", user="ann"), ThreadPoolExecutor(1) as pool:
            pool.submit(look).result()
            pool.submit(guard.bind(look)).result()
            with guard.task("other"):
                pool.submit(look).result()
            thread = threading.Thread(target=guard.bind(look))
            thread.start()
            thread.join()

    ann = Labels("reply", "ann")
    assert labels_seen(work) == [Labels(), ann, Labels(), ann]


def test_what_is_bound_leaves_no_trace() -> None:
    with guard.deadline(3):
        with guard.task("reply"):
            bound = guard.bind(lambda: (current_labels().task, current_deadline(is_async=False)))
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(bound).result() == ("reply", 3)
        with guard.task("other"), guard.deadline(2):
            assert bound() == ("reply", 3)
            assert (current_labels().task, current_deadline(is_async=False)) == ("other", 2)
    # A block that is left waits for nobody any more.
    assert bound() == ("reply", None)
    assert current_labels() == Labels()


def test_what_is_bound_may_be_a_coroutine_and_nest() -> None:
    async def ask() -> str | None:
        await asyncio.sleep(0)
        return current_labels().task

    with guard.task("inner"):
        inner = guard.bind(ask)

    async def outer() -> tuple[str | None, str | None]:
        return await inner(), current_labels().task

    with guard.task("outer"):
        bound = guard.bind(outer)
    assert asyncio.run(bound()) == ("inner", "outer")


def test_propagation_is_opt_in(policy: PolicyOf) -> None:
    def work(look: Callable[[], Labels]) -> None:
        with ThreadPoolExecutor(1) as pool:
            with guard.task("reply"):
                pool.submit(look).result()
                thread = threading.Thread(target=look)
                thread.start()
                thread.join()
            pool.submit(look).result()

    start = threading.Thread.start
    guard.install(policy(""))
    assert labels_seen(work) == [Labels()] * 3
    guard.install(policy(""), propagate=True)
    assert labels_seen(work) == [Labels("reply"), Labels("reply"), Labels()]
    guard.uninstall()
    assert labels_seen(work) == [Labels()] * 3
    assert threading.Thread.start is start
