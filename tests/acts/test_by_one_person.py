"""Where the rules ask for two and there was one, every list says so; and whose consent it is, by pseudonym."""

from __future__ import annotations

import pytest

from desk_cast import DENIAL, CHEAP, PASSPHRASE, FixedClock, House, Seeded, source_of
from khronika.acts.consent import handed_over, list_consents, record_consent, seal_identity, withdraw_consent
from khronika.acts.founding import found
from khronika.acts.outgoing import BriefOrder
from khronika.acts.brief import brief
from khronika.acts.erase import erase
from khronika.acts.resting import rests_on
from khronika.acts.review import accept
from khronika.acts.rules import BY_ONE_PERSON
from khronika.acts.show import ItemShown, log, show
from khronika.records.consent import Audience, IdentityDetail, Purpose, Term
