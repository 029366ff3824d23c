"""`poe prove NAME`: makes a proof anew at its full size, and writes it to bench/proofs/NAME.txt.

Options after the name win over the usual ones: `poe prove malformed --seed 2`.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

PROOFS: dict[str, tuple[str, ...]] = {
    "arithmetic": ("tests.arithmetic", "--examples", "10000", "--seed", "1"),
    "autotags": ("tests.autotag_proof", "--trees", "2000", "--seed", "1"),
    "gift-aid": ("tests.gift_aid_proof", "--histories", "10000", "--seed", "1"),
    "malformed": ("tests.malformed", "--requests", "10000", "--seed", "1"),
    "merge": ("tests.merge_proof", "--pairs", "5000", "--seed", "1"),
    "merge-kills": ("tests.merge_kills", "--kills", "100", "--seed", "1"),
    "merge-races": ("tests.merge_races", "--races", "500", "--seed", "1"),
    "opportunities": ("tests.opportunities_arithmetic", "--examples", "10000", "--seed", "1"),
    "referee": ("tests.referee", "--examples", "20000", "--seed", "2"),
    "timeline": ("tests.timeline", "--examples", "1000", "--seed", "1"),
}
"""The module of each proof, and what it is asked for."""


def main(arguments: Sequence[str]) -> int:
    """The exit code of the proof; 2 when there is none of this name."""
    if not arguments or arguments[0] not in PROOFS:
        print(f"Name a proof: {', '.join(sorted(PROOFS))}.", file=sys.stderr)
        return 2
    module, *usual = PROOFS[arguments[0]]
    return subprocess.call([sys.executable, "-m", module, *usual, *arguments[1:], "--proof"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
