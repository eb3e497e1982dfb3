"""Colours, sizes, fonts and icons by role: the only place that knows what the window looks like.

    from soudan_desk.ui.theme import Role, Type, theme

    theme.apply(app)                                  # once, before the first widget
    painter.setPen(theme.colour(Role.MUTED))          # always at paint time, never kept
    painter.setFont(theme.font(Type.LABEL, bold=True))
    layout.setSpacing(theme.px(8))                    # better: layouts.row(…, spacing=8)
    button.setIcon(theme.icon(Icon.ADD, Role.TEXT))

Sizes are given as drawn at 100 %; `px` multiplies by the zoom. When look or zoom change, the
style sheet is rebuilt, every widget gets a style change from Qt (asks for its size hint anew and
repaints), and `theme_changed` is sent, upon which `ui.layouts` puts the sizes it keeps right.
"""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QObject, Qt, QTranslator, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from soudan_desk.resource_files import resource
from soudan_desk.ui import stylesheet
from soudan_desk.ui.icons import Icon, render_icon
from soudan_desk.ui.tokens import Look, Role, Type, read_tokens

__all__ = ["ZOOM_STEPS", "Look", "Role", "Theme", "Type", "theme"]

ZOOM_STEPS = (80, 90, 100, 110, 125, 150, 175, 200)
_STROKE = 1.75
_IN_STYLE = "made_in_style"


