"""What has been said so far?"""

from .clients import deepseek_client, openai_client
from .settings import SUMMARY_MODEL

SUMMARY_OPTIONS = dict(model=SUMMARY_MODEL, max_tokens=300)


def summarise_thread(messages: list[str]) -> str:
    if len(messages) < 4:
        return "\n\n".join(messages)
    response = openai_client.chat.completions.create(
        messages=[
            {"role": "system", "content": "Sum up this support thread in five sentences."},
            {"role": "user", "content": "\n\n".join(messages)},
        ],
        **SUMMARY_OPTIONS,
    )
    return response.choices[0].message.content or ""


def summarise_week(summaries: list[str]) -> str:
    # llmlint: ignore[missing-output-cap] once a week, and as long as the week was bad
    response = deepseek_client.chat.completions.create(
        model="deepseek-chat",
        messages=[{"role": "user", "content": "What went wrong this week?\n\n" + "\n".join(summaries)}],
    )
    return response.choices[0].message.content or ""
