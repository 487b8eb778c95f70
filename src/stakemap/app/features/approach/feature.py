"""The feature that colours actors by how they are best approached."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.app.canvas import Canvas
from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr
from stakemap.picture.appearance.appearance import Appearance


class ApproachFeature(Feature):
    """Tints the canvas by AIIM's quadrants on request, until another tint replaces it."""

    _is_on = False

    def actions(self) -> Iterable[Action]:
        """The action of the menu "View › Show"."""
        return (
            action(
                "show-approach",
                tr("A&pproach"),
                self.toggle,
                ("view/show", 2),
                tip=tr("Colour actors by how they are best approached: by alignment and salience"),
                enabled=self._window.has_map,
                checked=lambda: self._is_on,
            ),
        )

    def map_shown(self) -> None:
        """Give way to other tints of the canvas."""
        self._window.service(Canvas).tint_changed.connect(self._tint_changed)

    def toggle(self) -> None:
        """Tint the canvas and open the legend, or restore the colours."""
        from stakemap.picture.appearance.approach_colours import approach_key

        canvas = self._window.service(Canvas)
        if self._is_on:
            canvas.set_tint(None)
        else:
            canvas.set_tint(self._tinted, approach_key)
            # The letters beside the names say nothing without their key.
            if not canvas.legend.is_open:
                canvas.legend.toggle()
        self._window.refresh()

    def _tint_changed(self, tint: object) -> None:
        if self._is_on != (tint == self._tinted):
            self._is_on = not self._is_on
            self._window.refresh()

    def _tinted(self, appearance: Appearance) -> Appearance:
        from stakemap.picture.appearance.approach_colours import with_approaches

        view, document = appearance.view, appearance.document
        if view.snapshot not in document.snapshots or view.issue not in document.issues:
            return appearance
        assert view.snapshot is not None
        assert view.issue is not None
        return with_approaches(appearance, self._window.resolver.stances(document, view.snapshot, view.issue))
