#!/usr/bin/env python3
"""How many plain sentences of news agencies are coded: type, both sides and status.

    plain.py --bin PROGRAM [--wrong] [FILE.tsv …]

Each line of `corpora/plain/*.tsv`: type, actor, recipient, standing, sentence, parted by tabs; `a|b` allows either, `*` anything,
`?` a side of no known country, `-` nobody. `main-clauses.tsv` holds active main clauses mostly, `other-shapes.tsv` passives, nouns,
relative clauses, long leads and deeds that are not done. With `--wrong`, what does not hold is printed with what was coded.

A mutual deed may be told from either side; the type may be that of the report or of PLOVER's record.
"""
import argparse
import collections
import json
import subprocess
from pathlib import Path

MUTUAL = {"CONSULT", "AGREE", "COOPERATE", "SUPPORT"}
LEVELS = ["not coded", "type", "type, status", "type, sides", "right"]


def codes(parties):
    return {party["code"] or "?" for party in parties} or {"-"}


def is_side(wanted, told):
    return any(one in ("*", *told) or one == "?" and told & {"?", "-"} for one in wanted.split("|"))


def level(line, report):
    """How much of a line a report tells, as an index of LEVELS."""
    types, actor, recipient, standing, _ = line
    types, standing = types.split("|"), set(standing.split("|"))
    folded = (report["plover"] or {}).get("event")
    if report["event"] not in types and folded not in types:
        return 0
    acting, bearing = codes(report["actor"]), codes(report["recipient"])
    sides = is_side(actor, acting) and is_side(recipient, bearing)
    sides |= report["event"] in MUTUAL and is_side(actor, bearing) and is_side(recipient, acting)
    status = report["status"] in standing or "*" in standing
    status |= report["status"] in ("done", "under_way") and bool(standing & {"done", "under_way"})
    status |= report["event"] not in types
    return 4 if sides and status else 3 if sides else 2 if status else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("files", nargs="*", type=Path)
    arguments = parser.parse_args()
    for file in arguments.files or sorted((Path(__file__).parent / "plain").glob("*.tsv")):
        lines = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line]
        articles = [
            json.dumps({"id": str(number), "published": "2024-05-14", "text": line[4]}) for number, line in enumerate(lines)
        ]
        told = subprocess.run(
            [arguments.bin, "annotate", "-"], input="\n".join(articles), capture_output=True, text=True, check=False
        )
        reports = {}
        for row in told.stdout.splitlines():
            article = json.loads(row)
            reports[int(article["article"]["id"])] = article["reports"]
        counts = collections.Counter()
        for number, line in enumerate(lines):
            best = max((level(line, report) for report in reports.get(number, [])), default=0)
            counts[LEVELS[best]] += 1
            if arguments.wrong and best < 4:
                print(f"{LEVELS[best]}: {' '.join(line[:4])} | {line[4]}")
                for report in reports.get(number, []):
                    acting, bearing = sorted(codes(report["actor"])), sorted(codes(report["recipient"]))
                    print("   ", report["event"], report["mode"], report["status"], acting, "->", bearing, report["entry"])
        print(json.dumps({"file": file.name, "percent": round(100 * counts["right"] / len(lines), 1), **counts}))


if __name__ == "__main__":
    main()
