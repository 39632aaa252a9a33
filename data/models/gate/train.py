#!/usr/bin/env python3
"""Makes the weights of the gate before the relation model.

    cargo run --release --example gate_features > features.tsv
    train.py features.tsv > weights.tsv

Needs scikit-learn. A logistic regression over the features that stand in five lines or more; weights below a tenth are left
out. `least` is the sum that 98.5 in a hundred true pairs of the training text reach when the gate was trained on the
others (five parts): held-back text is of another hand, so that a little less than that passes there.
"""
import collections, sys

import numpy
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

KEPT = 0.985
FEWEST = 5
# How much a pair of sides that no line marks counts: nobody has said that nothing relates them.
OTHER = 0.3
STRENGTH = 0.3
SMALLEST = 0.1
PARTS = 5

KINDS = {
    "related": lambda label: label not in ("NONE", "other", "running"),
    "marked as not related": "NONE".__eq__,
    "with a further side": "other".__eq__,
    "any two sides": "running".__eq__,
}


def read(path):
    rows = collections.defaultdict(list)
    with open(path, encoding="utf-8") as file:
        for line in file:
            part, label, *features = line.rstrip("\n").split("\t")
            rows[part].append((label, features))
    return rows


def matrix(rows, places):
    starts, columns = [0], []
    for _, features in rows:
        columns += sorted({places[feature] for feature in features if feature in places})
        starts.append(len(columns))
    return csr_matrix((numpy.ones(len(columns)), columns, starts), (len(rows), len(places)))


def fit(rows, places):
    related = numpy.array([KINDS["related"](label) for label, _ in rows])
    weight = numpy.array([OTHER if label == "other" else 1.0 for label, _ in rows])
    model = LogisticRegression(C=STRENGTH, solver="liblinear", fit_intercept=False, max_iter=300, random_state=1)
    return model.fit(matrix(rows, places), related, weight).coef_[0]


def sums(rows, places, weights):
    return matrix(rows, places) @ weights


def main():
    rows = read(sys.argv[1])
    trained, held = rows["trained"], rows["held-back"]
    counts = collections.Counter(feature for _, features in trained for feature in set(features))
    places = {feature: place for place, feature in enumerate(sorted(name for name, count in counts.items() if count >= FEWEST))}
    # Neighbours in a file are of one kind: parts are runs of lines, not every fifth.
    true_sums = []
    for part in range(PARTS):
        inside = lambda index: index * PARTS // len(trained) == part
        weights = fit([row for index, row in enumerate(trained) if not inside(index)], places)
        left_out = [row for index, row in enumerate(trained) if inside(index) and KINDS["related"](row[0])]
        true_sums += list(sums(left_out, places, weights))
    least = numpy.quantile(true_sums, 1 - KEPT)
    weights = fit(trained, places)
    weights[abs(weights) < SMALLEST] = 0
    weights = weights.round(2)
    print(f"least\t{least:.2f}")
    for feature, place in places.items():
        if weights[place]:
            print(f"{feature}\t{weights[place]:.2f}")
    for name, part in rows.items():
        for kind, belongs in KINDS.items():
            of = [row for row in part if belongs(row[0])]
            if of:
                passed = (sums(of, places, weights) >= least).mean()
                print(f"{name}, {kind}: {len(of)} pairs, {100 * passed:.1f} % pass", file=sys.stderr)


if __name__ == "__main__":
    main()
