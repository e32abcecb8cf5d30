"""The clock's process imports only what it calls; the nightly check of the journal must know every final table."""

import subprocess
import sys

from sqlalchemy import text

from enforcement.kernel.identity import SYSTEM
from tests.bureau import Bureau
from tests.service.supervision import orders

READ = """
import sys
import scheduler.jobs
from sqlalchemy.orm import Session
from enforcement.audit.sealed import row_texts
from enforcement.kernel.db import connect
with Session(connect(sys.argv[1], reading=True)) as session:
    print(len(row_texts(session, sys.argv[2:])))
"""


def test_a_final_row_of_any_room_is_read_by_the_clocks_process(bureau: Bureau) -> None:
    order = orders.issue(bureau, bureau.filed())
    with bureau.runtime.work(SYSTEM, reading=True) as work:
        bodies = work.session.execute(text("SELECT body FROM journal_entry")).scalars().all()
    name = f"supervision_order/{order}"
    assert any(name in body for body in bodies), "sealed under this name"
    asked = [sys.executable, "-c", READ, bureau.runtime.settings.database_url, name]
    told = subprocess.run(asked, capture_output=True, text=True, timeout=100, check=True)
    assert told.stdout.strip() == "1"
