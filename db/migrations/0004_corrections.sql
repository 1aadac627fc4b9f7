-- A corrected paper: the new text takes the place of the old one, and the verdicts on the old one are carried to it.

-- A verdict that was carried names the one that it is of; one that drops a row for good, that on the same row.
ALTER TABLE verdicts ADD COLUMN carries TEXT REFERENCES verdicts (id);

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

-- Papers are recognised by these.
CREATE INDEX documents_by_doi ON documents (lower(doi)) WHERE doi IS NOT NULL;
CREATE INDEX documents_by_pmid ON documents (pmid) WHERE pmid IS NOT NULL;
CREATE INDEX documents_by_file ON documents (name);

CREATE VIEW replaced AS -- one row a text that has a newer one, with the latest that took its place
SELECT older.number AS document, older.id AS document_id, newer.id AS by_id, newer.name AS by_name
FROM documents AS older
JOIN corrections ON corrections.number = (SELECT max(number) FROM corrections WHERE replaces = older.id)
JOIN documents AS newer ON newer.id = corrections.document;

-- Rows of a text that was replaced wait for nobody, and do not stand for those of the new text.
DROP VIEW queue_derived;
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
      AND NEW.number = (SELECT finding FROM queue WHERE assertion = NEW.number)
      AND NEW.number = (SELECT finding FROM queue_derived WHERE queue_derived.assertion = queue.assertion);
END;

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

-- Evidence that a row no longer rests on is seldom, and asked for wherever a row may have moved.
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

-- For a spreadsheet ----------------------------------------------------------------------------------------------------

DROP VIEW curated;
CREATE VIEW curated AS -- every row that was accepted, as it stands after editing; one carried to a new text once, there
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
    verdicts.carries AS carries,
    verdicts.id AS verdict_id,
    verdicts.assertion AS assertion_id,
    verdicts.claim AS claim_id,
    verdicts.evidence AS evidence_ids
FROM verdict_standing AS verdicts
JOIN assertions ON assertions.id = verdicts.assertion
JOIN documents ON documents.number = assertions.document
ORDER BY verdicts.number;

DROP VIEW progress;
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
