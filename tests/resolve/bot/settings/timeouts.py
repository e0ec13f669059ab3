"""Seconds."""

PATIENT = 30
QUICK = 3
