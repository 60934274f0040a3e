"""What is told of a text: the JSON contract, and what follows from it."""
