"""What is wrong with a ledger: its entries, seals, tree, checkpoints or exported log."""

from __future__ import annotations

from khronika.errors import VaultDamaged


class LedgerFault(VaultDamaged):
    """Something in a ledger is not as it was signed. ``fault`` says what and where."""
