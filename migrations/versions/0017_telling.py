"""deadlines: told in bulk"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Reminders of before were entered one by one and stay without a batch: the table is final."""
    op.add_column("deadline_reminder", sa.Column("batch", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("deadline_reminder", "batch")