class Theme(QObject):
    """The look in force; there is one, `theme`."""

    theme_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look = Look.SYSTEM
        self._zoom = 100
        self._app: QApplication | None = None
        self._fonts_loaded: set[str] = set()
        self._use(Look.LIGHT)

    # what is in force

    @property
    def name(self) -> Look:
        """Return the look in force, never `SYSTEM`."""
        return self._name

    @property
    def look(self) -> Look:
        """Return what the person chose."""
        return self._look

    @property
    def zoom(self) -> int:
        """Return the zoom in percent, 80 to 200."""
        return self._zoom

    @property
    def is_high_contrast(self) -> bool:
        """Soft parts then carry an edge in their text colour."""
        return self._name is Look.HIGH_CONTRAST

    # tokens

    def colour(self, role: Role) -> QColor:
        """Return the colour in force for a role."""
        return self._colours[role]

    def px(self, size: float) -> int:
        """Return a size of the 100 % drawing in pixels at the present zoom."""
        return round(size * self._zoom / 100)

    def font(self, size: Type = Type.BODY, *, bold: bool = False, figures: bool = False) -> QFont:
        """Return a font by role; `figures` has digits of one width (dates, numbers, money)."""
        key = (size, bold, figures)
        if key not in self._fonts:
            self._fonts[key] = self._make_font(self._tokens["type"][size], bold, figures)
        return self._fonts[key]

    def text_width(
        self, text: str, size: Type = Type.BODY, *, bold: bool = False, figures: bool = False
    ) -> float:
        """Measure one line of text, in pixels."""
        key = (text, size, bold, figures)
        width = self._widths.get(key)
        if width is None:
            if len(self._widths) > 20_000:
                self._widths.clear()
            metrics = QFontMetricsF(self.font(size, bold=bold, figures=figures))
            width = self._widths[key] = metrics.horizontalAdvance(text)
        return width

    def type_px(self, size: Type) -> int:
        """Return a type size in pixels at the present zoom."""
        return self.px(self._tokens["type"][size])

    def size(self, name: str) -> int:
        """Return a named measure of the theme file, such as `row` or `editor`, at the zoom."""
        return self.px(self._tokens["size"][name])

    def families(self, kind: str = "family") -> list[str]:
        """Return font families in order of preference: `family`, `figures` or `paper`."""
        return list(self._tokens["type"][kind])

    def pixmap(
        self,
        icon: Icon,
        role: Role = Role.MUTED,
        size: int = 16,
        *,
        stroke: float = _STROKE,
        dpr: float = 1.0,
    ) -> QPixmap:
        """Return an icon for painting, `size` as at 100 %."""
        key = (icon, role, size, stroke, dpr)
        if key not in self._pixmaps:
            self._pixmaps[key] = render_icon(icon, self.colour(role), self.px(size), stroke, dpr)
        return self._pixmaps[key]

    def icon(self, icon: Icon, role: Role = Role.MUTED, size: int = 16) -> QIcon:
        """Return an icon for menus and actions."""
        dpr = self._app.devicePixelRatio() if self._app else 1.0
        return QIcon(self.pixmap(icon, role, size, dpr=dpr))

    # changing it

    def apply(
        self,
        app: QApplication,
        look: Look = Look.SYSTEM,
        zoom: int = 100,
        *,
        all_fonts: bool = True,
    ) -> None:
        """Dress the application, before its first widget; may be called again.

        Without `all_fonts` only the face of running text is loaded: enough for the login page.
        """
        is_first = self._app is None
        if is_first:
            self._prepare(app)
        self.load_fonts("*.ttf" if all_fonts else "BIZUDPGothic*.ttf")
        if not is_first and (look, _clamped(zoom)) == (self._look, self._zoom):
            return
        self._look = look
        self._zoom = _clamped(zoom)
        self._follow_choice()

    def load_fonts(self, pattern: str = "*.ttf") -> None:
        """Register the shipped fonts that are not registered yet; the files are only mapped."""
        files = {str(file) for file in resource("fonts").glob(pattern)} - self._fonts_loaded
        for file in sorted(files):
            QFontDatabase.addApplicationFont(file)
        if files:
            self._fonts_loaded |= files
            self._widths.clear()

    def set_look(self, look: Look) -> None:
        """Take over what a person chose."""
        self._look = look
        self._follow_choice()

    def set_zoom(self, percent: int) -> None:
        """Take over a zoom; out of range is brought into 80 to 200."""
        if _clamped(percent) != self._zoom:
            self._zoom = _clamped(percent)
            self._follow_choice()

    def zoom_in(self) -> None:
        """Go one step larger."""
        self.set_zoom(next((z for z in ZOOM_STEPS if z > self._zoom), ZOOM_STEPS[-1]))

    def zoom_out(self) -> None:
        """Go one step smaller."""
        self.set_zoom(next((z for z in reversed(ZOOM_STEPS) if z < self._zoom), ZOOM_STEPS[0]))

    def _prepare(self, app: QApplication) -> None:
        self._app = app
        if not app.property(_IN_STYLE):
            app.setStyle("Fusion")
        _speak_japanese(app)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._on_system_changed)

    def _on_system_changed(self) -> None:
        if self._look is Look.SYSTEM and self._system_look() is not self._name:
            self._follow_choice()

    def _follow_choice(self) -> None:
        if self._app is None:
            raise RuntimeError("theme.apply(app) comes first")
        hints = self._app.styleHints()
        if self._look is Look.SYSTEM:
            hints.unsetColorScheme()
        self._use(self._system_look() if self._look is Look.SYSTEM else self._look)
        if self._look is not Look.SYSTEM:
            is_light = self._look is Look.LIGHT
            hints.setColorScheme(Qt.ColorScheme.Light if is_light else Qt.ColorScheme.Dark)
        self._dress(self._app)
        self.theme_changed.emit()

    def _system_look(self) -> Look:
        hints = QApplication.styleHints()
        if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
            return Look.HIGH_CONTRAST
        return Look.DARK if hints.colorScheme() is Qt.ColorScheme.Dark else Look.LIGHT

    def _use(self, name: Look) -> None:
        self._name = name
        self._tokens = read_tokens(name)
        self._colours = {role: QColor(self._tokens["colour"][role]) for role in Role}
        self._fonts: dict[tuple[Type, bool, bool], QFont] = {}
        self._widths: dict[tuple[str, Type, bool, bool], float] = {}
        self._pixmaps: dict[tuple[Icon, Role, int, float, float], QPixmap] = {}

    def _dress(self, app: QApplication) -> None:
        app.setPalette(self._palette())
        app.setFont(self.font())
        app.setStyleSheet(stylesheet.build(self))

    def _palette(self) -> QPalette:
        palette = QPalette()
        for part, role in _PALETTE.items():
            palette.setColor(part, self.colour(role))
        for part in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, part, self.colour(Role.MUTED))
        return palette

    def _make_font(self, size: int, bold: bool, figures: bool) -> QFont:
        font = QFont()
        font.setFamilies(self.families("figures" if figures else "family"))
        font.setPixelSize(self.px(size))
        font.setBold(bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font


_PALETTE = {
    QPalette.ColorRole.Window: Role.SURFACE,
    QPalette.ColorRole.Base: Role.RAISED,
    QPalette.ColorRole.AlternateBase: Role.SURFACE,
    QPalette.ColorRole.Button: Role.RAISED,
    QPalette.ColorRole.Text: Role.TEXT,
    QPalette.ColorRole.WindowText: Role.TEXT,
    QPalette.ColorRole.ButtonText: Role.TEXT,
    QPalette.ColorRole.Highlight: Role.ACCENT,
    QPalette.ColorRole.HighlightedText: Role.ACCENT_TEXT,
    QPalette.ColorRole.PlaceholderText: Role.MUTED,
    QPalette.ColorRole.ToolTipBase: Role.RAISED,
    QPalette.ColorRole.ToolTipText: Role.TEXT,
    QPalette.ColorRole.Link: Role.ACCENT,
    QPalette.ColorRole.LinkVisited: Role.ACCENT,
    QPalette.ColorRole.Accent: Role.ACCENT,
}


def application_in_style(arguments: list[str]) -> QApplication:
    """Make the application in the style everything is drawn for.

    Chosen later, the platform's style would be made first, and to ask an application for its style
    makes Qt's binding read some 600 names.
    """
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        name, *others = arguments
        application = QApplication([name, "-style", "Fusion", *others])
        application.setProperty(_IN_STYLE, True)
        application.setWindowIcon(QIcon(str(resource("icons", "soudan-desk.png"))))
    return application


def _speak_japanese(app: QApplication) -> None:
    """Let Qt's own words (context menus, file dialogs) be Japanese too."""
    words = QTranslator(app)
    if words.load("qtbase_ja", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)


def _clamped(percent: int) -> int:
    return min(max(percent, ZOOM_STEPS[0]), ZOOM_STEPS[-1])


theme = Theme()
