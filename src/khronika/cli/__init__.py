"""The command line. It asks for passphrases, names files and prints; what is done is done by acts."""
