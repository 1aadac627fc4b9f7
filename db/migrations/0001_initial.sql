-- The first schema: papers, what was found in them, and what people decided.
--
-- A `number` is this file's own; an `id` comes from the content and is the same in every file. Offsets count code points
-- from 0 in `documents.text`; `text[start_offset:end_offset]` is the quote. Lists are JSON arrays. Yes and no are 1 and 0.
-- Tables are not STRICT, for the SQLite browsers that curators have are often older than that word.

PRAGMA application_id = 1668445298; -- "crtr"

-- Papers ---------------------------------------------------------------------------------------------------------------

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

-- What was found -------------------------------------------------------------------------------------------------------

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

-- The order of the queue, so that a window of it is read without sorting the rest.
CREATE INDEX assertions_in_order ON assertions (document, start_offset, number);
CREATE INDEX assertions_by_claim ON assertions (claim);

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

-- What people decided --------------------------------------------------------------------------------------------------

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
    previous TEXT NOT NULL, -- the id of the same curator's verdict before this one; empty for the first
    CHECK ((action = 'undo') = (undoes IS NOT NULL)),
    CHECK (action NOT IN ('accept', 'edit') OR after_mirna IS NOT NULL),
    CHECK (action <> 'reject' OR after_mirna IS NULL)
);

CREATE INDEX verdicts_by_assertion ON verdicts (assertion, number);
CREATE INDEX verdicts_by_curator ON verdicts (curator, number);
CREATE INDEX verdicts_by_undoes ON verdicts (undoes) WHERE undoes IS NOT NULL;

CREATE TRIGGER verdicts_are_never_changed BEFORE UPDATE ON verdicts
BEGIN
    SELECT RAISE(ABORT, 'a verdict is never changed: append another');
END;

CREATE TRIGGER verdicts_are_never_deleted BEFORE DELETE ON verdicts
BEGIN
    SELECT RAISE(ABORT, 'a verdict is never deleted: append an undo');
END;

-- INSERT OR REPLACE deletes without firing the trigger above.
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

-- Every verdict, and whether it stands. An undo may be undone in its turn: the last word on a verdict counts.
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

-- One row an assertion: its state, and the verdict that gave it.
CREATE VIEW assertion_states AS
SELECT
    assertions.number AS assertion,
    CASE decision.action
        WHEN 'accept' THEN 'accepted' WHEN 'edit' THEN 'edited' WHEN 'reject' THEN 'rejected' ELSE 'undecided'
    END AS state,
    decision.number AS verdict
FROM assertions
LEFT JOIN verdicts AS decision ON decision.number = (
    SELECT number FROM verdict_standing
    WHERE assertion = assertions.id AND action IN ('accept', 'edit', 'reject') AND stands
    ORDER BY number DESC LIMIT 1
);

-- For a spreadsheet ----------------------------------------------------------------------------------------------------

CREATE VIEW curated AS -- every row that was accepted, as it stands after editing
SELECT
    documents.name AS document,
    verdicts.after_mirna AS mirna,
    verdicts.after_source AS source,
    verdicts.after_target AS target,
    verdicts.after_effect AS effect,
    verdicts.after_citation AS citation,
    verdicts.after_drug AS drug,
    verdicts.after_disease AS disease,
    assertions.polarity AS polarity,
    states.state AS state,
    (
        SELECT text FROM bibliography
        WHERE bibliography.document = documents.number AND bibliography.key = verdicts.after_citation
        ORDER BY position LIMIT 1
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
    CASE assertions.found WHEN 1 THEN 'yes' ELSE 'no' END AS still_found,
    assertions.added_by AS added_by,
    documents.title AS title,
    documents.doi AS doi,
    documents.pmid AS pmid,
    assertions.id AS assertion_id,
    documents.id AS document_id
FROM assertions
JOIN documents ON documents.number = assertions.document
JOIN assertion_states AS states ON states.assertion = assertions.number
JOIN verdicts ON verdicts.number = states.verdict
WHERE states.state IN ('accepted', 'edited')
ORDER BY assertions.document, assertions.start_offset, assertions.number;

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
    verdicts.after_mirna, verdicts.after_source, verdicts.after_target, verdicts.after_effect,
    verdicts.after_citation, verdicts.after_drug, verdicts.after_disease,
    verdicts.quote AS quote,
    verdicts.rules_version AS rules_version,
    verdicts.program_version AS program_version,
    verdicts.undoes AS undoes,
    verdicts.id AS verdict_id,
    verdicts.assertion AS assertion_id
FROM verdict_standing AS verdicts
JOIN assertions ON assertions.id = verdicts.assertion
JOIN documents ON documents.number = assertions.document
ORDER BY verdicts.number;

CREATE VIEW progress AS -- one row a paper
SELECT
    documents.name AS document,
    documents.title AS title,
    count(assertions.number) AS proposed,
    count(CASE states.state WHEN 'accepted' THEN 1 END) AS accepted,
    count(CASE states.state WHEN 'edited' THEN 1 END) AS edited,
    count(CASE states.state WHEN 'rejected' THEN 1 END) AS rejected,
    count(CASE states.state WHEN 'undecided' THEN 1 END) AS undecided,
    count(CASE assertions.found WHEN 0 THEN 1 END) AS no_longer_found,
    documents.id AS document_id
FROM documents
LEFT JOIN assertions ON assertions.document = documents.number
LEFT JOIN assertion_states AS states ON states.assertion = assertions.number
GROUP BY documents.number
ORDER BY documents.number;
