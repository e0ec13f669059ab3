"""Settings, from the environment where there is one."""

import os

# Not a key: it only has the form of one.
OPENAI_API_KEY = os.getenv("OPENAI_API_KEY", "sk-proj-SupportBotDemo42SupportBotDemo42SupportBotDemo42")
DEEPSEEK_API_KEY = os.getenv("DEEPSEEK_API_KEY", "")

REPLY_MODEL = os.getenv("REPLY_MODEL", "gpt-4o")
SUMMARY_MODEL = "gpt-4o-mini"
SIGNATURE = "Your support team"
