"""The texts of the sample case and the programs that make its files from them (``build.py``)."""
