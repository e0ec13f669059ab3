"""Sort the ticket on standard input and draft a reply."""

import sys

from llmlint import guard

from .replies import ReplyWriter
from .threads import summarise_thread
from .triage import classify_ticket


def main() -> None:
    guard.install()
    ticket = sys.stdin.read()
    print("queue:", classify_ticket(ticket))
    print(ReplyWriter().draft(summarise_thread([ticket]), ticket))


if __name__ == "__main__":
    main()
