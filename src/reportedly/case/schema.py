"""The tables of a case file, as the steps that lead from an empty file to the newest version.

Each step is a list of statements and is never changed once a case was made with it; what is new is a new step.  They
run in one transaction, so that a case is of one version or of another, never between them.  What `rows_of` gives is
part of the schema too: `reportedly verify` compares it with the tables.
"""

from __future__ import annotations

APPLICATION = 0x52505444  # "RPTD" in the header of the file: what tells a case from other SQLite databases

TOKENIZER = "tokenize = 'unicode61 remove_diacritics 2'"

# ---------------------------------------------------------------- 1: reports, what was read in them, decisions
FIRST = (
    """
    CREATE TABLE reports (
        number INTEGER PRIMARY KEY,           -- the order of adding
        id TEXT NOT NULL UNIQUE,              -- sha256:… of the raw bytes
        "where" TEXT NOT NULL,
        outlet TEXT, title TEXT, url TEXT, published TEXT, language TEXT,
        outlet_key TEXT,                      -- whatever the case of its letters
        address TEXT,                         -- of url, without what does not change the page
        day TEXT,                             -- of publication, where it was published
        moment TEXT,                          -- of publication, in UTC
        added TEXT NOT NULL,
        text_sha256 TEXT NOT NULL,
        ledger_sha256 TEXT NOT NULL,
        claims INTEGER NOT NULL,
        figures INTEGER NOT NULL
    )
    """,
    "CREATE INDEX reports_by_outlet ON reports (outlet_key)",
    "CREATE INDEX reports_by_day ON reports (day)",
    "CREATE INDEX reports_by_address ON reports (address)",
    """
    CREATE TABLE contents (                   -- apart from `reports`, which is gone through often
        report INTEGER PRIMARY KEY REFERENCES reports,
        raw BLOB NOT NULL,                    -- these three packed by zlib
        text BLOB NOT NULL,
        ledger BLOB NOT NULL                  -- its JSON without the text
    )
    """,
    """
    CREATE TABLE readings (                   -- every time a report was read; the last one is the one kept
        number INTEGER PRIMARY KEY,
        report INTEGER NOT NULL REFERENCES reports,
        at TEXT NOT NULL,
        generator TEXT NOT NULL,              -- the tool and its version
        reader TEXT NOT NULL                  -- the model
    )
    """,
    "CREATE INDEX readings_of_report ON readings (report)",
    "CREATE TABLE names (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    """
    CREATE TABLE claims (
        number INTEGER PRIMARY KEY,
        report INTEGER NOT NULL REFERENCES reports,
        place INTEGER NOT NULL,               -- in the ledger, from 0
        id TEXT NOT NULL,
        words TEXT NOT NULL,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        mode TEXT NOT NULL, certainty TEXT NOT NULL, polarity TEXT NOT NULL, within TEXT,
        chain TEXT NOT NULL, asserted_by TEXT NOT NULL, -- JSON lists
        time_from TEXT, time_to TEXT,
        confidence REAL NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX claims_of_report ON claims (report, place)",
    "CREATE INDEX claims_by_time ON claims (time_from) WHERE time_from IS NOT NULL",
    """
    CREATE TABLE sources (                    -- the hops of a chain, outermost first
        claim INTEGER NOT NULL REFERENCES claims,
        position INTEGER NOT NULL,
        name INTEGER NOT NULL REFERENCES names,
        kind TEXT NOT NULL, commitment TEXT,
        entity INTEGER REFERENCES entities,
        start INTEGER, "end" INTEGER,
        PRIMARY KEY (claim, position)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX sources_by_name ON sources (name)",
    """
    CREATE TABLE entities (
        number INTEGER PRIMARY KEY,
        report INTEGER NOT NULL REFERENCES reports,
        place INTEGER NOT NULL,
        id TEXT NOT NULL,
        name INTEGER NOT NULL REFERENCES names,
        kind TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX entities_of_report ON entities (report, place)",
    "CREATE INDEX entities_by_name ON entities (name, kind)",
    """
    CREATE TABLE about (                      -- which entities a claim is about
        claim INTEGER NOT NULL REFERENCES claims,
        entity INTEGER NOT NULL REFERENCES entities,
        PRIMARY KEY (claim, entity)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX about_entity ON about (entity)",
    """
    CREATE TABLE mentions (
        entity INTEGER NOT NULL REFERENCES entities,
        position INTEGER NOT NULL,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL, type TEXT NOT NULL,
        PRIMARY KEY (entity, position)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE figures (
        number INTEGER PRIMARY KEY,
        report INTEGER NOT NULL REFERENCES reports,
        place INTEGER NOT NULL,
        id TEXT NOT NULL,
        words TEXT NOT NULL,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        low, best, high, vague TEXT, approximate INTEGER NOT NULL,
        measure TEXT NOT NULL, unit TEXT, of TEXT,
        at_place INTEGER REFERENCES names,
        as_of_from TEXT, as_of_to TEXT,
        subset_of TEXT,
        claim INTEGER REFERENCES claims
    )
    """,
    "CREATE UNIQUE INDEX figures_of_report ON figures (report, place)",
    "CREATE INDEX figures_by_measure ON figures (measure)",
    "CREATE INDEX figures_of_claim ON figures (claim)",
    "CREATE INDEX figures_by_place ON figures (at_place)",
    """
    CREATE TABLE dates (
        report INTEGER NOT NULL REFERENCES reports,
        position INTEGER NOT NULL,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        "from" TEXT, "to" TEXT,
        PRIMARY KEY (report, position)
    ) WITHOUT ROWID
    """,
    'CREATE INDEX dates_by_day ON dates ("from")',
    """
    CREATE TABLE problems (
        report INTEGER NOT NULL REFERENCES reports,
        position INTEGER NOT NULL,
        stage TEXT NOT NULL, message TEXT NOT NULL,
        start INTEGER, "end" INTEGER,
        PRIMARY KEY (report, position)
    ) WITHOUT ROWID
    """,
    f"CREATE VIRTUAL TABLE search USING fts5 (title, outlet, text, {TOKENIZER})",
    f"CREATE VIRTUAL TABLE claim_words USING fts5 (words, content = 'claims', content_rowid = 'number', {TOKENIZER})",
    f"CREATE VIRTUAL TABLE name_words USING fts5 (name, content = 'names', content_rowid = 'number', {TOKENIZER})",
    """
    CREATE TRIGGER claim_comes AFTER INSERT ON claims BEGIN
        INSERT INTO claim_words (rowid, words) VALUES (new.number, new.words);
    END
    """,
    """
    CREATE TRIGGER claim_goes AFTER DELETE ON claims BEGIN
        INSERT INTO claim_words (claim_words, rowid, words) VALUES ('delete', old.number, old.words);
    END
    """,
    """
    CREATE TRIGGER name_comes AFTER INSERT ON names BEGIN
        INSERT INTO name_words (rowid, name) VALUES (new.number, new.name);
    END
    """,
    """
    CREATE TABLE decisions (                  -- made by people; nothing is ever deleted here
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL, who TEXT NOT NULL, kind TEXT NOT NULL,
        subject TEXT NOT NULL, value TEXT NOT NULL, -- JSON
        undone_by INTEGER REFERENCES decisions
    )
    """,
    "CREATE INDEX decisions_by_kind ON decisions (kind)",
)

# ---------------------------------------------------------------- 2: for comparing; every place a report was met at
SECOND = (
    """
    CREATE TABLE postings (                   -- who has a key; its type is its own: 7 is not '7'
        kind INTEGER NOT NULL REFERENCES kinds,
        key BLOB NOT NULL,
        report INTEGER NOT NULL REFERENCES reports,
        position INTEGER NOT NULL,
        PRIMARY KEY (kind, key, report, position)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE kinds (number INTEGER PRIMARY KEY, kind TEXT NOT NULL UNIQUE)",
    """
    CREATE TABLE indexed (                    -- the keys of a report, to give them back and to take them out
        report INTEGER NOT NULL REFERENCES reports,
        kind INTEGER NOT NULL REFERENCES kinds,
        keys BLOB NOT NULL,                   -- JSON, packed
        PRIMARY KEY (report, kind)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE results (
        kind INTEGER NOT NULL REFERENCES kinds,
        report INTEGER NOT NULL,              -- 0: the whole case
        value BLOB NOT NULL,                  -- JSON, packed
        PRIMARY KEY (kind, report)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX results_of_report ON results (report)",
    """
    CREATE TABLE pairs (
        kind INTEGER NOT NULL REFERENCES kinds,
        a INTEGER NOT NULL REFERENCES reports,
        b INTEGER NOT NULL REFERENCES reports,
        value BLOB NOT NULL,
        PRIMARY KEY (kind, a, b)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX pairs_by_a ON pairs (a)",
    "CREATE INDEX pairs_by_b ON pairs (b)",
    """
    CREATE TABLE sightings (
        report INTEGER NOT NULL REFERENCES reports,
        position INTEGER NOT NULL,
        "where" TEXT NOT NULL, at TEXT NOT NULL,
        known TEXT NOT NULL,                  -- JSON: what was said of it there
        PRIMARY KEY (report, position)
    ) WITHOUT ROWID
    """,
    """
    INSERT INTO sightings (report, position, "where", at, known)
    SELECT number, 0, "where", added, 'null' FROM reports
    """,
)

# ---------------------------------------------------------------- 3: what tells whose a log is, see `log.py`
THIRD = (
    "CREATE TABLE stamp (mark TEXT NOT NULL)",  # one row, another one after each transaction
    "INSERT INTO stamp VALUES ('reportedly-stamp:' || lower(hex(randomblob(16))) || ':' || lower(hex(randomblob(16))))",
)

STEPS: tuple[tuple[str, ...], ...] = (FIRST, SECOND, THIRD)
READABLE = 2  # the oldest version that can be read as it is, where it may not be brought up to date
NEWEST = len(STEPS)
