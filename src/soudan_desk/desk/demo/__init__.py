"""The demo office: fictional people whose cases read like real ones, any size, from one seed.

Texts are data (`resources/demo`); this package plays them. It makes plain answers and knows no
store: whoever writes them resolves the `Ref`s and gives case numbers.
"""

from soudan_desk.desk.demo.generate import generate_office
from soudan_desk.desk.demo.planned import Planned, Ref
from soudan_desk.desk.demo.stories import load_threads

__all__ = ["Planned", "Ref", "generate_office", "load_threads"]
