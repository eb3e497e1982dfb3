"""The one style sheet: grounds, labels and the editors that Qt draws itself.

Widgets choose a rule by dynamic property, never by a style sheet of their own:

    surface = surface | raised | sunken | card | well | chosen | danger | warning | ok | info
    tone    = muted | accent | danger | warning | ok | info        (labels)
    editor  = true                                                 (multi-line editors)
    figures, problem, quiet = true                                 (line editors)

A property changed later needs `layouts.set_property`, which asks Qt to look at the rules again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from soudan_desk.ui.tokens import Role, Type

if TYPE_CHECKING:
    from soudan_desk.ui.theme import Theme

_SOFT = (Role.DANGER, Role.WARNING, Role.OK, Role.INFO)


def build(theme: Theme) -> str:
    """Write the style sheet for the look and zoom in force."""
    return "\n".join(
        part(theme) for part in (_grounds, _labels, _editors, _lists, _scroll_bars, _menus)
    )


def _names(families: list[str]) -> str:
    return ", ".join(f'"{family}"' for family in families)


def _hex(theme: Theme, role: Role) -> str:
    return theme.colour(role).name()


def _grounds(theme: Theme) -> str:
    radius = f"border-radius:{theme.px(6)}px;"
    rules = [f"QWidget {{ color:{_hex(theme, Role.TEXT)}; }}"]
    rules += [
        f'QWidget[surface="{role}"] {{ background:{_hex(theme, role)}; }}'
        for role in (Role.SURFACE, Role.RAISED, Role.SUNKEN)
    ]
    for name, ground, edge in (
        ("well", Role.SURFACE, Role.LINE),
        ("card", Role.RAISED, Role.LINE),
        ("field", Role.RAISED, Role.LINE_STRONG),
    ):
        border = f"border:1px solid {_hex(theme, edge)};"
        rules.append(
            f'QWidget[surface="{name}"] {{ background:{_hex(theme, ground)};{border}{radius} }}'
        )
    chosen = f"background:{_hex(theme, Role.ACCENT_SOFT)};{radius}"
    rules.append(f'QWidget[surface="chosen"] {{ {chosen} }}')
    for role in _SOFT:
        edge_colour = _hex(theme, role if theme.is_high_contrast else role.soft)
        rules.append(
            f'QWidget[surface="{role}"] {{ background:{_hex(theme, role.soft)};'
            f"border:1px solid {edge_colour};{radius} }}"
        )
    return "\n".join(rules)


def _labels(theme: Theme) -> str:
    tones = (Role.MUTED, Role.ACCENT, *_SOFT)
    return "QLabel { background:transparent; }\n" + "\n".join(
        f'QLabel[tone="{role}"] {{ color:{_hex(theme, role)}; }}' for role in tones
    )


_LINE_EDITORS = "QLineEdit, QComboBox, QDateEdit, QTimeEdit, QSpinBox"


def _each(selectors: str, suffix: str) -> str:
    return ", ".join(selector + suffix for selector in selectors.split(", "))


def _editors(theme: Theme) -> str:
    px, text = theme.px, _hex(theme, Role.TEXT)
    multi = 'QTextEdit[editor="true"], QPlainTextEdit[editor="true"]'
    both = f"{_LINE_EDITORS}, {multi}"
    # A 2 px edge takes 1 px off the padding and 2 px off the height, or the row would move.
    thick = f"padding-left:{px(9) - 1}px; padding-right:{px(9) - 1}px; min-height:{px(32) - 4}px;"
    ring = f"border:2px solid {_hex(theme, Role.FOCUS)};"
    problem = f"border:2px solid {_hex(theme, Role.DANGER)};"
    off = f"background:{_hex(theme, Role.SUNKEN)}; color:{_hex(theme, Role.MUTED)};"
    figures = f"font-family:{_names(theme.families('figures'))};"
    multi_thick = f"padding:{px(2) - 1}px {px(7) - 1}px;"
    multi_font = f"font-size:{theme.type_px(Type.READING)}px; min-height:{px(32) - 4}px;"
    return f"""
{both} {{ background:{_hex(theme, Role.RAISED)}; color:{text};
  border:1px solid {_hex(theme, Role.LINE_STRONG)}; border-radius:{px(6)}px;
  selection-background-color:{_hex(theme, Role.ACCENT)};
  selection-color:{_hex(theme, Role.ACCENT_TEXT)};
  placeholder-text-color:{_hex(theme, Role.MUTED)}; }}
{_LINE_EDITORS} {{ padding:0 {px(9)}px; min-height:{px(32) - 2}px;
  font-family:{_names(theme.families())}; font-size:{theme.type_px(Type.BODY)}px; }}
{multi} {{ padding:{px(2)}px {px(7)}px; {multi_font} }}
{_each(_LINE_EDITORS, '[problem="true"]')} {{ {problem} {thick} }}
{_each(multi, '[problem="true"]')} {{ {problem} {multi_thick} }}
{_each(_LINE_EDITORS, ":focus")} {{ {ring} {thick} }}
{_each(multi, ":focus")} {{ {ring} {multi_thick} }}
{_each(both, ":disabled")} {{ {off} border-color:{_hex(theme, Role.LINE)}; }}
{_each(both, '[readOnly="true"]')} {{ background:{_hex(theme, Role.SURFACE)}; }}
QLineEdit[figures="true"] {{ {figures} font-size:{theme.type_px(Type.BODY) + px(1)}px; }}
QLineEdit[quiet="true"] {{ background:{_hex(theme, Role.SURFACE)}; }}
QComboBox::drop-down {{ border:0; width:{px(26)}px; }}
QComboBox::down-arrow {{ image:none; }}
QTextEdit {{ border:0; background:transparent; }}
QTextBrowser {{ border:2px solid transparent; }}
QTextBrowser:focus {{ {ring} }}"""


def _lists(theme: Theme) -> str:
    px = theme.px
    chosen = (
        f"selection-background-color:{_hex(theme, Role.ACCENT_SOFT)};"
        f"selection-color:{_hex(theme, Role.TEXT)};"
    )
    section = (
        f"background:{_hex(theme, Role.SURFACE)}; color:{_hex(theme, Role.MUTED)}; border:0;"
        f"border-bottom:1px solid {_hex(theme, Role.LINE)}; padding:0 {px(8)}px;"
        f"font-size:{theme.type_px(Type.SMALL)}px; height:{px(30)}px; font-weight:400;"
    )
    return f"""
