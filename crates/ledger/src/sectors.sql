-- Schema 1 to 2: sectors spelled as PLOVER 2.0 has them. MED meant the media and is now the health workers', so that old
-- rows must be put right before new ones stand beside them. The rows' meaning stays; their triggers come back at the end.

DROP TRIGGER coded_stay;
DROP TRIGGER amendments_stay;

UPDATE coded SET coded =
    replace(replace(replace(replace(replace(replace(coded,
        '"sector":"MED"', '"sector":"JRN"'), '"sector":"HLH"', '"sector":"MED"'), '"sector":"NGO"', '"sector":"SOC"'),
        '"sector":"DEV"', '"sector":"SOC"'), '"sector":"LGL"', '"sector":"CVL"'), '"sector":"IGO"', '"sector":"GOV"');

UPDATE amendments SET changes =
    replace(replace(replace(replace(replace(replace(changes,
        '"sector":"MED"', '"sector":"JRN"'), '"sector":"HLH"', '"sector":"MED"'), '"sector":"NGO"', '"sector":"SOC"'),
        '"sector":"DEV"', '"sector":"SOC"'), '"sector":"LGL"', '"sector":"CVL"'), '"sector":"IGO"', '"sector":"GOV"');

UPDATE amendments SET state =
    replace(replace(replace(replace(replace(replace(state,
        '"sector":"MED"', '"sector":"JRN"'), '"sector":"HLH"', '"sector":"MED"'), '"sector":"NGO"', '"sector":"SOC"'),
        '"sector":"DEV"', '"sector":"SOC"'), '"sector":"LGL"', '"sector":"CVL"'), '"sector":"IGO"', '"sector":"GOV"');

CREATE TRIGGER amendments_stay BEFORE UPDATE ON amendments BEGIN SELECT RAISE(ABORT, 'amendments is append-only'); END;
CREATE TRIGGER coded_stay BEFORE UPDATE ON coded
WHEN NEW.coding IS NOT OLD.coding OR NEW.article IS NOT OLD.article OR NEW.version IS NOT OLD.version
  OR NEW.run IS NOT OLD.run OR NEW.read_at IS NOT OLD.read_at
  OR NOT EXISTS (SELECT 1 FROM forgotten WHERE forgotten.article = OLD.article)
BEGIN SELECT RAISE(ABORT, 'coded is append-only'); END;
