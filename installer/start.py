"""Where the installed program begins."""

import sys

from soudan_desk.__main__ import main

sys.exit(main())
