"""The catalogue's schema, one named step each, forward only (R-45).

A step that has been released is never edited; a later one changes what it made.
"""

from sqlite_utils import Database, Migrations

from finder.catalogue import search

catalogue = Migrations("catalogue")


@catalogue()
def m001_sources_and_runs(db: Database) -> None:
    """Where the data comes from and how each crawl ended."""
    db.execute("""
        CREATE TABLE sources (
            id TEXT PRIMARY KEY, title TEXT NOT NULL, publisher TEXT NOT NULL, url TEXT NOT NULL,
            licence TEXT NOT NULL, attribution TEXT NOT NULL, superseded_by TEXT
        ) STRICT""")
    db.execute("""
        CREATE TABLE crawl_runs (
            id INTEGER PRIMARY KEY, source TEXT NOT NULL REFERENCES sources (id), state TEXT NOT NULL,
            started_at TEXT NOT NULL, finished_at TEXT,
            seen INTEGER NOT NULL DEFAULT 0, new INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0,
            unchanged INTEGER NOT NULL DEFAULT 0, missing INTEGER NOT NULL DEFAULT 0,
            quarantined INTEGER NOT NULL DEFAULT 0, message TEXT NOT NULL DEFAULT ''
        ) STRICT""")
    db.execute("CREATE INDEX crawl_runs_by_source ON crawl_runs (source, id)")
    db.execute("""
        CREATE TABLE raw_documents (
            sha256 TEXT PRIMARY KEY, url TEXT NOT NULL, fetched_at TEXT NOT NULL, status INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT""")


@catalogue()
def m002_programmes_and_versions(db: Database) -> None:
    """Identity apart from content; at most one open version a programme (R-33)."""
    db.execute("""
        CREATE TABLE programmes (
            id INTEGER PRIMARY KEY, source TEXT NOT NULL REFERENCES sources (id), key TEXT NOT NULL,
            first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, missing_since TEXT, gone_since TEXT,
            UNIQUE (source, key)
        ) STRICT""")
    db.execute("""
        CREATE TABLE programme_versions (
            id INTEGER PRIMARY KEY, programme INTEGER NOT NULL REFERENCES programmes (id),
            valid_from TEXT NOT NULL, valid_to TEXT, content_hash TEXT NOT NULL,
            statement TEXT NOT NULL, sections TEXT NOT NULL, raw TEXT REFERENCES raw_documents (sha256),
            CHECK (valid_to IS NULL OR valid_to >= valid_from)
        ) STRICT""")
    db.execute("CREATE UNIQUE INDEX one_open_version ON programme_versions (programme) WHERE valid_to IS NULL")
    db.execute("CREATE INDEX versions_by_programme ON programme_versions (programme, valid_from)")
    db.execute("CREATE INDEX versions_by_day ON programme_versions (valid_from)")


@catalogue()
def m003_readings(db: Database) -> None:
    """What was read from a version, each value with its evidence."""
    evidence = """assurance TEXT NOT NULL, reader TEXT NOT NULL, category TEXT, field TEXT,
            start INTEGER, "end" INTEGER, quote TEXT"""
    head = "version INTEGER NOT NULL REFERENCES programme_versions (id), position INTEGER NOT NULL"
    db.execute(f"""
        CREATE TABLE requirements (
            {head}, kind TEXT NOT NULL, op TEXT NOT NULL, value TEXT, unclear TEXT NOT NULL, effect TEXT NOT NULL,
            strength TEXT NOT NULL, part TEXT, {evidence}, PRIMARY KEY (version, position)
        ) STRICT, WITHOUT ROWID""")
    db.execute(f"""
        CREATE TABLE benefits (
            {head}, kind TEXT NOT NULL, rate_role TEXT, amount_role TEXT, percent TEXT, eur TEXT, per TEXT,
            condition TEXT, part TEXT, {evidence}, PRIMARY KEY (version, position)
        ) STRICT, WITHOUT ROWID""")
    db.execute(f"""
        CREATE TABLE deadlines (
            {head}, model TEXT NOT NULL, role TEXT NOT NULL, date TEXT, annual TEXT, condition TEXT, part TEXT,
            {evidence}, PRIMARY KEY (version, position)
        ) STRICT, WITHOUT ROWID""")
    db.execute(f"""
        CREATE TABLE validity (
            version INTEGER PRIMARY KEY REFERENCES programme_versions (id), valid_from TEXT, valid_until TEXT,
            {evidence}
        ) STRICT""")


@catalogue()
def m004_staging_and_quarantine(db: Database) -> None:
    """What a run has seen and nobody has judged yet, and the records that could not be taken over."""
    db.execute("""
        CREATE TABLE staged (
            run INTEGER NOT NULL REFERENCES crawl_runs (id), key TEXT NOT NULL, content_hash TEXT NOT NULL,
            statement TEXT, sections TEXT, readings TEXT, raw TEXT, PRIMARY KEY (run, key)
        ) STRICT, WITHOUT ROWID""")
    db.execute("""
        CREATE TABLE quarantine (
            id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES crawl_runs (id), key TEXT NOT NULL,
            url TEXT NOT NULL, error TEXT NOT NULL, raw BLOB
        ) STRICT""")


@catalogue()
def m005_full_text(db: Database) -> None:
    """The search tables; finder.catalogue.search owns them."""
    search.create_tables(db.conn)


@catalogue()
def m006_guideline_facts(db: Database) -> None:
    """What the text readers found in a version, the parts of its text, and by which readers it was read."""
    db.execute("""
        CREATE TABLE guideline_facts (
            version INTEGER PRIMARY KEY REFERENCES programme_versions (id), readers TEXT NOT NULL,
            parts TEXT NOT NULL, facts TEXT NOT NULL
        ) STRICT""")
    db.execute("ALTER TABLE benefits ADD COLUMN years TEXT")


@catalogue()
def m007_conditions(db: Database) -> None:
    """Whose inhabitants a number counts, when a condition applies, and conditions that count together as one."""
    for column in ("basis", "valid_from", "valid_until"):
        db.execute(f"ALTER TABLE requirements ADD COLUMN {column} TEXT")
    db.execute("""
        CREATE TABLE branches (
            version INTEGER NOT NULL REFERENCES programme_versions (id), position INTEGER NOT NULL, branch TEXT NOT NULL,
            PRIMARY KEY (version, position)
        ) STRICT, WITHOUT ROWID""")
