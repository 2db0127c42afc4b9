"""What makes the reader's weights: the corpus read, the tagger trained. Not part of what is installed."""
