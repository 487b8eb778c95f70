"""Forms: editors bound to the fields of a record, parsing of their input, and the edits that store it."""
