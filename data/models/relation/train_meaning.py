#!/usr/bin/env python3
"""Makes meaning.safetensors: what turns the relation model's layers into an encoder of what clauses mean.

    train_meaning.py --base FOLDER [--epochs 3] [--out .]

FOLDER is that of train.py. The layers of weights.safetensors know who does what to whom and have forgotten much else; a
matrix of rank 16 a product, biases and norms bring back what they were begun from, all-MiniLM-L6-v2. They begin as the largest
singular vectors of the difference and are then trained on two things at once: likeness between sentences of data/training
as MiniLM has it, and data/training/same-event, pairs of clauses that tell one deed or two. Pairs of the types in HELD are
left out of training and measured on. One thread, one seed; the same version of torch gives the same file.
"""
import argparse, random, sys
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

RANK, DIMENSIONS, BATCH, SENTENCES = 16, 64, 16, 4000
HELD = "ACCUSE ASSAULT CONSULT REJECT".split()
LIKE_BASE, PAIRS, OTHERS = 30.0, 0.5, 0.1
PRODUCTS, NORMS = "query key value join widen narrow".split(), "after_attention after_inner".split()
FOLDER = Path(__file__).resolve().parent


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


def report(encoder, pieces, count, held, same, who):
    encoder.eval()
    first, second = all_of(encoder, [pieces[i] for i in held]), all_of(encoder, [pieces[i + count] for i in held])
    every, labels = first @ second.T, torch.tensor([same[i] for i in held])
    likeness = every.diagonal()
    yes, no = likeness[labels > 0], likeness[labels == 0]
    auc = (yes[:, None] > no[None]).float().mean()
    print(f"{who}: {len(held)} held-out pairs, area under the curve {auc:.3f}", flush=True)
    far = every[~torch.eye(len(held), dtype=torch.bool)]
    for at in (0.7, 0.75, 0.8, 0.85, 0.9):
        print(f"  from {at}: {int((yes >= at).sum())} of {len(yes)} same, {int((no >= at).sum())} of {len(no)} other, {int((far >= at).sum())} of {len(far)} by chance")


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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--out", default=str(FOLDER))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    random.seed(0)
    tokenizer = Tokenizer.from_file(str(Path(arguments.base) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_PIECES)
    lines = (FOLDER.parents[1] / "training" / "same-event" / "pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]
    pairs = [line.split("\t") for line in lines]
    same, count = [float(pair[0] == "same") for pair in pairs], len(pairs)
    sentences = [row.text for row in read_folder()]
    random.shuffle(sentences)
    sentences = [text for text in sentences if len(text) < 160][:SENTENCES]
    texts = [pair[2] for pair in pairs] + [pair[3] for pair in pairs] + sentences
    pieces = [tokenizer.encode(text).ids for text in texts]
    base = Net()
    base.load(arguments.base)
    base.eval()
    like = all_of(lambda rows: mean(base, rows), pieces)
    encoder = Encoder(base, like)
    learning = [i for i in range(count) if pairs[i][1] not in HELD]
    held = [i for i in range(count) if pairs[i][1] in HELD]
    report(encoder, pieces, count, held, same, "untrained")
    scale, shift = nn.Parameter(torch.tensor(10.0)), nn.Parameter(torch.tensor(-5.0))
    learned = [parameter for name, parameter in encoder.named_parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW([{"params": learned, "lr": arguments.rate}, {"params": [scale, shift], "lr": 1e-2}], weight_decay=0.0)
    steps = arguments.epochs * (len(learning) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min((step + 1) / (0.1 * steps), max(0.05, (steps - step) / (0.9 * steps))))
    apart = torch.ones(3 * BATCH, 3 * BATCH)  # the pairs' own likeness is not MiniLM's to tell
    rows = torch.arange(BATCH)
    apart[rows, rows + BATCH] = apart[rows + BATCH, rows] = 0.0
    for epoch in range(arguments.epochs):
        encoder.train()
        random.shuffle(learning)
        for start in range(0, len(learning) - BATCH + 1, BATCH):
            some = learning[start : start + BATCH]
            every = some + [i + count for i in some] + random.sample(range(2 * count, len(texts)), BATCH)
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
        report(encoder, pieces, count, held, same, f"epoch {epoch + 1}")
        export(encoder, Path(arguments.out))


if __name__ == "__main__":
    main()
