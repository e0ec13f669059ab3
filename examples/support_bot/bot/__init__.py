"""Answers support tickets: sorts them, sums up long threads, drafts the replies."""
