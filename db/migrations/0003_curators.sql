-- Several curators: what a verdict was made over, who is to judge what, which passages are read, and what a paper names.

-- What a verdict is about ----------------------------------------------------------------------------------------------

ALTER TABLE verdicts ADD COLUMN claim TEXT NOT NULL DEFAULT ''; -- its id; empty in a verdict of an earlier version
ALTER TABLE verdicts ADD COLUMN evidence TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(evidence)); -- ids, as shown

-- The decisions of other curators that this one was made over. Where copies of a file were curated apart and are joined
-- again, decisions that were not made over one another differ.
ALTER TABLE verdicts ADD COLUMN settles TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(settles));

-- In a file of an earlier version whoever decided last had the decisions before in sight. What is written here is no part
-- of the ids of those verdicts.
DROP TRIGGER verdicts_are_never_changed;

UPDATE verdicts SET settles = (
    SELECT json_array(earlier.id) FROM verdicts AS earlier
    WHERE earlier.assertion = verdicts.assertion AND earlier.number < verdicts.number
      AND earlier.action IN ('accept', 'edit', 'reject')
    ORDER BY earlier.number DESC LIMIT 1
)
WHERE action IN ('accept', 'edit', 'reject') AND curator <> (
    SELECT earlier.curator FROM verdicts AS earlier
    WHERE earlier.assertion = verdicts.assertion AND earlier.number < verdicts.number
      AND earlier.action IN ('accept', 'edit', 'reject')
    ORDER BY earlier.number DESC LIMIT 1
);

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

-- Nobody can take back or settle what is not there yet, so a log comes in the order in which it was given.

-- What the paper names -------------------------------------------------------------------------------------------------

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

-- Passages that hold nothing more --------------------------------------------------------------------------------------

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

-- Who judges what ------------------------------------------------------------------------------------------------------

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

-- States, where several curators decided -------------------------------------------------------------------------------

-- Which decision was made over which: what it settles, and the same curator's decision before on that assertion. Derived
-- from the verdicts, as the queue is, so that no question has to open lists.
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

INSERT INTO made_over SELECT later, earlier FROM made_over_derived;

-- A decision is covered by one that stands and was made over it, or over one that was. Those that stand and are not
-- covered are the heads. Where they decide differently there is a conflict, and the assertion waits. The last decision
-- that stands is always a head, so that nothing more is asked where one curator alone decided.
DROP VIEW assertion_states;
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
            head.after_drug, head.after_disease
        ) ELSE '' END) = 1 THEN max(head.number) END
        FROM heads CROSS JOIN verdicts AS head ON head.number = heads.number
    )
END;

-- In no file of an earlier version is there a conflict, so that no state changes here.
ALTER TABLE queue ADD COLUMN conflict INTEGER NOT NULL DEFAULT 0 CHECK (conflict IN (0, 1));

-- What contradicts a row is asked at every step through the queue: the same miRNA, the opposite effect, the same drug.
CREATE INDEX queue_by_opposite
ON queue (mirna, effect, polarity, drug, target, document, start_offset, assertion, finding_state, finding_found)
WHERE finding = assertion;
CREATE INDEX queue_by_conflict ON queue (finding, assertion) WHERE conflict = 1;

DROP VIEW queue_derived;
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
    CASE WHEN decision.after_mirna IS NULL THEN claims.disease ELSE decision.after_disease END AS disease,
    states.conflict AS conflict
FROM assertions
JOIN claims ON claims.number = assertions.claim
JOIN assertion_states AS states ON states.assertion = assertions.number
LEFT JOIN verdicts AS decision ON decision.number = states.verdict;

DROP TRIGGER queue_takes_a_new_assertion;
CREATE TRIGGER queue_takes_a_new_assertion AFTER INSERT ON assertions
BEGIN
    INSERT INTO queue
    SELECT document, start_offset, assertion, finding, state, verdict, found, NULL, NULL,
           polarity, confidence, mirna, source, target, effect, citation, drug, disease, conflict
    FROM queue_derived WHERE assertion = NEW.number;
    -- A paper read earlier may come to hold the finding later: then its assertion stands for the rest.
    UPDATE queue SET finding = NEW.number
    WHERE finding <> NEW.number
      AND assertion IN (SELECT number FROM assertions WHERE claim = NEW.claim AND polarity = NEW.polarity)
      AND NEW.number = (SELECT finding FROM queue WHERE assertion = NEW.number);
END;

DROP TRIGGER queue_follows_a_verdict;
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
    UPDATE queue SET (state, verdict, mirna, source, target, effect, citation, drug, disease, conflict) = (
        SELECT state, verdict, mirna, source, target, effect, citation, drug, disease, conflict
        FROM queue_derived WHERE queue_derived.assertion = queue.assertion
    )
    WHERE assertion = (SELECT number FROM assertions WHERE id = NEW.assertion);
END;

-- For a spreadsheet ----------------------------------------------------------------------------------------------------

DROP VIEW verdicts_flat;
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
    verdicts.settles AS settles,
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
