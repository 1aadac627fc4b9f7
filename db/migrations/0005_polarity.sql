-- A decision carries the polarity: whether what was kept is affirmed, denied or only considered.

-- None in a verdict of an earlier version, in which whoever kept a row affirmed it, whatever its text did.
ALTER TABLE verdicts ADD COLUMN polarity TEXT CHECK (
    polarity IS NULL OR (polarity IN ('affirmed', 'negated', 'speculative') AND action IN ('accept', 'edit'))
); -- as decided
ALTER TABLE verdicts ADD COLUMN polarity_shown TEXT CHECK (polarity_shown IN ('affirmed', 'negated', 'speculative'));

-- Heads that differ in polarity alone are in conflict too.
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
            head.after_drug, head.after_disease, coalesce(head.polarity, 'affirmed')
        ) ELSE '' END) = 1 THEN max(head.number) END
        FROM heads CROSS JOIN verdicts AS head ON head.number = heads.number
    )
END;

-- What miRNAs are sorted by, so that miR-9 comes before miR-21 and that before miR-100: the name in small letters, and
-- before each number, without zeros in front, how many digits it has. `queue_derived` works it out from `mirna`.
ALTER TABLE queue ADD COLUMN mirna_key TEXT NOT NULL DEFAULT '';

-- One row an assertion, as in 0004; and with the polarity as decided, else as proposed, as the slots are.
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

-- There are far fewer names than rows.
CREATE TEMP TABLE named AS
SELECT mirna, (SELECT mirna_key FROM queue_derived WHERE queue_derived.assertion = first) AS made
FROM (SELECT mirna, min(assertion) AS first FROM queue GROUP BY mirna);
CREATE UNIQUE INDEX temp.named_once ON named (mirna);
UPDATE queue SET mirna_key = (SELECT made FROM temp.named WHERE temp.named.mirna = queue.mirna);
DROP TABLE temp.named;

UPDATE queue SET polarity = 'affirmed' WHERE state IN ('accepted', 'edited') AND polarity <> 'affirmed';

DROP TRIGGER queue_takes_a_new_assertion;
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
    UPDATE queue
    SET (state, verdict, polarity, mirna, source, target, effect, citation, drug, disease, conflict, mirna_key) = (
        SELECT state, verdict, polarity, mirna, source, target, effect, citation, drug, disease, conflict, mirna_key
        FROM queue_derived WHERE queue_derived.assertion = queue.assertion
    )
    WHERE assertion = (SELECT number FROM assertions WHERE id = NEW.assertion);
END;

-- For a spreadsheet ----------------------------------------------------------------------------------------------------

DROP VIEW curated;
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

DROP VIEW conflicts;
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
