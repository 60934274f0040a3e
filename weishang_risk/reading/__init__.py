"""From a string to a document: characters, layout, sentences, quantities, typed tokens and their scope."""
