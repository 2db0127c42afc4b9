"""What a monitor does, one function an act: take in, read, review, record consent, seal, erase, export.

Every act and every query takes the desk and then the id of the asking member; rights are checked here, in
the transaction itself, so that no face can forget to. Each act is one transaction, one seal and one
checkpoint.

A docstring names the faults that are its own. Those of every act and query are: ``NotAllowed``, there is no
such member or they do not have the right; ``VaultBusy``, another writes for longer than anybody waits;
``StorageFull``, the disk has no room for the entries; with ``as_of`` ``UsageFault``, there is no such point.
"""
