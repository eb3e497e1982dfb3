"""Write the next step of the schema from what the models say: read it before you commit it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from soudan_desk.storage import migrate
from soudan_desk.storage.sqlite_dialect import create_engine_for, open_connection

SCRIPTS = Path(migrate.__file__).parent / "migrations"


def main() -> None:
    """Compare a database at the newest step with the models and write what is missing."""
    number, message = sys.argv[1], sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        path, key = Path(folder, "office.db"), bytes(32)
        open_connection(path, key, mode="create").close()
        engine = create_engine_for(path, key)
        if any((SCRIPTS / "versions").glob("[0-9]*.py")):
            migrate.migrate(engine)
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message, autogenerate=True, rev_id=number)
        engine.dispose()
    _ask_for(number)


def _ask_for(number: str) -> None:
    """Let the program ask for the new step from now on."""
    path = Path(migrate.__file__)
    line = f'HEAD: Final = "{migrate.HEAD}"'
    path.write_text(path.read_text("utf-8").replace(line, f'HEAD: Final = "{number}"'), "utf-8")


if __name__ == "__main__":
    main()
