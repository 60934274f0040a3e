"""Who pays whom for what: what a document and its concepts tell of the compensation plan."""
