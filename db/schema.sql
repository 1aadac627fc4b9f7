-- What db/migrations add up to. Written by `python -m curator.storage.schema`; not edited by hand.
-- Of all that follows: 838e6dc9cde3cd7ca902e393fd6bedcd

PRAGMA application_id = 1668445298;
PRAGMA user_version = 5;

CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE, -- from the text alone: the same text read twice is one document
    name TEXT NOT NULL, -- the file's stem
    title TEXT NOT NULL,
    doi TEXT,
    pmid TEXT,
    format TEXT NOT NULL,
    text TEXT NOT NULL,
    added TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);

CREATE TABLE sections (
    document INTEGER NOT NULL REFERENCES documents (number),
    position INTEGER NOT NULL, -- order in the document, from 0; likewise in the tables below
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('title', 'abstract', 'introduction', 'methods', 'results', 'discussion',
                                       'conclusion', 'references', 'back', 'other')),
    level INTEGER NOT NULL,
    start_offset INTEGER NOT NULL CHECK (typeof(start_offset) = 'integer' AND start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (typeof(end_offset) = 'integer' AND end_offset >= start_offset),
    PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE paragraphs (
    document INTEGER NOT NULL REFERENCES documents (number),
    position INTEGER NOT NULL,
    start_offset INTEGER NOT NULL CHECK (typeof(start_offset) = 'integer' AND start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (typeof(end_offset) = 'integer' AND end_offset >= start_offset),
    PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE sentences (
    document INTEGER NOT NULL REFERENCES documents (number),
    position INTEGER NOT NULL,
    start_offset INTEGER NOT NULL CHECK (typeof(start_offset) = 'integer' AND start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (typeof(end_offset) = 'integer' AND end_offset >= start_offset),
    PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE citations ( -- markers in the text, such as [17,22]
    document INTEGER NOT NULL REFERENCES documents (number),
    position INTEGER NOT NULL,
    keys TEXT NOT NULL CHECK (json_valid(keys)), -- of the entries of `bibliography` that the marker stands for
    start_offset INTEGER NOT NULL CHECK (typeof(start_offset) = 'integer' AND start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (typeof(end_offset) = 'integer' AND end_offset >= start_offset),
    PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE bibliography (
    document INTEGER NOT NULL REFERENCES documents (number),
    position INTEGER NOT NULL,
    key TEXT NOT NULL, -- as the text cites it
    text TEXT NOT NULL,
    authors TEXT NOT NULL CHECK (json_valid(authors)),
    title TEXT NOT NULL,
    journal TEXT NOT NULL,
    year TEXT NOT NULL,
    volume TEXT NOT NULL,
    pages TEXT NOT NULL,
    doi TEXT,
    pmid TEXT,
    start_offset INTEGER NOT NULL CHECK (typeof(start_offset) = 'integer' AND start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (typeof(end_offset) = 'integer' AND end_offset >= start_offset),
    PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE INDEX bibliography_by_key ON bibliography (document, key);

CREATE TABLE document_tables (
    document INTEGER NOT NULL REFERENCES documents (number),
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    caption TEXT NOT NULL,
    cells TEXT NOT NULL CHECK (json_valid(cells)), -- rows, each an array of cells, header rows first
    header_rows INTEGER NOT NULL,
    start_offset INTEGER NOT NULL CHECK (typeof(start_offset) = 'integer' AND start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (typeof(end_offset) = 'integer' AND end_offset >= start_offset),
    PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE places ( -- where a stretch of text stands on paper
    document INTEGER NOT NULL REFERENCES documents (number),
    position INTEGER NOT NULL,
    page INTEGER NOT NULL, -- from 1
    x0 REAL, -- the box, in points from the page's top left corner; all four or none
    top REAL,
    x1 REAL,
    bottom REAL,
    start_offset INTEGER NOT NULL CHECK (typeof(start_offset) = 'integer' AND start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (typeof(end_offset) = 'integer' AND end_offset >= start_offset),
    PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE claims (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE, -- from the slots and the study; never from evidence
    mirna TEXT NOT NULL,
    source TEXT, -- the cell that the miRNA comes from
    target TEXT, -- the gene that it acts on
    effect TEXT CHECK (effect IN ('resistance', 'sensitivity')),
    drug TEXT,
    disease TEXT,
    study TEXT NOT NULL -- the study that the finding belongs to, the same from every paper; empty for the paper's own
);

CREATE INDEX claims_by_mirna ON claims (mirna);

CREATE INDEX claims_by_target ON claims (target);

CREATE TABLE assertions ( -- a claim as one document makes it
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents (number),
    claim INTEGER NOT NULL REFERENCES claims (number),
    citation TEXT, -- the key as this document prints it
    polarity TEXT NOT NULL CHECK (polarity IN ('affirmed', 'negated', 'speculative')),
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    reasons TEXT NOT NULL CHECK (json_valid(reasons)), -- what the confidence is made of, in words
    start_offset INTEGER NOT NULL CHECK (typeof(start_offset) = 'integer' AND start_offset >= 0), -- of the first evidence
    added_by TEXT, -- the curator who added the row; empty where the rules did
    rules_version TEXT NOT NULL, -- the rules that found it last
    found INTEGER NOT NULL DEFAULT 1 CHECK (found IN (0, 1)) -- 0: the rules found it once and no longer do
);

CREATE INDEX assertions_in_order ON assertions (document, start_offset, number);

CREATE TABLE evidence ( -- where a document says so
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL, -- from document, sentence and slot spans; two assertions may rest on the same
    assertion INTEGER NOT NULL REFERENCES assertions (number),
    position INTEGER NOT NULL,
    start_offset INTEGER NOT NULL CHECK (typeof(start_offset) = 'integer' AND start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (typeof(end_offset) = 'integer' AND end_offset >= start_offset),
    quote TEXT NOT NULL,
    section TEXT NOT NULL,
    rule TEXT NOT NULL,
    found INTEGER NOT NULL DEFAULT 1 CHECK (found IN (0, 1)), -- 0: the assertion stands on other evidence now
    UNIQUE (assertion, id)
);

CREATE TABLE slots ( -- where each part of the claim stands in the text
    evidence INTEGER NOT NULL REFERENCES evidence (number),
    position INTEGER NOT NULL,
    slot TEXT NOT NULL CHECK (slot IN ('mirna', 'source', 'target', 'effect', 'citation', 'drug', 'disease')),
    start_offset INTEGER NOT NULL CHECK (typeof(start_offset) = 'integer' AND start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (typeof(end_offset) = 'integer' AND end_offset >= start_offset),
    text TEXT NOT NULL,
    value TEXT NOT NULL,
    identifier TEXT,
    PRIMARY KEY (evidence, position)
) WITHOUT ROWID;

CREATE TABLE factors ( -- the signs whose product is the effect
    evidence INTEGER NOT NULL REFERENCES evidence (number),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    sign INTEGER NOT NULL CHECK (sign IN (-1, 1)),
    start_offset INTEGER NOT NULL CHECK (typeof(start_offset) = 'integer' AND start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (typeof(end_offset) = 'integer' AND end_offset >= start_offset),
    text TEXT NOT NULL,
    PRIMARY KEY (evidence, position)
) WITHOUT ROWID;

CREATE TABLE cues ( -- words that deny or doubt, and how far they reach
    evidence INTEGER NOT NULL REFERENCES evidence (number),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('affirmed', 'negated', 'speculative')),
    start_offset INTEGER NOT NULL CHECK (typeof(start_offset) = 'integer' AND start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (typeof(end_offset) = 'integer' AND end_offset >= start_offset),
    text TEXT NOT NULL,
    scope_start INTEGER NOT NULL CHECK (typeof(scope_start) = 'integer' AND scope_start >= 0),
    scope_end INTEGER NOT NULL CHECK (typeof(scope_end) = 'integer' AND scope_end >= scope_start),
    PRIMARY KEY (evidence, position)
) WITHOUT ROWID;

CREATE TABLE extractions ( -- each run that changed something
    number INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (number),
    time TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    rules_version TEXT NOT NULL,
    program_version TEXT NOT NULL,
    added INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    gone INTEGER NOT NULL
);

CREATE INDEX extractions_by_document ON extractions (document);

CREATE TABLE verdicts ( -- appended, never changed
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE, -- a hash of the whole row, `previous` included
    assertion TEXT NOT NULL REFERENCES assertions (id),
    action TEXT NOT NULL CHECK (action IN ('accept', 'edit', 'reject', 'comment', 'undo')),
    curator TEXT NOT NULL CHECK (curator <> ''),
    time TEXT NOT NULL CHECK (time <> ''), -- ISO 8601, UTC
    before_mirna TEXT NOT NULL, -- the row as the curator saw it
    before_source TEXT,
    before_target TEXT,
    before_effect TEXT CHECK (before_effect IN ('resistance', 'sensitivity')),
    before_citation TEXT,
    before_drug TEXT,
    before_disease TEXT,
    after_mirna TEXT, -- the row as decided; empty for a rejection
    after_source TEXT,
    after_target TEXT,
    after_effect TEXT CHECK (after_effect IN ('resistance', 'sensitivity')),
    after_citation TEXT,
    after_drug TEXT,
    after_disease TEXT,
    reason TEXT CHECK (reason IN ('entity boundary', 'wrong grounding', 'wrong polarity', 'no relation', 'wrong relation',
                                  'wrong source', 'wrong citation', 'negative result', 'hypothesis', 'other')),
    comment TEXT NOT NULL,
    quote TEXT NOT NULL, -- the evidence as shown
    undoes TEXT REFERENCES verdicts (id),
    program_version TEXT NOT NULL,
    rules_version TEXT NOT NULL,
    previous TEXT NOT NULL, together TEXT REFERENCES verdicts (id), claim TEXT NOT NULL DEFAULT '', evidence TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(evidence)), settles TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(settles)), carries TEXT REFERENCES verdicts (id), polarity TEXT CHECK (
    polarity IS NULL OR (polarity IN ('affirmed', 'negated', 'speculative') AND action IN ('accept', 'edit'))
), polarity_shown TEXT CHECK (polarity_shown IN ('affirmed', 'negated', 'speculative')), -- the id of the same curator's verdict before this one; empty for the first
    CHECK ((action = 'undo') = (undoes IS NOT NULL)),
    CHECK (action NOT IN ('accept', 'edit') OR after_mirna IS NOT NULL),
    CHECK (action <> 'reject' OR after_mirna IS NULL)
);

CREATE INDEX verdicts_by_assertion ON verdicts (assertion, number);

CREATE INDEX verdicts_by_curator ON verdicts (curator, number);

CREATE INDEX verdicts_by_undoes ON verdicts (undoes) WHERE undoes IS NOT NULL;

CREATE TRIGGER verdicts_are_never_deleted BEFORE DELETE ON verdicts
BEGIN
    SELECT RAISE(ABORT, 'a verdict is never deleted: append an undo');
END;

CREATE TRIGGER verdicts_are_never_replaced BEFORE INSERT ON verdicts
WHEN EXISTS (SELECT 1 FROM verdicts WHERE id = NEW.id OR number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'a verdict is never replaced: it is there already');
END;

CREATE TRIGGER verdicts_undo_their_own_assertion BEFORE INSERT ON verdicts
WHEN NEW.undoes IS NOT NULL AND NEW.assertion IS NOT (SELECT assertion FROM verdicts WHERE id = NEW.undoes)
BEGIN
    SELECT RAISE(ABORT, 'an undo takes back a verdict on the same assertion');
END;

CREATE VIEW verdict_standing AS
SELECT
    verdicts.*,
    -- Nearly always nothing replies, and then there is nothing to follow.
    NOT EXISTS (SELECT 1 FROM verdicts AS reply WHERE reply.undoes = verdicts.id) OR (
        WITH RECURSIVE words (id, number, depth) AS (
            SELECT verdicts.id, verdicts.number, 0
            UNION ALL
            SELECT reply.id, reply.number, words.depth + 1 FROM words JOIN verdicts AS reply ON reply.undoes = words.id
        )
        SELECT depth % 2 = 0 FROM words ORDER BY number DESC LIMIT 1
    ) AS stands
FROM verdicts;

CREATE VIEW assertions_flat AS -- every row as proposed, with its state
SELECT
    documents.name AS document,
    claims.mirna AS mirna,
    claims.source AS source,
    claims.target AS target,
    claims.effect AS effect,
    assertions.citation AS citation,
    claims.drug AS drug,
    claims.disease AS disease,
    assertions.polarity AS polarity,
    states.state AS state,
    assertions.confidence AS confidence,
    (SELECT count(*) FROM evidence WHERE evidence.assertion = assertions.number AND evidence.found) AS sentences,
    CASE assertions.found WHEN 1 THEN 'yes' ELSE 'no' END AS still_found,
    assertions.added_by AS added_by,
    claims.study AS study,
    assertions.rules_version AS rules_version,
    assertions.id AS assertion_id,
    claims.id AS claim_id,
    documents.id AS document_id
FROM assertions
JOIN documents ON documents.number = assertions.document
JOIN claims ON claims.number = assertions.claim
JOIN assertion_states AS states ON states.assertion = assertions.number
ORDER BY assertions.document, assertions.start_offset, assertions.number;

CREATE VIEW evidence_flat AS -- every sentence, with the words that fill each slot
SELECT
    documents.name AS document,
    claims.mirna AS mirna,
    claims.source AS source,
    claims.target AS target,
    claims.effect AS effect,
    assertions.citation AS citation,
    evidence.quote AS quote,
    evidence.section AS section,
    evidence.rule AS rule,
    evidence.start_offset AS start_offset,
    evidence.end_offset AS end_offset,
    (SELECT text FROM slots WHERE slots.evidence = evidence.number AND slot = 'mirna') AS mirna_in_text,
    (SELECT text FROM slots WHERE slots.evidence = evidence.number AND slot = 'source') AS source_in_text,
    (SELECT text FROM slots WHERE slots.evidence = evidence.number AND slot = 'target') AS target_in_text,
    (SELECT text FROM slots WHERE slots.evidence = evidence.number AND slot = 'effect') AS effect_in_text,
    (SELECT text FROM slots WHERE slots.evidence = evidence.number AND slot = 'citation') AS citation_in_text,
    (SELECT text FROM slots WHERE slots.evidence = evidence.number AND slot = 'drug') AS drug_in_text,
    (SELECT text FROM slots WHERE slots.evidence = evidence.number AND slot = 'disease') AS disease_in_text,
    CASE WHEN evidence.found AND assertions.found THEN 'yes' ELSE 'no' END AS still_found,
    evidence.id AS evidence_id,
    assertions.id AS assertion_id,
    documents.id AS document_id
FROM evidence
JOIN assertions ON assertions.number = evidence.assertion
JOIN claims ON claims.number = assertions.claim
JOIN documents ON documents.number = assertions.document
ORDER BY assertions.document, assertions.start_offset, assertions.number, evidence.position;

CREATE INDEX verdicts_by_together ON verdicts (together) WHERE together IS NOT NULL;

CREATE INDEX assertions_by_finding ON assertions (claim, polarity, document, start_offset, number);

CREATE INDEX documents_by_name ON documents (number, id, name, title);

CREATE TABLE queue (
    document INTEGER NOT NULL,
    start_offset INTEGER NOT NULL,
    assertion INTEGER NOT NULL,
    finding INTEGER NOT NULL, -- the first assertion with the same claim and polarity in any document; it stands for all
    state TEXT NOT NULL, -- of this assertion
    verdict INTEGER, -- the one that gave the state
    found INTEGER NOT NULL,
    finding_state TEXT, -- undecided while any assertion of the finding waits; on its first assertion, elsewhere empty
    finding_found INTEGER, -- 1 while any of them is found; likewise
    polarity TEXT NOT NULL,
    confidence REAL NOT NULL,
    mirna TEXT NOT NULL, -- this and the rest as decided, else as proposed
    source TEXT,
    target TEXT,
    effect TEXT,
    citation TEXT,
    drug TEXT,
    disease TEXT, conflict INTEGER NOT NULL DEFAULT 0 CHECK (conflict IN (0, 1)), mirna_key TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (document, start_offset, assertion)
) WITHOUT ROWID;

CREATE TABLE queue_counts (
    document INTEGER NOT NULL, -- 0: all of them
    finding INTEGER NOT NULL CHECK (finding IN (0, 1)), -- 0: counts assertions; 1: counts findings
    state TEXT NOT NULL,
    found INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    PRIMARY KEY (document, finding, state, found)
) WITHOUT ROWID;

CREATE TABLE search_pending (assertion INTEGER PRIMARY KEY);

CREATE TABLE saved_filters (
    name TEXT PRIMARY KEY CHECK (name <> ''),
    filter TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX queue_by_assertion ON queue (assertion, finding);

CREATE INDEX queue_by_finding ON queue (finding, state, found);

CREATE VIEW findings_derived AS
SELECT
    first.assertion AS finding,
    CASE
        WHEN EXISTS (SELECT 1 FROM queue WHERE finding = first.assertion AND state = 'undecided' AND found = 1)
        THEN 'undecided'
        ELSE (SELECT min(state) FROM queue WHERE finding = first.assertion)
    END AS state,
    EXISTS (
        SELECT 1 FROM queue
        WHERE finding = first.assertion AND state IN ('undecided', 'accepted', 'edited', 'rejected') AND found = 1
    ) AS found
FROM queue AS first
WHERE first.finding = first.assertion;

CREATE INDEX queue_by_state ON queue (finding_state, document, start_offset, assertion, finding, finding_found)
WHERE finding = assertion;

CREATE INDEX queue_by_confidence
ON queue (confidence, document, start_offset, assertion, finding, finding_state, finding_found) WHERE finding = assertion;

CREATE INDEX queue_by_mirna
ON queue (mirna, document, start_offset, assertion, finding, finding_state, finding_found) WHERE finding = assertion;

CREATE INDEX queue_by_source ON queue (source, document, start_offset, assertion, finding) WHERE finding = assertion;

CREATE INDEX queue_by_target ON queue (target, document, start_offset, assertion, finding) WHERE finding = assertion;

CREATE INDEX queue_by_effect ON queue (effect, document, start_offset, assertion, finding) WHERE finding = assertion;

CREATE INDEX queue_by_drug ON queue (drug, document, start_offset, assertion, finding) WHERE finding = assertion;

CREATE INDEX queue_by_disease ON queue (disease, document, start_offset, assertion, finding) WHERE finding = assertion;

CREATE TRIGGER queue_follows_an_assertion AFTER UPDATE OF start_offset, citation, confidence, found ON assertions
BEGIN
    UPDATE queue SET (start_offset, state, verdict, found, confidence, citation) = (
        SELECT start_offset, state, verdict, found, confidence, citation
        FROM queue_derived WHERE queue_derived.assertion = NEW.number
    )
    WHERE assertion = NEW.number;
END;

CREATE TRIGGER finding_takes_a_new_row AFTER INSERT ON queue
BEGIN
    UPDATE queue SET (finding_state, finding_found) = (
        SELECT state, found FROM findings_derived WHERE findings_derived.finding = NEW.finding
    )
    WHERE assertion = NEW.finding;
END;

CREATE TRIGGER finding_follows_a_row AFTER UPDATE OF state, found, finding ON queue
WHEN NEW.state <> OLD.state OR NEW.found <> OLD.found OR NEW.finding <> OLD.finding
BEGIN
    UPDATE queue SET finding_state = NULL, finding_found = NULL
    WHERE assertion = NEW.assertion AND finding <> assertion AND finding_state IS NOT NULL;
    UPDATE queue SET (finding_state, finding_found) = (
        SELECT state, found FROM findings_derived WHERE findings_derived.finding = NEW.finding
    )
    WHERE assertion = NEW.finding;
END;

CREATE TRIGGER counts_take_a_new_row AFTER INSERT ON queue
BEGIN
    INSERT INTO queue_counts VALUES (0, 0, NEW.state, NEW.found, 1), (NEW.document, 0, NEW.state, NEW.found, 1)
    ON CONFLICT (document, finding, state, found) DO UPDATE SET rows = rows + 1;
END;

CREATE TRIGGER counts_follow_a_row AFTER UPDATE OF state, found ON queue
WHEN NEW.state <> OLD.state OR NEW.found <> OLD.found
BEGIN
    UPDATE queue_counts SET rows = rows - 1
    WHERE document IN (0, OLD.document) AND finding = 0 AND state = OLD.state AND found = OLD.found;
    INSERT INTO queue_counts VALUES (0, 0, NEW.state, NEW.found, 1), (NEW.document, 0, NEW.state, NEW.found, 1)
    ON CONFLICT (document, finding, state, found) DO UPDATE SET rows = rows + 1;
END;

CREATE TRIGGER counts_lose_a_finding AFTER UPDATE OF finding_state, finding_found ON queue
WHEN OLD.finding_state IS NOT NULL
 AND (NEW.finding_state IS NOT OLD.finding_state OR NEW.finding_found IS NOT OLD.finding_found)
BEGIN
    UPDATE queue_counts SET rows = rows - 1
    WHERE document IN (0, OLD.document) AND finding = 1 AND state = OLD.finding_state AND found = OLD.finding_found;
END;

CREATE TRIGGER counts_take_a_finding AFTER UPDATE OF finding_state, finding_found ON queue
WHEN NEW.finding_state IS NOT NULL
 AND (NEW.finding_state IS NOT OLD.finding_state OR NEW.finding_found IS NOT OLD.finding_found)
BEGIN
    INSERT INTO queue_counts
    VALUES (0, 1, NEW.finding_state, NEW.finding_found, 1), (NEW.document, 1, NEW.finding_state, NEW.finding_found, 1)
    ON CONFLICT (document, finding, state, found) DO UPDATE SET rows = rows + 1;
END;

CREATE TRIGGER search_takes_a_new_row AFTER INSERT ON queue
BEGIN
    INSERT INTO search_pending VALUES (NEW.assertion) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER search_follows_a_row AFTER UPDATE OF mirna, source, target, effect, citation, drug, disease ON queue
WHEN (NEW.mirna, NEW.source, NEW.target, NEW.effect, NEW.citation, NEW.drug, NEW.disease)
 IS NOT (OLD.mirna, OLD.source, OLD.target, OLD.effect, OLD.citation, OLD.drug, OLD.disease)
BEGIN
    INSERT INTO search_pending VALUES (NEW.assertion) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER search_takes_new_evidence AFTER INSERT ON evidence
BEGIN
    INSERT INTO search_pending VALUES (NEW.assertion) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER search_follows_evidence AFTER UPDATE OF found, quote, section, rule ON evidence
BEGIN
    INSERT INTO search_pending VALUES (NEW.assertion) ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER verdicts_are_never_changed BEFORE UPDATE ON verdicts
BEGIN
    SELECT RAISE(ABORT, 'a verdict is never changed: append another');
END;

CREATE TRIGGER verdicts_settle_their_own_assertion BEFORE INSERT ON verdicts
WHEN EXISTS (
    SELECT 1 FROM json_each(NEW.settles) AS settled
    WHERE NEW.assertion IS NOT (SELECT assertion FROM verdicts WHERE id = settled.value)
)
BEGIN
    SELECT RAISE(ABORT, 'a verdict settles verdicts on the same assertion');
END;

CREATE TABLE mentions ( -- as the last extraction had them
    document INTEGER NOT NULL REFERENCES documents (number),
    position INTEGER NOT NULL,
    start_offset INTEGER NOT NULL CHECK (typeof(start_offset) = 'integer' AND start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (typeof(end_offset) = 'integer' AND end_offset >= start_offset),
    kind TEXT NOT NULL CHECK (kind IN ('mirna', 'gene', 'cell', 'vesicle', 'drug', 'disease', 'rna')),
    text TEXT NOT NULL,
    value TEXT NOT NULL, -- the canonical name
    identifier TEXT,
    PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE passages ( -- appended, never changed; the last row about a passage counts
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE, -- a hash of the whole row, `previous` included
    document TEXT NOT NULL REFERENCES documents (id),
    start_offset INTEGER NOT NULL CHECK (typeof(start_offset) = 'integer' AND start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (typeof(end_offset) = 'integer' AND end_offset >= start_offset),
    read INTEGER NOT NULL CHECK (read IN (0, 1)), -- 0: opened again
    curator TEXT NOT NULL CHECK (curator <> ''),
    time TEXT NOT NULL CHECK (time <> ''), -- ISO 8601, UTC
    previous TEXT NOT NULL -- the id of the same curator's row before this one; empty for the first
);

CREATE INDEX passages_by_place ON passages (document, start_offset, end_offset, number);

CREATE INDEX passages_by_curator ON passages (curator, number);

CREATE TRIGGER passages_are_never_changed BEFORE UPDATE ON passages
BEGIN
    SELECT RAISE(ABORT, 'a passage read is never changed: append another row');
END;

CREATE TRIGGER passages_are_never_deleted BEFORE DELETE ON passages
BEGIN
    SELECT RAISE(ABORT, 'a passage read is never deleted: append a row that opens it again');
END;

CREATE TRIGGER passages_are_never_replaced BEFORE INSERT ON passages
WHEN EXISTS (SELECT 1 FROM passages WHERE id = NEW.id OR number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'a passage read is never replaced: it is there already');
END;

CREATE TABLE assignments ( -- appended, never changed; the last row about a claim counts
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE, -- a hash of the whole row, `previous` included
    claim TEXT NOT NULL REFERENCES claims (id),
    assignee TEXT NOT NULL, -- empty: released
    curator TEXT NOT NULL CHECK (curator <> ''), -- who said so
    time TEXT NOT NULL CHECK (time <> ''), -- ISO 8601, UTC
    previous TEXT NOT NULL -- the id of the same curator's row before this one; empty for the first
);

CREATE INDEX assignments_by_claim ON assignments (claim, number, assignee);

CREATE INDEX assignments_by_curator ON assignments (curator, number);

CREATE TRIGGER assignments_are_never_changed BEFORE UPDATE ON assignments
BEGIN
    SELECT RAISE(ABORT, 'an assignment is never changed: append another');
END;

CREATE TRIGGER assignments_are_never_deleted BEFORE DELETE ON assignments
BEGIN
    SELECT RAISE(ABORT, 'an assignment is never deleted: append a release');
END;

CREATE TRIGGER assignments_are_never_replaced BEFORE INSERT ON assignments
WHEN EXISTS (SELECT 1 FROM assignments WHERE id = NEW.id OR number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'an assignment is never replaced: it is there already');
END;

CREATE VIEW assigned AS -- one row a claim that somebody is to judge
SELECT claim, assignee, curator, time, id
FROM assignments AS latest
WHERE assignee <> '' AND number = (SELECT max(number) FROM assignments WHERE claim = latest.claim);

CREATE TABLE made_over (
    later INTEGER NOT NULL REFERENCES verdicts (number),
    earlier INTEGER NOT NULL REFERENCES verdicts (number),
    PRIMARY KEY (later, earlier)
) WITHOUT ROWID;

CREATE INDEX made_over_by_earlier ON made_over (earlier, later);

CREATE VIEW made_over_derived AS
SELECT verdicts.number AS later, settled.number AS earlier
FROM verdicts, json_each(verdicts.settles) AS listed
JOIN verdicts AS settled ON settled.id = listed.value
WHERE verdicts.settles <> '[]'
UNION
SELECT later, earlier FROM (
    SELECT number AS later, lag(number) OVER (PARTITION BY assertion, curator ORDER BY number) AS earlier
    FROM verdicts WHERE action IN ('accept', 'edit', 'reject')
)
WHERE earlier IS NOT NULL;

CREATE INDEX queue_by_opposite
ON queue (mirna, effect, polarity, drug, target, document, start_offset, assertion, finding_state, finding_found)
WHERE finding = assertion;

CREATE INDEX queue_by_conflict ON queue (finding, assertion) WHERE conflict = 1;

CREATE INDEX verdicts_by_carries ON verdicts (carries) WHERE carries IS NOT NULL;

CREATE TABLE corrections ( -- appended, never changed; both texts stay
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE, -- a hash of the whole row, `previous` included
    document TEXT NOT NULL REFERENCES documents (id), -- the new text
    replaces TEXT NOT NULL REFERENCES documents (id), -- the text before
    recognised TEXT NOT NULL CHECK (recognised IN ('doi', 'pmid', 'name')), -- what the two have in common
    curator TEXT NOT NULL CHECK (curator <> ''), -- who had the new text extracted
    time TEXT NOT NULL CHECK (time <> ''), -- ISO 8601, UTC
    previous TEXT NOT NULL, -- the id of the same curator's row before this one; empty for the first
    CHECK (document <> replaces)
);

CREATE INDEX corrections_by_replaces ON corrections (replaces, number, document);

CREATE INDEX corrections_by_document ON corrections (document, number);

CREATE INDEX corrections_by_curator ON corrections (curator, number);

CREATE TRIGGER corrections_are_never_changed BEFORE UPDATE ON corrections
BEGIN
    SELECT RAISE(ABORT, 'a correction is never changed: append another');
END;

CREATE TRIGGER corrections_are_never_deleted BEFORE DELETE ON corrections
BEGIN
    SELECT RAISE(ABORT, 'a correction is never deleted: both texts stay');
END;

CREATE TRIGGER corrections_are_never_replaced BEFORE INSERT ON corrections
WHEN EXISTS (SELECT 1 FROM corrections WHERE id = NEW.id OR number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'a correction is never replaced: it is there already');
END;

CREATE INDEX documents_by_doi ON documents (lower(doi)) WHERE doi IS NOT NULL;

CREATE INDEX documents_by_pmid ON documents (pmid) WHERE pmid IS NOT NULL;

CREATE INDEX documents_by_file ON documents (name);

CREATE VIEW replaced AS -- one row a text that has a newer one, with the latest that took its place
SELECT older.number AS document, older.id AS document_id, newer.id AS by_id, newer.name AS by_name
FROM documents AS older
JOIN corrections ON corrections.number = (SELECT max(number) FROM corrections WHERE replaces = older.id)
JOIN documents AS newer ON newer.id = corrections.document;

CREATE TRIGGER queue_follows_a_correction AFTER INSERT ON corrections
BEGIN
    UPDATE queue SET found = 0
    WHERE document = (SELECT number FROM documents WHERE id = NEW.replaces) AND found = 1;
    UPDATE queue SET finding = (SELECT finding FROM queue_derived WHERE queue_derived.assertion = queue.assertion)
    WHERE assertion IN (
        SELECT member.number
        FROM assertions AS own
        JOIN assertions AS member ON member.claim = own.claim AND member.polarity = own.polarity
        WHERE own.document = (SELECT number FROM documents WHERE id = NEW.replaces)
    );
    -- A finding that lost its first row to the new text, or a text that keeps it alone.
    UPDATE queue SET (finding_state, finding_found) = (
        SELECT state, found FROM findings_derived WHERE findings_derived.finding = queue.assertion
    )
    WHERE finding = assertion AND assertion IN (
        SELECT member.number
        FROM assertions AS own
        JOIN assertions AS member ON member.claim = own.claim AND member.polarity = own.polarity
        WHERE own.document = (SELECT number FROM documents WHERE id = NEW.replaces)
    );
END;

CREATE INDEX evidence_gone ON evidence (assertion) WHERE found = 0;

CREATE VIEW moved AS -- rows that are found, but on none of the sentences that the verdict was given on
SELECT queue.assertion AS assertion
FROM queue
JOIN verdicts AS decision ON decision.number = queue.verdict
WHERE queue.found = 1
  AND EXISTS (SELECT 1 FROM evidence WHERE evidence.assertion = queue.assertion AND NOT evidence.found)
  AND NOT EXISTS (
      SELECT 1 FROM evidence AS held
      WHERE held.assertion = queue.assertion AND held.found AND CASE
          WHEN decision.evidence <> '[]' THEN EXISTS (
              SELECT 1 FROM json_each(decision.evidence) AS listed
              JOIN evidence AS judged ON judged.assertion = queue.assertion AND judged.id = listed.value
              WHERE judged.start_offset = held.start_offset AND judged.end_offset = held.end_offset
          )
          -- A verdict of an earlier version names no evidence, only its words.
          ELSE instr(char(10) || decision.quote || char(10), char(10) || held.quote || char(10))
      END
  );

CREATE VIEW progress AS -- one row a paper; what is undecided and no longer proposed is left to nobody
SELECT
    documents.name AS document,
    documents.title AS title,
    coalesce(sum(counts.rows), 0) AS proposed,
    coalesce(sum(counts.rows) FILTER (WHERE counts.state = 'accepted'), 0) AS accepted,
    coalesce(sum(counts.rows) FILTER (WHERE counts.state = 'edited'), 0) AS edited,
    coalesce(sum(counts.rows) FILTER (WHERE counts.state = 'rejected'), 0) AS rejected,
    coalesce(sum(counts.rows) FILTER (WHERE counts.state = 'undecided' AND counts.found = 1), 0) AS undecided,
    coalesce(sum(counts.rows) FILTER (WHERE counts.found = 0), 0) AS no_longer_found,
    documents.id AS document_id,
    (SELECT by_name FROM replaced WHERE replaced.document = documents.number) AS replaced_by
FROM documents
LEFT JOIN queue_counts AS counts ON counts.document = documents.number AND counts.finding = 0
GROUP BY documents.number
ORDER BY documents.number;

CREATE VIEW assertion_states AS
SELECT
    assertions.number AS assertion,
    CASE decision.action
        WHEN 'accept' THEN 'accepted' WHEN 'edit' THEN 'edited' WHEN 'reject' THEN 'rejected' ELSE 'undecided'
    END AS state,
    decision.number AS verdict,
    decision.number IS NULL AND EXISTS (
        SELECT 1 FROM verdict_standing
        WHERE assertion = assertions.id AND action IN ('accept', 'edit', 'reject') AND stands
    ) AS conflict
FROM assertions
LEFT JOIN verdicts AS decision ON decision.number = CASE
    WHEN (
        SELECT min(curator) IS max(curator) FROM verdicts
        WHERE assertion = assertions.id AND action IN ('accept', 'edit', 'reject')
    ) THEN (
        SELECT number FROM verdict_standing
        WHERE assertion = assertions.id AND action IN ('accept', 'edit', 'reject') AND stands
        ORDER BY number DESC LIMIT 1
    ) ELSE (
        WITH RECURSIVE
        standing (number) AS (
            SELECT number FROM verdict_standing
            WHERE assertion = assertions.id AND action IN ('accept', 'edit', 'reject') AND stands
        ),
        covered (number) AS (
            SELECT made_over.earlier FROM standing JOIN made_over ON made_over.later = standing.number
            UNION
            SELECT made_over.earlier FROM covered JOIN made_over ON made_over.later = covered.number
        ),
        heads (number) AS (SELECT number FROM standing EXCEPT SELECT number FROM covered)
        SELECT CASE WHEN count(DISTINCT CASE WHEN head.action <> 'reject' THEN json_array(
            head.after_mirna, head.after_source, head.after_target, head.after_effect, head.after_citation,
            head.after_drug, head.after_disease, coalesce(head.polarity, 'affirmed')
        ) ELSE '' END) = 1 THEN max(head.number) END
        FROM heads CROSS JOIN verdicts AS head ON head.number = heads.number
    )
END;

CREATE VIEW queue_derived AS
SELECT
    assertions.document AS document,
    assertions.start_offset AS start_offset,
    assertions.number AS assertion,
    (
        SELECT member.number FROM assertions AS member
        WHERE member.claim = assertions.claim AND member.polarity = assertions.polarity
          AND EXISTS (
              SELECT 1 FROM documents AS paper JOIN corrections ON corrections.replaces = paper.id
              WHERE paper.number = member.document
          ) = EXISTS (
              SELECT 1 FROM documents AS paper JOIN corrections ON corrections.replaces = paper.id
              WHERE paper.number = assertions.document
          )
        ORDER BY member.document, member.start_offset, member.number LIMIT 1
    ) AS finding,
    states.state AS state,
    states.verdict AS verdict,
    assertions.found AND NOT EXISTS (
        SELECT 1 FROM documents AS paper JOIN corrections ON corrections.replaces = paper.id
        WHERE paper.number = assertions.document
    ) AS found,
    CASE
        WHEN decision.after_mirna IS NULL THEN assertions.polarity ELSE coalesce(decision.polarity, 'affirmed')
    END AS polarity,
    assertions.confidence AS confidence,
    CASE WHEN decision.after_mirna IS NULL THEN claims.mirna ELSE decision.after_mirna END AS mirna,
    CASE WHEN decision.after_mirna IS NULL THEN claims.source ELSE decision.after_source END AS source,
    CASE WHEN decision.after_mirna IS NULL THEN claims.target ELSE decision.after_target END AS target,
    CASE WHEN decision.after_mirna IS NULL THEN claims.effect ELSE decision.after_effect END AS effect,
    CASE WHEN decision.after_mirna IS NULL THEN assertions.citation ELSE decision.after_citation END AS citation,
    CASE WHEN decision.after_mirna IS NULL THEN claims.drug ELSE decision.after_drug END AS drug,
    CASE WHEN decision.after_mirna IS NULL THEN claims.disease ELSE decision.after_disease END AS disease,
    states.conflict AS conflict,
    (
        -- A step takes a number, what stands before one, or a single character that is in no usual name.
        WITH RECURSIVE
        keys (made, rest) AS (
            SELECT '', lower(CASE WHEN decision.after_mirna IS NULL THEN claims.mirna ELSE decision.after_mirna END)
            UNION ALL
            SELECT
                CASE
                    WHEN rest GLOB '[0-9]*'
                    THEN made || char(48 + length(CAST(rest AS INTEGER))) || CAST(rest AS INTEGER)
                    ELSE made || substr(rest, 1, max(1, length(rest) - length(
                        ltrim(rest, 'abcdefghijklmnopqrstuvwxyz-~/*() ')
                    )))
                END,
                CASE
                    WHEN rest GLOB '[0-9]*' THEN ltrim(rest, '0123456789')
                    ELSE substr(rest, 1 + max(1, length(rest) - length(
                        ltrim(rest, 'abcdefghijklmnopqrstuvwxyz-~/*() ')
                    )))
                END
            FROM keys WHERE rest <> ''
        )
        SELECT made FROM keys WHERE rest = ''
    ) AS mirna_key
FROM assertions
JOIN claims ON claims.number = assertions.claim
JOIN assertion_states AS states ON states.assertion = assertions.number
LEFT JOIN verdicts AS decision ON decision.number = states.verdict;

CREATE INDEX queue_by_mirna_key
ON queue (mirna_key, document, start_offset, assertion, finding, finding_state, finding_found)
WHERE finding = assertion;

CREATE TRIGGER queue_takes_a_new_assertion AFTER INSERT ON assertions
BEGIN
    INSERT INTO queue
    SELECT document, start_offset, assertion, finding, state, verdict, found, NULL, NULL,
           polarity, confidence, mirna, source, target, effect, citation, drug, disease, conflict, mirna_key
    FROM queue_derived WHERE assertion = NEW.number;
    -- A paper read earlier may come to hold the finding later: then its assertion stands for the rest.
    UPDATE queue SET finding = NEW.number
    WHERE finding <> NEW.number
      AND assertion IN (SELECT number FROM assertions WHERE claim = NEW.claim AND polarity = NEW.polarity)
      AND NEW.number = (SELECT finding FROM queue WHERE assertion = NEW.number)
      AND NEW.number = (SELECT finding FROM queue_derived WHERE queue_derived.assertion = queue.assertion);
END;

CREATE TRIGGER queue_follows_a_verdict AFTER INSERT ON verdicts
WHEN NEW.action <> 'comment'
BEGIN
    INSERT INTO made_over
    SELECT NEW.number, number FROM verdicts
    WHERE NEW.settles <> '[]' AND id IN (SELECT value FROM json_each(NEW.settles))
    UNION
    SELECT NEW.number, earlier FROM (
        -- By the few verdicts of the assertion, not by the curator's whole log: hence the signs before the columns.
        SELECT max(number) AS earlier FROM verdicts
        WHERE assertion = NEW.assertion AND +curator = NEW.curator AND +number < NEW.number
          AND action IN ('accept', 'edit', 'reject')
    )
    WHERE NEW.action <> 'undo' AND earlier IS NOT NULL;
    UPDATE queue
    SET (state, verdict, polarity, mirna, source, target, effect, citation, drug, disease, conflict, mirna_key) = (
        SELECT state, verdict, polarity, mirna, source, target, effect, citation, drug, disease, conflict, mirna_key
        FROM queue_derived WHERE queue_derived.assertion = queue.assertion
    )
    WHERE assertion = (SELECT number FROM assertions WHERE id = NEW.assertion);
END;

CREATE VIEW curated AS -- every row that was kept, as decided; one carried to a new text once, there
-- Not every one is a fact: only where `polarity` is `affirmed` was the row kept as saying that it is so. `negated` was
-- kept as a finding that the text denies, `speculative` as one that it only considers.
SELECT
    documents.name AS document,
    verdicts.after_mirna AS mirna,
    verdicts.after_source AS source,
    verdicts.after_target AS target,
    verdicts.after_effect AS effect,
    verdicts.after_citation AS citation,
    verdicts.after_drug AS drug,
    verdicts.after_disease AS disease,
    coalesce(verdicts.polarity, 'affirmed') AS polarity,
    states.state AS state,
    coalesce(
        (
            SELECT text FROM bibliography
            WHERE bibliography.document = documents.number AND bibliography.key = verdicts.after_citation
            ORDER BY position LIMIT 1
        ),
        (
            -- Several keys, such as `12,13`: each reference, in their order.
            SELECT group_concat(text, ' ') FROM (
                SELECT (
                    SELECT text FROM bibliography
                    WHERE bibliography.document = documents.number AND bibliography.key = trim(listed.value)
                    ORDER BY position LIMIT 1
                ) AS text
                FROM json_each(replace(json_array(verdicts.after_citation), ',', '","')) AS listed ORDER BY listed.key
            )
        )
    ) AS reference,
    verdicts.quote AS evidence_as_judged,
    (
        SELECT group_concat(quote, char(10)) FROM (
            SELECT quote FROM evidence
            WHERE evidence.assertion = assertions.number AND evidence.found ORDER BY position
        )
    ) AS evidence,
    (
        SELECT group_concat(rule, ' | ') FROM (
            SELECT rule FROM evidence
            WHERE evidence.assertion = assertions.number AND evidence.found ORDER BY position
        )
    ) AS rules,
    verdicts.curator AS curator,
    verdicts.time AS decided,
    verdicts.comment AS comment,
    assertions.confidence AS confidence,
    CASE WHEN assertions.found AND replaced.by_id IS NULL THEN 'yes' ELSE 'no' END AS still_found,
    assertions.added_by AS added_by,
    documents.title AS title,
    documents.doi AS doi,
    documents.pmid AS pmid,
    assertions.id AS assertion_id,
    documents.id AS document_id,
    replaced.by_name AS replaced_by -- a newer text of the paper, to which the row could not be carried
FROM assertions
JOIN documents ON documents.number = assertions.document
JOIN assertion_states AS states ON states.assertion = assertions.number
JOIN verdicts ON verdicts.number = states.verdict
LEFT JOIN replaced ON replaced.document = documents.number
WHERE states.state IN ('accepted', 'edited')
  AND NOT EXISTS (
      SELECT 1 FROM verdicts AS carried WHERE carried.carries = verdicts.id AND carried.assertion <> assertions.id
  )
ORDER BY assertions.document, assertions.start_offset, assertions.number;

CREATE VIEW verdicts_flat AS -- every verdict in the order given
SELECT
    verdicts.time AS time,
    verdicts.curator AS curator,
    verdicts.action AS action,
    CASE verdicts.stands WHEN 1 THEN 'yes' ELSE 'no' END AS stands,
    verdicts.reason AS reason,
    verdicts.comment AS comment,
    documents.name AS document,
    verdicts.before_mirna, verdicts.before_source, verdicts.before_target, verdicts.before_effect,
    verdicts.before_citation, verdicts.before_drug, verdicts.before_disease,
    verdicts.polarity_shown AS before_polarity,
    verdicts.after_mirna, verdicts.after_source, verdicts.after_target, verdicts.after_effect,
    verdicts.after_citation, verdicts.after_drug, verdicts.after_disease,
    verdicts.polarity AS after_polarity, -- empty in a kept row of an earlier version: that affirms it
    verdicts.quote AS quote,
    verdicts.rules_version AS rules_version,
    verdicts.program_version AS program_version,
    verdicts.undoes AS undoes,
    verdicts.settles AS settles,
    verdicts.carries AS carries,
    verdicts.id AS verdict_id,
    verdicts.assertion AS assertion_id,
    verdicts.claim AS claim_id,
    verdicts.evidence AS evidence_ids
FROM verdict_standing AS verdicts
JOIN assertions ON assertions.id = verdicts.assertion
JOIN documents ON documents.number = assertions.document
ORDER BY verdicts.number;

CREATE VIEW conflicts AS -- every decision on a row that curators decided differently, as far as it stands
SELECT
    documents.name AS document,
    verdicts.curator AS curator,
    verdicts.time AS time,
    verdicts.action AS action,
    verdicts.after_mirna AS mirna,
    verdicts.after_source AS source,
    verdicts.after_target AS target,
    verdicts.after_effect AS effect,
    verdicts.after_citation AS citation,
    verdicts.after_drug AS drug,
    verdicts.after_disease AS disease,
    CASE WHEN verdicts.action <> 'reject' THEN coalesce(verdicts.polarity, 'affirmed') END AS polarity,
    verdicts.reason AS reason,
    verdicts.comment AS comment,
    verdicts.quote AS quote,
    assertions.id AS assertion_id,
    verdicts.id AS verdict_id
FROM queue
JOIN assertions ON assertions.number = queue.assertion
JOIN documents ON documents.number = assertions.document
JOIN verdict_standing AS verdicts ON verdicts.assertion = assertions.id
WHERE queue.conflict = 1 AND verdicts.stands AND verdicts.action IN ('accept', 'edit', 'reject')
ORDER BY queue.document, queue.start_offset, queue.assertion, verdicts.number;
