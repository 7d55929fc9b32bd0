-- The version of the policy that judged a result; null where nothing was judged.
ALTER TABLE callbacks ADD COLUMN policy TEXT;
