-- The queue of a curator, as narrow rows in the order in which she reads them.
--
-- Whatever stands in `queue`, `queue_counts` and `search_pending` is derived: verdicts stay the truth. `queue_derived` and
-- `findings_derived` say how, triggers keep it so, and `curator.storage.derived` compares and builds anew.

-- The verdicts that were given at one stroke, so that they are undone as one.
ALTER TABLE verdicts ADD COLUMN together TEXT REFERENCES verdicts (id); -- the first of them; empty for that one

CREATE INDEX verdicts_by_together ON verdicts (together) WHERE together IS NOT NULL;

-- Which assertion stands first among those of one claim and polarity is asked for each of them.
DROP INDEX assertions_by_claim;
CREATE INDEX assertions_by_finding ON assertions (claim, polarity, document, start_offset, number);

-- Which papers have gold is asked of their names and titles, and a row with its text is long.
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
    disease TEXT,
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

-- Assertions whose words changed since they were last taken into the search. What searches is not in the schema, because
-- not every SQLite can: `curator.storage.search` owns it.
CREATE TABLE search_pending (assertion INTEGER PRIMARY KEY);

CREATE TABLE saved_filters (
    name TEXT PRIMARY KEY CHECK (name <> ''),
    filter TEXT NOT NULL
) WITHOUT ROWID;

-- How a row of the queue follows from what was found and decided.
CREATE VIEW queue_derived AS
SELECT
    assertions.document AS document,
    assertions.start_offset AS start_offset,
    assertions.number AS assertion,
    (
        SELECT member.number FROM assertions AS member
        WHERE member.claim = assertions.claim AND member.polarity = assertions.polarity
        ORDER BY member.document, member.start_offset, member.number LIMIT 1
    ) AS finding,
    states.state AS state,
    states.verdict AS verdict,
    assertions.found AS found,
    assertions.polarity AS polarity,
    assertions.confidence AS confidence,
    CASE WHEN decision.after_mirna IS NULL THEN claims.mirna ELSE decision.after_mirna END AS mirna,
    CASE WHEN decision.after_mirna IS NULL THEN claims.source ELSE decision.after_source END AS source,
    CASE WHEN decision.after_mirna IS NULL THEN claims.target ELSE decision.after_target END AS target,
    CASE WHEN decision.after_mirna IS NULL THEN claims.effect ELSE decision.after_effect END AS effect,
    CASE WHEN decision.after_mirna IS NULL THEN assertions.citation ELSE decision.after_citation END AS citation,
    CASE WHEN decision.after_mirna IS NULL THEN claims.drug ELSE decision.after_drug END AS drug,
    CASE WHEN decision.after_mirna IS NULL THEN claims.disease ELSE decision.after_disease END AS disease
FROM assertions
JOIN claims ON claims.number = assertions.claim
JOIN assertion_states AS states ON states.assertion = assertions.number
LEFT JOIN verdicts AS decision ON decision.number = states.verdict;

-- A table filled before its triggers and indexes are there is filled in a fraction of the time.
INSERT INTO queue
SELECT document, start_offset, assertion, finding, state, verdict, found, NULL, NULL,
       polarity, confidence, mirna, source, target, effect, citation, drug, disease
FROM queue_derived ORDER BY document, start_offset, assertion;

CREATE INDEX queue_by_assertion ON queue (assertion, finding);
CREATE INDEX queue_by_finding ON queue (finding, state, found);

-- How a finding stands. Of states `undecided` comes last in the alphabet, so that the least one is a decision if there is
-- any; that and the two questions are each one step in `queue_by_finding`, however many assertions the finding has.
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

UPDATE queue SET (finding_state, finding_found) = (
    SELECT state, found FROM findings_derived WHERE findings_derived.finding = queue.assertion
)
WHERE finding = assertion;

INSERT INTO queue_counts
SELECT document, 0, state, found, count(*) FROM queue GROUP BY 1, 3, 4;
INSERT INTO queue_counts
SELECT document, 1, finding_state, finding_found, count(*) FROM queue WHERE finding = assertion GROUP BY 1, 3, 4;
INSERT INTO queue_counts
SELECT 0, finding, state, found, sum(rows) FROM queue_counts GROUP BY 2, 3, 4;

INSERT INTO search_pending SELECT number FROM assertions;

-- One index a field that is filtered by, each in the order of the queue. Every one holds `finding`, and those that are
-- sorted by hold the state, so that counting and walking read the index alone.
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

-- Rows follow what was found and decided.

CREATE TRIGGER queue_takes_a_new_assertion AFTER INSERT ON assertions
BEGIN
    INSERT INTO queue
    SELECT document, start_offset, assertion, finding, state, verdict, found, NULL, NULL,
           polarity, confidence, mirna, source, target, effect, citation, drug, disease
    FROM queue_derived WHERE assertion = NEW.number;
    -- A paper read earlier may come to hold the finding later: then its assertion stands for the rest.
    UPDATE queue SET finding = NEW.number
    WHERE finding <> NEW.number
      AND assertion IN (SELECT number FROM assertions WHERE claim = NEW.claim AND polarity = NEW.polarity)
      AND NEW.number = (SELECT finding FROM queue WHERE assertion = NEW.number);
END;

CREATE TRIGGER queue_follows_an_assertion AFTER UPDATE OF start_offset, citation, confidence, found ON assertions
BEGIN
    UPDATE queue SET (start_offset, state, verdict, found, confidence, citation) = (
        SELECT start_offset, state, verdict, found, confidence, citation
        FROM queue_derived WHERE queue_derived.assertion = NEW.number
    )
    WHERE assertion = NEW.number;
END;

CREATE TRIGGER queue_follows_a_verdict AFTER INSERT ON verdicts
WHEN NEW.action <> 'comment'
BEGIN
    UPDATE queue SET (state, verdict, mirna, source, target, effect, citation, drug, disease) = (
        SELECT state, verdict, mirna, source, target, effect, citation, drug, disease
        FROM queue_derived WHERE queue_derived.assertion = queue.assertion
    )
    WHERE assertion = (SELECT number FROM assertions WHERE id = NEW.assertion);
END;

-- Findings follow their rows.

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

-- Counts follow both.

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

-- The search follows words.

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

-- One row a paper, from the counts.
DROP VIEW progress;
CREATE VIEW progress AS
SELECT
    documents.name AS document,
    documents.title AS title,
    coalesce(sum(counts.rows), 0) AS proposed,
    coalesce(sum(counts.rows) FILTER (WHERE counts.state = 'accepted'), 0) AS accepted,
    coalesce(sum(counts.rows) FILTER (WHERE counts.state = 'edited'), 0) AS edited,
    coalesce(sum(counts.rows) FILTER (WHERE counts.state = 'rejected'), 0) AS rejected,
    coalesce(sum(counts.rows) FILTER (WHERE counts.state = 'undecided'), 0) AS undecided,
    coalesce(sum(counts.rows) FILTER (WHERE counts.found = 0), 0) AS no_longer_found,
    documents.id AS document_id
FROM documents
LEFT JOIN queue_counts AS counts ON counts.document = documents.number AND counts.finding = 0
GROUP BY documents.number
ORDER BY documents.number;
