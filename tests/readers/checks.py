"""Reads every export of a ledger with the libraries that its users use, and compares what they see with the ledger."""
import json
import os
import subprocess
import tempfile
import traceback
from pathlib import Path

import duckdb
import geojson
import jsonschema
import networkx
import pandas
import pyarrow.dataset
import pyarrow.parquet
import stix2
import stix2validator

HERE = Path(__file__).resolve().parent
TABLES = ["events", "articles", "reports", "standings", "claims", "stories", "evidence"]

# The names in the tables of the PLOVER manual's chapter on data, and which of them it requires.
PLOVER = """id has_event date time enddate endtime source recipient event event_loc event_text quad_code event_scale mode context
link text text_info cite_info coder coded_date coded_time comment""".split()
PLOVER_REQUIRED = {"id", "date", "source", "event"}
PLOVER_ACTOR = set("code sector actor_text identifier_id identifier_text actor_loc religion ethnicity office gender age".split())
PLOVER_CITE = set("corpus citation url title language publication license copyright coder codebook version".split())
OURS = {"deed", "standing", "assertion", "quantities", "origins", "ontology", "ontology_version", "mapping_version"}

POLECAT = """Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|
Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|
Primary Recipient Sector|Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|District|
Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|Publication Date|Story People|
Story Organizations|Story Locations|Language|Version""".replace("\n", "").split("|")

SIDE = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()
GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
GDELT = (
    "GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split()
    + [side + name for side in ("Actor1", "Actor2") for name in SIDE]
    + "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone".split()
    + [side + "Geo_" + name for side in ("Actor1", "Actor2", "Action") for name in GEO]
    + ["DATEADDED", "SOURCEURL"]
)
MENTIONS = """GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID Actor1CharOffset
Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone MentionDocTranslationInfo Extras""".split()

# What the validator warns of and the bundle means to do: ids made of what an object holds (version 5), attribution to an
# identity, since a threat actor would be a finding of ours; and an address of ATT&CK's, which bears no hash.
WELCOME = ["{103}", "{202} 'identity' is permitted", "{302} External reference 'mitre-attack'"]


# Hive's folders by day; the type is given, since where no day is known nothing tells it.
DAYS = pyarrow.dataset.partitioning(pyarrow.schema([("day", pyarrow.string())]), flavor="hive")


class Ledger:
    """A ledger, its record, and its exports in a folder."""

    def __init__(self, program, folder, articles, moscow):
        self.program, self.folder, self.moscow = program, folder, moscow
        nothing = folder / "nothing"
        if articles is None:
            nothing.mkdir()
            (nothing / "quiet.txt").write_text("The lake lay still all morning, and a heron stood in the reeds.\n", encoding="utf-8")
        done = self.call("read", articles or nothing, check=False)
        if done.returncode > 1:
            raise RuntimeError(done.stderr)
        self.record = json.loads(self.call("ledger", "--format", "json").stdout)
        self.counted = [event for event in self.record["events"] if event["plover"]]

    def call(self, *words, check=True):
        surroundings = {**os.environ, "DEMARCHE_DB": str(self.folder / "ledger.db"), "NO_COLOR": "1"}
        return subprocess.run([self.program, *words], env=surroundings, check=check, capture_output=True, text=True)

    def export(self, name, out, *more):
        path = self.folder / out
        self.call("export", "--to", name, "--out", path, *more)
        return path


def plover(ledger):
    lines = [json.loads(line) for line in ledger.export("plover", "plover.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == [event["id"] for event in ledger.counted]
    for line in lines:
        assert PLOVER_REQUIRED <= line.keys(), line
        assert line.keys() <= {*PLOVER, *OURS}, line.keys()
        assert all(side.keys() <= PLOVER_ACTOR for side in line["source"] + line["recipient"]), line
        assert line["cite_info"].keys() <= PLOVER_CITE, line
        assert line["quad_code"] in (1, 2, 3, 4) and isinstance(line["event"], list), line
    frame = pandas.read_json(ledger.folder / "plover.jsonl", lines=True)
    assert len(frame) == len(lines)


def polecat(ledger):
    path = ledger.export("polecat", "polecat.txt")
    frame = pandas.read_csv(path, sep="\t", dtype=str, keep_default_na=False)
    assert list(frame.columns) == POLECAT and len(POLECAT) == 40
    assert list(frame["Event ID"]) == [event["id"] for event in ledger.counted]
    assert list(frame["Event Type"]) == [event["plover"]["event"] for event in ledger.counted]
    assert not (frame == "").any(axis=None)


def gdelt(ledger):
    folder = ledger.export("gdelt", "gdelt")
    frames = []
    for name, columns in [("events.export.CSV", GDELT), ("events.mentions.CSV", MENTIONS)]:
        lines = (folder / name).read_text().splitlines()
        assert all(line.count("\t") == len(columns) - 1 for line in lines), name
        if not lines:
            return
        frames.append(pandas.read_csv(folder / name, sep="\t", header=None, names=columns, dtype=str, keep_default_na=False))
    events, mentions = frames
    assert len(GDELT) == 61 and len(MENTIONS) == 16
    assert events["EventCode"].str.fullmatch("[0-9]{3,4}").all() and events["EventRootCode"].str.fullmatch("[0-9]{2}").all()
    assert events["GLOBALEVENTID"].is_unique and set(mentions["GLOBALEVENTID"]) <= set(events["GLOBALEVENTID"])
    assert (mentions["ActionCharOffset"].astype(int) >= -1).all()
    said = duckdb.read_csv(str(folder / "events.export.CSV"), sep="\t", header=False, all_varchar=True)
    assert len(said.columns) == 61 and said.count("*").fetchall()[0][0] == len(events)
    if ledger.moscow:
        expelled = events[events["EventCode"] == "166"]
        assert set(zip(expelled["Actor1CountryCode"], expelled["Actor2CountryCode"])) == {("USA", "RUS")}, expelled
        denied = events[events["EventCode"] == "016"]
        assert "RUS" in set(denied["Actor1CountryCode"]), denied


def stix(ledger):
    path = ledger.export("stix", "stix.json")
    text = path.read_text()
    if "objects" not in json.loads(text):
        assert not ledger.record["events"], "events, and nothing of them in the bundle"
        return  # both readers look for the objects that a bundle need not have
    bundle = stix2.parse(text, allow_custom=False)
    options = stix2validator.ValidationOptions(version="2.1", strict=False)
    result = stix2validator.validate_string(text, options)
    assert result.is_valid, [str(error) for error in result.errors]
    unwelcome = [str(warning) for warning in result.warnings or [] if not any(code in str(warning) for code in WELCOME)]
    assert not unwelcome, unwelcome
    objects = bundle["objects"]
    kinds = [one["type"] for one in objects]
    print(f"  {len(objects)} objects: " + ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds))))
    if ledger.moscow:
        named = {one["external_references"][0]["external_id"] for one in objects if one["type"] == "attack-pattern"}
        assert named == {"T1566"}, named
        links = {one["id"]: one["relationship_type"] for one in objects if one["type"] == "relationship"}
        assert "uses" in links.values(), links
        for kind in ("note", "opinion"):
            said = [one for one in objects if one["type"] == kind]
            assert said and all(links[ref] == "attributed-to" for one in said for ref in one["object_refs"]), said


