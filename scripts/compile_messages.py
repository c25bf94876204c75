"""Compile locale/*/LC_MESSAGES/django.po, as Django reads only the compiled file.

With --check nothing is written; exit status 1 where a compiled file is not current. `polib` stands
in for gettext's msgfmt, which many machines do not have.
"""

import sys
from pathlib import Path

import polib

LOCALES = Path(__file__).resolve().parent.parent / "locale"


def main() -> int:
    stale = []
    for source in sorted(LOCALES.glob("*/LC_MESSAGES/django.po")):
        compiled = polib.pofile(str(source)).to_binary()
        target = source.with_suffix(".mo")
        if target.exists() and target.read_bytes() == compiled:
            continue
        stale.append(target)
        if "--check" not in sys.argv:
            target.write_bytes(compiled)
    if stale and "--check" in sys.argv:
        names = ", ".join(str(target.relative_to(LOCALES.parent)) for target in stale)
        sys.stderr.write(f"{names} is not current; run scripts/compile_messages.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
