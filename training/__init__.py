"""Corpus, training and evaluation of weishang_risk; imports the library, never the other way."""
