"""llmlint: policy-as-code for LLM calls, enforced on source and on the running call by one evaluator."""

__version__ = "0.1.0"
