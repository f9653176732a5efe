"""Tags: choosing, assigning, the vocabulary, and taking ended ones off."""
