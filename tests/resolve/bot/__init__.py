"""A bot of several modules, as its parts import one another."""

from .clients import fast_client, make_client

__all__ = ["fast_client", "make_client"]
