#!/usr/bin/env python3
"""Rows of a relation file whose gold goes against PLOVER's manual, by rule, where Demarche follows the manual.

    against_manual.py ../shared/gold/plv_train.jsonl

A rule is what the sentence says, the gold's type, and the type that the manual gives. Prints a line a rule with its rows.
"""
import json, re, sys

RULES = [
    ("sanctions imposed: the manual's SANCTION, not COERCE", r"\b(imposed|imposes|slapped|placed|ordered)\b[^.]*\bsanctions\b", "COERCE", "SANCTION"),
    ("found guilty or convicted: moved to SANCTION convict in the manual", r"\b(convicted|convicts|found\b.*\bguilty|sentenced)\b", ("ACCUSE", "COERCE"), "SANCTION"),
    ("calls for sanctions or punishment of somebody: REQUEST", r"\b(called|calls|calling|urged) (for|on)\b[^.]*\b(sanctions?|punish)", ("ACCUSE", "THREATEN"), "REQUEST"),
    ("hacking: COERCE cyber", r"\bcyber ?-?attacks?\b|\bhack", "ASSAULT", "COERCE"),
    ("property and land seized: COERCE seize", r"\bseized?\b", "ASSAULT", "COERCE"),
    ("help, troops or visits still to come: AGREE", r"\b(will|would|agreed to|plans? to|ready to)\b", ("AID", "SUPPORT", "CONSULT", "COOPERATE", "YIELD"), "AGREE"),
]


def main():
    rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    total = set()
    for name, pattern, gold, manual in RULES:
        gold = (gold,) if isinstance(gold, str) else gold
        hit = [row["id"] for row in rows if row["gold_event"] in gold and re.search(pattern, row["text"], re.I)]
        total |= set(hit)
        print(f"{name}: {len(hit)} rows with {' or '.join(gold)}, by the manual {manual}: {' '.join(hit)}")
    print(f"{len(total)} of {len(rows)} rows in all")


if __name__ == "__main__":
    main()
