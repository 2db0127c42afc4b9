"""Tagging: a small trained model that marks sources, cues and contents in a block of text, and links them.

What it marks are spans and links with probabilities; who the speaker is, what is done and which figures are
given is read from them by rules. The model sees what the rules read as one of its inputs.
"""
