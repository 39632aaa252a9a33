#!/usr/bin/env python3
"""How the cost of collating and the memory of reading grow with the number of articles.

    scale.py --bin target/release/demarche --shared ../shared [--counts 5000 10000 20000] [--all] [--model]

Reads every so many-th article of gold/heap.jsonl.gz, so that each count is of the same mixture, then prints for each: CPU
seconds of reading, peak memory of reading and of `ledger`, wall seconds of collating as `-v` tells them, microseconds an
article, and what it takes to read ten articles more. `--all` also reads the whole heap once. Exits 1 where the cost of
collating an article grows by more than 25 % from the first count to the last, or reading takes more than 1.2 GiB.
"""
import argparse
import gzip
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

MOST_GROWTH, MOST_MEMORY = 1.25, 1.2 * 1024


def call(*command):
    """CPU seconds, peak memory in MiB, and standard error of a call."""
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command}: {said}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said


def collating(said):
    """Seconds of collating that `-v` tells."""
    return float(re.search(r"collated \d+ articles in ([\d.]+) s", said).group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, type=Path)
    parser.add_argument("--shared", required=True, type=Path)
    parser.add_argument("--counts", type=int, nargs="+", default=[5000, 10000, 20000])
    parser.add_argument("--all", action="store_true", help="also read the whole heap once")
    parser.add_argument("--model", action="store_true", help="read with the relation model (slower)")
    options = parser.parse_args()
    with gzip.open(options.shared / "gold/heap.jsonl.gz", "rt", encoding="utf-8") as file:
        heap = file.readlines()
    flags = [] if options.model else ["--no-model"]
    costs, memory = [], []
    with tempfile.TemporaryDirectory() as folder:
        for count in options.counts + ([len(heap)] if options.all else []):
            chosen = [heap[index * len(heap) // count] for index in range(count)]
            lines, db = Path(folder) / "some.jsonl", Path(folder) / f"{count}.db"
            lines.write_text("".join(chosen), encoding="utf-8")
            cpu, peak, _ = call(options.bin, "read", *flags, "--db", db, lines)
            views = [call(options.bin, "ledger", "-v", "--db", db, "--format", "csv") for _ in range(3)]
            seconds = min(collating(said) for _, _, said in views)
            # Ten articles that are not known: known ones with a word before them.
            more = [line.replace('"text": "', '"text": "Again: ', 1).replace('"id": "', '"id": "again-', 1) for line in chosen[:10]]
            lines.write_text("".join(more), encoding="utf-8")
            cpu_more, peak_more, _ = call(options.bin, "read", *flags, "--db", db, lines)
            print(f"{count} articles: read {cpu:.1f} CPU s, {peak:.0f} MiB; collate {seconds:.2f} s, {seconds / count * 1e6:.0f} µs an article; "
                  f"ledger {views[0][0]:.1f} CPU s, {views[0][1]:.0f} MiB; ten more {cpu_more:.1f} CPU s, {peak_more:.0f} MiB", flush=True)
            costs.append(seconds / count)
            memory.append(max(peak, peak_more))
            db.unlink()
    growth = costs[len(options.counts) - 1] / costs[0]
    print(f"cost of collating an article from first to last: × {growth:.2f} (at most {MOST_GROWTH}); peak memory {max(memory):.0f} MiB (at most {MOST_MEMORY:.0f})")
    sys.exit(growth > MOST_GROWTH or max(memory) > MOST_MEMORY)


if __name__ == "__main__":
    main()
