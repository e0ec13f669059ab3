"""Does the law hold over many cases?  `python -m tests.differential.run --cases 20000 [FAMILY…]` asks.

Prints how often each rule said what on both sides, and the first complaints with their programs.  Status 1 where there are any.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from .judging import FAMILIES, Told, is_there, judged, table, workers
from .programs import SEED


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.differential.run", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=f"of {', '.join(map(repr, FAMILIES))}; all unless told")
    parser.add_argument("--cases", type=int, default=1000, help="of each family (%(default)s)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first case (%(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="of all choices (%(default)s)")
    parser.add_argument("--processes", type=int, help="as many as there are cores unless told")
    parser.add_argument("--show", type=int, default=3, help="programs to print of those complained about (%(default)s)")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.families if name not in FAMILIES]
    if unknown:
        print(f"no family {', '.join(map(repr, unknown))}; there are {', '.join(map(repr, FAMILIES))}", file=sys.stderr)
        return 2
    failed = False
    with workers(given.processes) as pool:
        for family in given.families or FAMILIES:
            if not is_there(family):
                print(f"{family}: no environment with {FAMILIES[family].requirements[0]}")
                continue
            began, shown = time.monotonic(), 0
            counts: Counter[str] = Counter()
            told: Counter[Told] = Counter()
            for judgement in judged(pool, family, range(given.first, given.first + given.cases), given.seed):
                complaints = [f"{check}: {said}" for check, said in judgement.complaints]
                complaints += [judgement.raised] if judgement.raised else []
                counts.update(
                    {
                        "cases": 1,
                        "complained about": bool(complaints),
                        "of another task": not judgement.same_task,
                        "in a known gap": judgement.is_gap,
                    }
                )
                counts[f"of {judgement.sdk or 'none'}"] += 1
                told.update(judgement.told)
                if complaints and shown < given.show:
                    shown += 1
                    source = FAMILIES[family].case(judgement.number, given.seed).source
                    print(f"case {judgement.number} of {family}", *complaints, source, sep="\n", flush=True)
            words = ", ".join(f"{count} {name}" for name, count in counts.items())
            print(f"{family}: {words}; {time.monotonic() - began:.0f} s; verdicts, static / live:\n{table(told)}", flush=True)
            failed = failed or counts["complained about"] > 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
