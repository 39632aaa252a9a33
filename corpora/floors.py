#!/usr/bin/env python3
"""Measure the program on the story cases and the gold data; fail when a figure is below its floor.

    floors.py --bin target/release/demarche --shared ../shared [--only NAME]

A row of floors.toml names what to run (`stories`, `together`, `countries`, or a task of score.py), on what, the figure (a path
into the JSON that is printed) and its floor or ceiling. Floors only rise. Needs Python 3.11 (tomllib), nothing else.
"""
import argparse
import glob
import json
import subprocess
import sys
import tomllib
from pathlib import Path


def measure(row, binary, shared):
    """The JSON that a check prints for a row of floors.toml."""
    checks = shared / "check"
    if row["run"] in ("stories", "together"):
        paths = sorted(p for p in glob.glob(str(shared / row["on"])) if Path(p).is_dir())
        command = [sys.executable, str(checks / "stories.py"), "--bin", binary, "--json"]
        command += ["--together"] if row["run"] == "together" else []
        command += paths
    elif row["run"] == "countries":
        command = [sys.executable, str(Path(__file__).parent / "countries.py"), "--bin", binary, "--shared", str(shared)]
    else:
        command = [sys.executable, str(checks / "score.py"), "--bin", binary, row["run"], str(shared / row["on"])]
        command += ["--limit", str(row["limit"])] if "limit" in row else []
    out = subprocess.run(command, capture_output=True, text=True)
    if out.returncode != 0 or not out.stdout.strip():
        return None, f"{' '.join(command)}: {out.stderr.strip()[-400:]}"
    return json.loads(out.stdout.strip().splitlines()[-1]), None


def value_at(figures, path):
    """The figure at a dotted path."""
    for part in path.split("."):
        figures = figures[int(part)] if isinstance(figures, list) else figures[part]
    return float(figures)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--only", help="measure only rows whose `run` is this")
    options = parser.parse_args()
    with open(Path(__file__).with_name("floors.toml"), "rb") as file:
        rows = tomllib.load(file)["floor"]
    seen, failed = {}, 0
    for row in rows:
        if options.only and row["run"] != options.only:
            continue
        key = (row["run"], row["on"], row.get("limit"))
        if key not in seen:
            seen[key] = measure(row, options.bin, options.shared)
        figures, problem = seen[key]
        if problem:
            print(f"FAILED   {row['run']} {row['on']}: {problem}")
            failed += 1
            continue
        value = value_at(figures, row["figure"])
        low = "at_least" in row and value < row["at_least"]
        high = "at_most" in row and value > row["at_most"]
        bound = f"at least {row['at_least']}" if "at_least" in row else f"at most {row['at_most']}"
        print(f"{'BELOW   ' if low or high else 'held    '} {row['run']} {row['on']} {row['figure']} = {value:g} ({bound})")
        failed += low or high
    print(f"{len(rows)} floors, {failed} not held")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
