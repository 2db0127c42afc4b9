"""What makes the reader's weights: the corpus read, the tagger trained. Not part of the package that is installed."""
