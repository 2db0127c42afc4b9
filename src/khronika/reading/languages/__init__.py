"""The rules of each language, one folder a language. A further language is a folder to copy."""
