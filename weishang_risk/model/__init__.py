"""The additive model over concepts: its terms, its file, its training."""
