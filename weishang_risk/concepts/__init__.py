"""Named concepts, read from a document by linear classifiers."""
