"""What a monitor does, one function an act: take in, read, review, record consent, seal, erase, export.

Every act and every query takes the desk and then the id of the asking member; rights are checked here, in
the transaction itself, so that no face can forget to. Each act is one transaction, one seal and one
checkpoint.
"""
