#!/usr/bin/env python3
"""How often the countries behind the actors are found, on records of sentences and on the story cases.

    countries.py --bin target/release/demarche --shared ../shared [--verbose]

A row of gold/petr2_gsr.jsonl names the actors of each event by their country or kind of organisation; a case's expected.json
names the codes that an event's sides may have. A side is found where one of its codes is among the codes that `annotate`
gives to what the sentence, or the case's articles, speak of. `parties` counts only the codes of the reports' own sides.
Prints the shares in per cent as JSON.
"""
import argparse
import glob
import json
import subprocess
import sys
from pathlib import Path


def spoken(row):
    """Codes of all that an article speaks of, and of its reports' sides."""
    sides = {a["code"] for report in row["reports"] for side in ("actor", "recipient") for a in report[side]}
    heard = {entity["code"] for entity in row["entities"]} | {(a["speaker"] or {}).get("code") for a in row["attributions"]}
    return (heard | sides) - {None}, sides - {None}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, str(options.shared / "check"))
    import score

    wanted = []
    gold = [json.loads(line) for line in (options.shared / "gold/petr2_gsr.jsonl").read_text().splitlines()]
    by_id = score.annotate(options.bin, gold)
    for row in filter(lambda row: row["text"].strip(), gold):
        mentioned, sides = spoken(by_id[row["id"]])
        for event in row["events"]:
            for side in ("actor", "recipient"):
                codes = set(score.country(event[side]) or ())
                if codes:
                    wanted.append(("sentences", row["id"], codes, bool(codes & mentioned), bool(codes & sides)))
    for case in sorted(glob.glob(str(options.shared / "cases/*/expected.json"))):
        folder = Path(case).parent
        out = subprocess.run([options.bin, "annotate", str(folder / "articles")], capture_output=True, text=True)
        rows = [spoken(json.loads(line)) for line in out.stdout.splitlines()]
        mentioned, sides = (set().union(*sets) for sets in zip(*rows))
        for event in json.loads(Path(case).read_text())["must"]:
            for side in ("actor", "recipient"):
                codes = set(event.get(side) or ()) - {None}
                if codes:
                    wanted.append(("cases", f"{folder.name} {event['id']}", codes, bool(codes & mentioned), bool(codes & sides)))
    if options.verbose:
        for kind, name, codes, heard, of_side in wanted:
            if not heard:
                print(f"{kind} {name}: {'|'.join(sorted(codes))} is not spoken of", file=sys.stderr)
            elif not of_side:
                print(f"{kind} {name}: {'|'.join(sorted(codes))} is no side", file=sys.stderr)
    share = lambda rows, column: round(100 * sum(row[column] for row in rows) / max(len(rows), 1), 1)
    figures = {"sides": len(wanted), "found": share(wanted, 3), "parties": share(wanted, 4)}
    for kind in ("sentences", "cases"):
        of_kind = [row for row in wanted if row[0] == kind]
        figures[kind] = {"sides": len(of_kind), "found": share(of_kind, 3), "parties": share(of_kind, 4)}
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
