"""Routes between cities; the folder tells the task."""

from typing import Any

from openai import OpenAI

client = OpenAI(timeout=60)


def route(start: str, end: str) -> Any:
    # fail: model-not-allowed-for-task
    return client.responses.create(model="gpt-4o", input=f"{start} to {end}", max_output_tokens=900)


def route_well(start: str, end: str) -> Any:
    # ok: model-not-allowed-for-task
    return client.responses.create(model="o3", input=f"{start} to {end}", max_output_tokens=900)


def classify_route(start: str, end: str) -> Any:
    # the path is stronger than the name
    # fail: model-not-allowed-for-task
    return client.responses.create(model="gpt-4o-mini", input=f"{start} to {end}", max_output_tokens=9)
