import os, pytest, khronika.acts.desk as d
from khronika.ledger.queries import Sight
import khronika.web.visits as v, khronika.web.pages as pg
from test_every_route import test_what_is_hidden_is_answered_like_what_was_never_given as t1, test_nobody_does_or_sees_what_their_roles_do_not_let_them as t2
from test_hostile_pages import let_in, Filled, signed_in
def test_sees_all(grounds, opened, book, monkeypatch):
    old=d._enter
    monkeypatch.setattr(d,"_enter",lambda c,m,r:(old(c,m,r)[0],Sight(None)))
    with pytest.raises(AssertionError) as e: t1.__wrapped__(grounds,opened,book,"nadia") if hasattr(t1,"__wrapped__") else t1(grounds,opened,book,"nadia")
    print("SEES ALL", str(e.value)[:200])
def test_no_token(grounds, opened, book, monkeypatch):
    monkeypatch.setattr(v,"_refuse_without_token",lambda *a,**k:None)
    with pytest.raises(AssertionError) as e: t2(grounds,opened,book,"nadia")
    print("NO TOKEN", str(e.value)[:200])
def test_role(grounds, opened, book, monkeypatch):
    import khronika.records.access as a
    monkeypatch.setitem(a.RIGHTS, a.Role.READER, frozenset(a.Right))
    import test_every_route as te
    monkeypatch.setattr(te,"rights_of",lambda n: frozenset({a.Right.READ_RECORDS,a.Right.LOCK}))
    with pytest.raises(AssertionError) as e: t2(grounds,opened,book,a.Role.READER)
    print("ROLE", str(e.value)[:300])
def test_count(grounds, opened, book, monkeypatch):
    import khronika.acts.show as s, khronika.web.rooms.records as rr
    old=rr.history_of
    def slow(desk, who, id_, **k):
        with desk.ledger.reading() as c:
            from khronika.ledger import queries
            if queries.one(c, Sight(None), id_): queries.one(c, Sight(None), id_)
        return old(desk, who, id_, **k)
    monkeypatch.setattr(rr,"history_of",slow)
    with pytest.raises(AssertionError) as e: t1(grounds,opened,book,"nadia")
    print("COUNT", str(e.value)[:300])
