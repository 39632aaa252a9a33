#!/usr/bin/env python3
"""Exports read by others: every format of `demarche export`, read back by readers that are not ours.

    python3 tests/readers/run.py --bin target/release/demarche [--shared ../shared]

Makes a ledger of `examples/`, and one of the first story case where ../shared is; exports each, and reads every file with
pandas, pyarrow, DuckDB, networkx, geojson, jsonschema, stix2 and the STIX validator. They come from requirements.txt, into
a virtual environment beside the program (`--venv`), which is made on the first run. Exits 1 where one of them balks.
"""
import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
REQUIREMENTS = HERE / "requirements.txt"


def inside(venv):
    """Starts this script anew with the readers installed."""
    python = venv / "bin" / "python"
    mark = venv / "installed"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not mark.exists() or mark.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--requirement", REQUIREMENTS], check=True)
        mark.write_text(wanted)
    os.execv(python, [str(python), *sys.argv, "--ready"])


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--bin", type=Path, required=True, help="the program")
    flags.add_argument("--shared", type=Path, help="folder of the measuring data")
    flags.add_argument("--venv", type=Path, default=ROOT / "target" / "readers", help="virtual environment to use or make")
    flags.add_argument("--ready", action="store_true", help=argparse.SUPPRESS)
    given = flags.parse_args()
    if not given.ready:
        inside(given.venv)
    import checks

    program = given.bin.resolve()
    failures = checks.run(program, "examples", ROOT / "examples")
    cases = given.shared and given.shared / "cases"
    if cases and cases.is_dir():
        failures += checks.run(program, "moscow-expulsions", cases / "moscow-expulsions" / "articles", moscow=True)
    else:
        print("SKIPPED: no ../shared beside the project, so the first story case was not exported")
    failures += checks.run(program, "empty", None)
    for failure in failures:
        print(f"FAILED: {failure}", file=sys.stderr)
    print("all exports were read by others" if not failures else f"{len(failures)} exports were not read as they should be")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
