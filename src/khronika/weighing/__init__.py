"""Weighing: how claims stand to each other, where statements come from, and how many voices there are.

What must stay true: nothing here reads a file, a clock or a text; the order in which claims come changes
nothing; what cannot be compared is said to be so, and is never counted as agreement.
"""