def timeline(ledger):
    told = json.loads(ledger.export("timeline", "timeline.json").read_text())
    jsonschema.validate(told, json.loads((HERE / "timelinejs.schema.json").read_text()))
    assert len(told["events"]) <= len(ledger.record["events"])


def graphml(ledger):
    graph = networkx.read_graphml(ledger.export("graphml", "who.graphml"))
    assert graph.is_directed()
    linked = {event for _, _, edge in graph.edges(data=True) for event in edge["events"].split()}
    sided = {event["id"] for event in ledger.counted if event["actor"] and event["recipient"]}
    assert linked == sided, linked ^ sided
    for _, _, edge in graph.edges(data=True):
        quads = ["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]
        assert edge["weight"] == sum(edge[quad] for quad in quads), edge


def places(ledger):
    map_ = geojson.loads(ledger.export("geojson", "places.geojson").read_text())
    assert map_.is_valid, map_.errors()
    located = [place for event in ledger.record["events"] for place in event["locations"] if place["latitude"] is not None]
    assert len(map_["features"]) == len(located)


def csv(ledger):
    folder = ledger.export("csv", "csv")
    for table in TABLES:
        frame = pandas.read_csv(folder / f"{table}.csv", dtype=str, keep_default_na=False)
        assert {"ontology", "ontology_version", "mapping_version"} <= set(frame.columns), table
        if table in ledger.record:
            ids = [row["id"] for row in ledger.record[table]]
            assert list(frame["id"]) == ids, table
            seen = duckdb.read_csv(str(folder / f"{table}.csv"), header=True, all_varchar=True)
            assert seen.count("*").fetchall()[0][0] == len(ids), table
    alone = ledger.call("ledger", "--format", "csv").stdout
    assert alone == (folder / "events.csv").read_text(), "`ledger --format csv` is another table"


def parquet(ledger):
    folder = ledger.export("parquet", "parquet")
    sheets = ledger.folder / "csv"
    for table in TABLES:
        parted = pyarrow.dataset.dataset(folder / table, partitioning=DAYS, format="parquet")
        kinds = {field.name: str(field.type) for field in parted.schema if field.name != "day"}
        assert set(kinds.values()) <= {"string", "int64", "double", "bool"}, kinds
        sheet = pandas.read_csv(sheets / f"{table}.csv", dtype=str, keep_default_na=False)
        assert parted.count_rows() == len(sheet) and list(kinds) == list(sheet.columns), table
        seen = duckdb.sql(f"SELECT count(*), count(DISTINCT day) FROM read_parquet('{folder}/{table}/*/*.parquet', hive_partitioning = true)")
        assert seen.fetchall()[0][0] == len(sheet), table
        whole = ledger.export("parquet", f"{table}.parquet", "--part", table)
        rows = pyarrow.parquet.read_table(whole)
        frame = pandas.read_parquet(whole)
        assert rows.num_rows == len(frame) == len(sheet), table
        if "id" in sheet.columns:
            assert list(frame["id"]) == list(sheet["id"]), table


CHECKS = [plover, polecat, gdelt, stix, timeline, graphml, places, csv, parquet]


def run(program, name, articles, moscow=False):
    """Exports one ledger and reads it; gives what went wrong."""
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(program, Path(folder), articles, moscow)
        print(f"{name}: {len(ledger.record['events'])} events, {len(ledger.counted)} counted")
        for check in CHECKS:
            try:
                check(ledger)
                print(f"  {check.__name__}: read")
            except subprocess.CalledProcessError as error:
                failures.append(f"{name}, {check.__name__}: {error.stderr}")
            except Exception:  # whatever a reader balks at
                failures.append(f"{name}, {check.__name__}: {traceback.format_exc()}")
    return failures
