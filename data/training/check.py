#!/usr/bin/env python3
"""Checks the training text: format, balance of labels, duplicates and near-duplicates, and that no run of eight words is
shared with measuring data.

    check.py [--gold FOLDER]

Exit 1 where a line is wrong, stands twice, nearly stands twice, or shares a run of words; the file, the line and what to do
are named.
"""
import argparse, collections, gzip, json, re, sys
from pathlib import Path

from sentences import HERE, LABELS, BadLine, parse, read_folder

RUN = 8  # words
NEAR = 0.7  # share of runs of three words that two texts have in common


def words(text):
    return re.findall(r"\w+", text.lower())


def runs(text, length):
    tokens = words(text)
    return {tuple(tokens[i : i + length]) for i in range(len(tokens) - length + 1)}


def near_duplicates(rows):
    """Pairs of different texts that share most of their runs of three words; looked up by their rarest runs."""
    holders, texts = collections.defaultdict(list), {}
    for row in rows:
        texts.setdefault(row.text, row)
    grams = {text: runs(text, 3) for text in texts}
    for text, found in grams.items():
        for gram in found:
            holders[gram].append(text)
    for text, found in grams.items():
        shared = collections.Counter(other for gram in found if len(holders[gram]) < 40 for other in holders[gram] if other > text)
        for other, count in shared.items():
            if count / max(1, min(len(found), len(grams[other]))) >= NEAR:
                yield texts[text], texts[other]


def gold_runs(folder):
    """Runs of words of every text in a folder of measuring data."""
    found = set()
    for path in sorted(folder.glob("*.jsonl*")):
        opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
        if path.name.startswith("heap"):
            continue  # a collection for throughput, never measured on for relations
        with opened as file:
            for line in file:
                found |= runs(json.loads(line).get("text") or "", RUN)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path)
    arguments = parser.parse_args()
    problems = 0

    def problem(row, what):
        nonlocal problems
        problems += 1
        print(f"data/training/{row.file}.tsv:{row.line}: {what}", file=sys.stderr)

    try:
        rows = read_folder()
        held = read_folder(HERE / "held-back")
    except BadLine as error:
        print(f"data/training/{error}; see README.md there for the format", file=sys.stderr)
        return 1
    seen = {}
    for row in rows + held:
        key = (row.text, row.actor, row.recipient)
        if key in seen:
            problem(row, f"stands in {seen[key].file}.tsv:{seen[key].line} already; take one out")
        seen[key] = row
    for left, right in near_duplicates(rows + held):
        if (left.event, left.status) != (right.event, right.status) or left.event == "NONE":
            continue  # a contrast on purpose
        problem(right, f"nearly the words of {left.file}.tsv:{left.line}; reword or take one out")
    if arguments.gold:
        gold = gold_runs(arguments.gold)
        for row in rows + held:
            common = runs(row.text, RUN) & gold
            if common:
                problem(row, f"shares {' '.join(min(common))!r} with measuring data; reword")
    for name, part in (("trained on", rows), ("held back", held)):
        none = sum(row.event == "NONE" for row in part)
        print(f"{name}: {len(part)} lines, {len({row.text for row in part})} texts, {100 * none / max(1, len(part)):.0f} % without relation")
        for label in ("record", "status", "assertion"):
            counts = collections.Counter(LABELS[label][row.label(label)] for row in part if row.label(label) >= 0)
            print(f"  {label}: " + ", ".join(f"{key} {count}" for key, count in counts.most_common()))
    modes = collections.Counter(f"{row.event} {row.mode}" for row in rows if row.mode != "-")
    rare = [mode for mode in LABELS["mode"] if mode != "-" and modes[mode] < 5]
    print("modes with fewer than five lines:", ", ".join(rare) or "none")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
