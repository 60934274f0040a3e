"""One module a signal; each turns a document into a level and evidence."""
