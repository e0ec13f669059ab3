"""Options of every call."""

OPTIONS = {"max_output_tokens": 99}