QTableView, QListView, QTreeView {{ background:{_hex(theme, Role.RAISED)}; border:0; outline:0;
  {chosen} }}
QHeaderView {{ background:{_hex(theme, Role.SURFACE)}; border:0; }}
QHeaderView::section {{ {section} }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{ image:none; width:0; }}
QTableCornerButton::section {{ background:{_hex(theme, Role.SURFACE)}; border:0; }}
QComboBox QAbstractItemView {{ background:{_hex(theme, Role.RAISED)};
  border:1px solid {_hex(theme, Role.LINE_STRONG)}; padding:{px(4)}px; outline:0; {chosen} }}
QComboBox QAbstractItemView::item {{ min-height:{px(28)}px; padding:0 {px(6)}px; }}
QComboBox QAbstractItemView::item:selected {{ background:{_hex(theme, Role.ACCENT_SOFT)};
  color:{_hex(theme, Role.TEXT)}; }}
QScrollArea {{ border:0; background:transparent; }}
QScrollArea > QWidget > QWidget[plain="true"] {{ background:transparent; }}"""


def _scroll_bars(theme: Theme) -> str:
    px = theme.px
    handle = f"background:{_hex(theme, Role.LINE_STRONG)}; border-radius:{px(3)}px; margin:2px;"
    return f"""
QScrollBar:vertical {{ background:transparent; width:{px(10)}px; margin:0; }}
QScrollBar:horizontal {{ background:transparent; height:{px(10)}px; margin:0; }}
QScrollBar::handle {{ {handle} }}
QScrollBar::handle:vertical {{ min-height:{px(32)}px; }}
QScrollBar::handle:horizontal {{ min-width:{px(32)}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width:0; height:0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background:transparent; }}
QSplitter::handle {{ background:{_hex(theme, Role.LINE)}; }}
QSplitter::handle:horizontal {{ width:1px; }}
QSplitter::handle:vertical {{ height:1px; }}"""


def _menus(theme: Theme) -> str:
    px = theme.px
    edge = f"border:1px solid {_hex(theme, Role.LINE_STRONG)};"
    raised = f"background:{_hex(theme, Role.RAISED)}; color:{_hex(theme, Role.TEXT)};"
    font = f"font-size:{theme.type_px(Type.BODY)}px;"
    return f"""
QDialog {{ background:{_hex(theme, Role.SURFACE)}; }}
QMenu {{ {raised} {edge} padding:{px(4)}px; {font} }}
QMenu::item {{ padding:{px(6)}px {px(20)}px {px(6)}px {px(10)}px; border-radius:{px(4)}px; }}
QMenu::item:selected {{ background:{_hex(theme, Role.ACCENT_SOFT)}; }}
QMenu::item:disabled {{ color:{_hex(theme, Role.MUTED)}; }}
QMenu::icon {{ padding-left:{px(8)}px; }}
QMenu::separator {{ height:1px; background:{_hex(theme, Role.LINE)}; margin:{px(4)}px {px(6)}px; }}
QToolTip {{ {raised} {edge} padding:{px(4)}px {px(8)}px;
  font-size:{theme.type_px(Type.LABEL)}px; }}"""
