"""Reads the training text: data/training/*.tsv, five columns a line (see README.md), and the labels drawn from them."""
import re, tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ONTOLOGY = HERE.parent / "ontology"
STATUSES = "proposed demanded threatened planned under_way done refused withdrawn reversed failed hypothetical".split()
ASSERTIONS = "stated alleged confirmed denied doubted".split()


def table(name, key):
    with open(ONTOLOGY / name, "rb") as file:
        return tomllib.load(file)[key]


TYPES = [entry["code"] for entry in table("types.toml", "type")]
MODES = [f'{entry["event"]} {entry["mode"]}' for entry in table("modes.toml", "mode")]
RULES = table("fold.toml", "rule")
LABELS = {"record": [*TYPES, "NONE"], "nearest": TYPES, "deed": [*TYPES, "NONE"], "mode": [*MODES, "-"], "status": STATUSES, "assertion": ASSERTIONS}


def fold(event, mode, status):
    """PLOVER's type for a deed of the marked actor: the first rule of fold.toml that fits; None where nothing is recorded.
    Rules that ask for a context are passed over, since lines bear none."""
    for rule in RULES:
        fits = (status in rule["status"] and event in rule.get("event", [event]) and mode in rule.get("mode", [mode])
                and "context" not in rule and rule.get("by", "self") == "self")
        if fits:
            return {"same": event, "none": None}.get(rule["plover"], rule["plover"])
    return None


class BadLine(ValueError):
    """A line that breaks the format; the message names what and why."""


@dataclass
class Sentence:
    file: str
    line: int
    event: str
    mode: str
    status: str
    assertion: str
    text: str
    actor: tuple
    recipient: tuple

    def record(self):
        """PLOVER's type of the pair; NONE without relation; None where the fold records nothing."""
        return "NONE" if self.event == "NONE" else fold(self.event, self.mode, self.status)

    def label(self, name):
        """Place of the label in LABELS; -1 where the line says nothing about it."""
        if name == "record":
            record = self.record()
            return -1 if record is None else LABELS[name].index(record)
        if name == "nearest":
            record = self.mode if self.event == "NONE" else self.record()
            return LABELS[name].index(record) if record in TYPES else -1
        if name == "deed":
            return LABELS[name].index(self.event)
        if self.event == "NONE":
            return -1
        if name == "mode":
            return LABELS[name].index("-" if self.mode == "-" else f"{self.event} {self.mode}")
        return LABELS[name].index(getattr(self, name))


def parse(line, file="", number=0):
    """One line. Raises BadLine."""
    columns = line.split("\t")
    if len(columns) != 5:
        raise BadLine(f"{len(columns)} columns, not 5 (event, mode, status, assertion, text, with tabs between)")
    event, mode, status, assertion, marked = columns
    if event == "NONE":
        if mode != "-" and mode not in TYPES or (status, assertion) != ("-", "-"):
            raise BadLine("NONE takes the nearest type or -, then - -")
    else:
        if event not in TYPES:
            raise BadLine(f"no type {event!r} in ontology/types.toml")
        if mode != "-" and f"{event} {mode}" not in MODES:
            raise BadLine(f"{event} has no mode {mode!r} in ontology/modes.toml")
        if status not in STATUSES:
            raise BadLine(f"no status {status!r}; take one of {', '.join(STATUSES)}")
        if assertion not in ASSERTIONS:
            raise BadLine(f"no assertion {assertion!r}; take one of {', '.join(ASSERTIONS)}")
    for mark in "[]{}":
        if marked.count(mark) != 1:
            raise BadLine(f"{marked.count(mark)} of {mark}, not 1")
    spans, text = {}, ""
    for piece in re.split(r"([\[\]{}])", marked):
        if piece in ("[", "{"):
            spans[piece] = [len(text), None]
        elif piece in ("]", "}"):
            opened = "[" if piece == "]" else "{"
            if opened not in spans:
                raise BadLine(f"{piece} before {opened}")
            spans[opened][1] = len(text)
        else:
            text += piece
    actor, recipient = tuple(spans["["]), tuple(spans["{"])
    if actor[0] >= actor[1] or recipient[0] >= recipient[1]:
        raise BadLine("an empty mark")
    if actor[0] < recipient[1] and recipient[0] < actor[1]:
        raise BadLine("the marks overlap")
    return Sentence(file, number, event, mode, status, assertion, text, actor, recipient)


def read_folder(folder=HERE):
    """All sentences, in a fixed order. Raises BadLine with file, line and remedy."""
    rows = []
    for path in sorted(Path(folder).glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                try:
                    rows.append(parse(line, path.stem, number))
                except BadLine as error:
                    raise BadLine(f"{path.name}:{number}: {error}") from None
    return rows
