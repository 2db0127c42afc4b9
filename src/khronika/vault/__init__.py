"""The vault: the folder that holds everything, encrypted, and the keys that open it.

Import from the modules: ``vault.folder`` opens, ``vault.temporary`` is for one command, ``vault.agent``
keeps a vault unlocked for a session. docs/FORMAT.md says what lies on the disk, byte by byte.
"""
