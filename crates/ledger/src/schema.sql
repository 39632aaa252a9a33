-- Schema 2. Every table is append-only: triggers at the end refuse UPDATE and DELETE.
-- Times of reading are microseconds since 1970 in UTC; all else that tells a time is text as it was given.

-- One call of the program that writes.
CREATE TABLE runs (
    run     INTEGER PRIMARY KEY,
    read_at INTEGER NOT NULL,
    command TEXT NOT NULL,              -- "read", "recode", "forget"
    inputs  TEXT NOT NULL,              -- JSON list, as given
    version TEXT NOT NULL               -- of codebook and weights
) STRICT;

-- How a call ended; a call without an end was cut short.
CREATE TABLE run_ends (
    run      INTEGER PRIMARY KEY REFERENCES runs,
    read_at  INTEGER NOT NULL,
    counts   TEXT NOT NULL,             -- JSON object
    problems TEXT NOT NULL              -- JSON list of lines
) STRICT;

-- A text under an id. Two rows of one id are two versions of that article.
CREATE TABLE articles (
    article      INTEGER PRIMARY KEY,
    id           TEXT NOT NULL,         -- as given, else from the hash
    content_hash TEXT NOT NULL,
    text         TEXT,                  -- NULL once forgotten
    run          INTEGER NOT NULL REFERENCES runs,
    read_at      INTEGER NOT NULL,
    UNIQUE (id, content_hash)
) STRICT;
CREATE INDEX articles_by_hash ON articles (content_hash);

-- What came with the text: date, title, outlet, place. The last row of an article stands; a row is added
-- only when it ranks before the one that stands, so what stands depends on the set of sightings alone.
CREATE TABLE sightings (
    sighting INTEGER PRIMARY KEY,
    article  INTEGER NOT NULL REFERENCES articles,
    sighted  TEXT NOT NULL,             -- JSON
    run      INTEGER NOT NULL REFERENCES runs,
    read_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX sightings_by_article ON sightings (article);

-- What was coded of an article. The last row of an article stands.
CREATE TABLE coded (
    coding  INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles,
    version TEXT NOT NULL,              -- of codebook and weights
    coded   TEXT NOT NULL,              -- JSON
    run     INTEGER NOT NULL REFERENCES runs,
    read_at INTEGER NOT NULL
) STRICT;
CREATE INDEX coded_by_article ON coded (article);

-- Articles whose text was taken out.
CREATE TABLE forgotten (
    article INTEGER PRIMARY KEY REFERENCES articles,
    run     INTEGER NOT NULL REFERENCES runs,
    read_at INTEGER NOT NULL
) STRICT;

-- What a person set right; the machine never writes here. How a correction lies in these columns: corrections.rs.
CREATE TABLE corrections (
    correction INTEGER PRIMARY KEY,
    target     TEXT NOT NULL,           -- report or event id
    field      TEXT NOT NULL,
    before     TEXT,                    -- JSON
    after      TEXT,                    -- JSON
    author     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    made_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX corrections_by_target ON corrections (target);

-- Each change of an event in the record. Holds no words of any article, only where they stand.
CREATE TABLE amendments (
    amendment INTEGER PRIMARY KEY,
    event     TEXT NOT NULL,
    kind      TEXT NOT NULL,            -- "new", "changed", "gone"
    said      TEXT,                     -- when what decides it was said
    changes   TEXT NOT NULL,            -- JSON object: field -> [old, new]
    state     TEXT,                     -- JSON: the event after it; NULL when gone
    run       INTEGER NOT NULL REFERENCES runs,
    read_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX amendments_by_event ON amendments (event);

CREATE TRIGGER runs_stay BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'runs is append-only'); END;
CREATE TRIGGER runs_last BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'runs is append-only'); END;
CREATE TRIGGER run_ends_stay BEFORE UPDATE ON run_ends BEGIN SELECT RAISE(ABORT, 'run_ends is append-only'); END;
CREATE TRIGGER run_ends_last BEFORE DELETE ON run_ends BEGIN SELECT RAISE(ABORT, 'run_ends is append-only'); END;
CREATE TRIGGER sightings_stay BEFORE UPDATE ON sightings BEGIN SELECT RAISE(ABORT, 'sightings is append-only'); END;
CREATE TRIGGER sightings_last BEFORE DELETE ON sightings BEGIN SELECT RAISE(ABORT, 'sightings is append-only'); END;
CREATE TRIGGER forgotten_stay BEFORE UPDATE ON forgotten BEGIN SELECT RAISE(ABORT, 'forgotten is append-only'); END;
CREATE TRIGGER forgotten_last BEFORE DELETE ON forgotten BEGIN SELECT RAISE(ABORT, 'forgotten is append-only'); END;
CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections BEGIN SELECT RAISE(ABORT, 'corrections is append-only'); END;
CREATE TRIGGER corrections_last BEFORE DELETE ON corrections BEGIN SELECT RAISE(ABORT, 'corrections is append-only'); END;
CREATE TRIGGER amendments_stay BEFORE UPDATE ON amendments BEGIN SELECT RAISE(ABORT, 'amendments is append-only'); END;
CREATE TRIGGER amendments_last BEFORE DELETE ON amendments BEGIN SELECT RAISE(ABORT, 'amendments is append-only'); END;
CREATE TRIGGER articles_last BEFORE DELETE ON articles BEGIN SELECT RAISE(ABORT, 'articles is append-only'); END;
CREATE TRIGGER coded_last BEFORE DELETE ON coded BEGIN SELECT RAISE(ABORT, 'coded is append-only'); END;

-- Forgetting may take words out of an article that is marked forgotten, and nothing else.
CREATE TRIGGER articles_stay BEFORE UPDATE ON articles
WHEN NEW.text IS NOT NULL
  OR NEW.article IS NOT OLD.article OR NEW.id IS NOT OLD.id OR NEW.content_hash IS NOT OLD.content_hash
  OR NEW.run IS NOT OLD.run OR NEW.read_at IS NOT OLD.read_at
  OR NOT EXISTS (SELECT 1 FROM forgotten WHERE forgotten.article = OLD.article)
BEGIN SELECT RAISE(ABORT, 'articles is append-only'); END;
CREATE TRIGGER coded_stay BEFORE UPDATE ON coded
WHEN NEW.coding IS NOT OLD.coding OR NEW.article IS NOT OLD.article OR NEW.version IS NOT OLD.version
  OR NEW.run IS NOT OLD.run OR NEW.read_at IS NOT OLD.read_at
  OR NOT EXISTS (SELECT 1 FROM forgotten WHERE forgotten.article = OLD.article)
BEGIN SELECT RAISE(ABORT, 'coded is append-only'); END;
