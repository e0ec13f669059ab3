"""Which queue does a ticket belong to?"""

from .clients import deepseek_client

QUEUES = ("billing", "login", "bug", "feature request", "other")

PROMPT = f"""Sort the ticket into one of these queues: {", ".join(QUEUES)}.
Answer with the name of the queue and nothing else."""


def classify_ticket(text: str) -> str:
    response = deepseek_client.chat.completions.create(
        model="deepseek-reasoner",
        messages=[
            {"role": "system", "content": PROMPT},
            {"role": "user", "content": text},
        ],
        max_tokens=20,
        temperature=0,
    )
    queue = (response.choices[0].message.content or "").strip().lower()
    return queue if queue in QUEUES else "other"


def detect_language(text: str) -> str:
    options = {"model": "deepseek-chat", "max_tokens": 5}
    options["temperature"] = 0
    response = deepseek_client.chat.completions.create(
        messages=[{"role": "user", "content": f"Name the language of this text as an ISO code:\n\n{text[:500]}"}],
        **options,
    )
    return (response.choices[0].message.content or "en").strip()
