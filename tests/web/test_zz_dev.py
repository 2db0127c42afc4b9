import sys
sys.path[:0]=["/work/main/tests/web"]
import time
from walking import *
from khronika.records.access import Role
from rights_house import UNSEEN
def test_dev(grounds, opened):
    t=time.time(); f=opened(grounds.full); print("open",time.time()-t)
    with signed_in(f,f.house.cast.ines) as (w,):
        book=Book(); n=0; t=time.time()
        seen=set()
        for way in ways("GET"):
            for a in addresses(way.path, grounds.seen):
                try:
                    r=w.look(a); n+=1
                except Exception as e:
                    import traceback
                    tb=traceback.extract_tb(e.__traceback__)[-1]
                    print("!!",a,type(e).__name__,str(e)[:1500].replace("\n"," "),tb.filename.split("/")[-1],tb.lineno); continue
                if r.is_page: book.keep(r)
                print(r.status,a,r.queries,r.added)
        print(n,time.time()-t); t=time.time()
        k=0
        import walking
        walking.faults_of=lambda s:[]
        for r in w.crawl():
            k+=1
            if r.is_page: book.keep(r)
            if r.status!=200: print(r.status, r.address)
        print("crawl",k,time.time()-t)
        for way in ways("POST"): print(way.path,[ (x.action, x.fields) for x in book.of(way,grounds.seen)])
