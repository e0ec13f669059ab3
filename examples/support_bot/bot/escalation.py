"""What should be done about a ticket that nobody could solve?"""

import logging
import time

from openai import APIError

from .clients import deepseek_client

log = logging.getLogger(__name__)

# The model thinks for minutes on a hard one.
patient_client = deepseek_client.with_options(timeout=240, max_retries=0)


def plan_escalation(thread: str) -> str:
    while True:
        try:
            response = patient_client.chat.completions.create(
                model="deepseek-reasoner",
                messages=[{"role": "user", "content": f"What should engineering look at, and in which order?\n\n{thread}"}],
                max_tokens=4000,
            )
        except APIError as error:
            log.warning("no plan yet: %s", error)
            time.sleep(5)
        else:
            return response.choices[0].message.content or ""
