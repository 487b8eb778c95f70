"""The feature that relates actors, steps through relations, and filters those shown."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from stakemap.app.canvas import Canvas
from stakemap.app.kit.actions.action import Action, action, submenu
from stakemap.app.kit.window import Feature
from stakemap.editing.view_state import RelationsShown, TiesShown
from stakemap.i18n import tr
from stakemap.model.order import relations_in_order
from stakemap.wording.names import relation_name

if TYPE_CHECKING:
    from stakemap.app.features.relations.relating import Relating


class RelationsFeature(Feature):
    """The actions on relations; `relating` is created on first use."""

    _relating: Relating | None = None

    def actions(self) -> Iterable[Action]:
        """The actions of the menu "Actor" about relations, and the menu of relations shown."""
        return (
            action(
                "relate",
                tr("Add re&lation…"),
                self.relate,
                ("actor", 3),
                "Ctrl+L",
                tip=tr("Add a relation between the two selected actors, to the last one, or between others"),
                icon="relations",
                enabled=self._can_relate,
                on="actor",
            ),
            action(
                "next-relation",
                tr("Ne&xt relation"),
                self.next_relation,
                ("actor", 3),
                "Ctrl+Shift+L",
                tip=tr("Select the next relation shown, or the next one of the selected actors"),
                enabled=self._window.has_map,
            ),
            submenu("view/relations", ("view", 2)),
            self._filter("all", tr("&All relations"), tr("Show all relations")),
            self._filter(
                "selection", tr("Only of &selected actors"), tr("Show the relations of selected actors")
            ),
            self._filter("none", tr("&No relations"), tr("Show no relations")),
            self._tie_filter("all", tr("&Friendly and hostile"), tr("Show friendly and hostile ones")),
            self._tie_filter("friendly", tr("Only f&riendly ones"), tr("Show friendly relations only")),
            self._tie_filter("hostile", tr("Only &hostile ones"), tr("Show hostile relations only")),
        )

    def _filter(self, shown: RelationsShown, text: str, tip: str) -> Action:
        return self._switch("relations", shown, 0, text, tip)

    def _tie_filter(self, shown: TiesShown, text: str, tip: str) -> Action:
        return self._switch("ties", shown, 1, text, tip)

    def _switch(self, field: str, shown: str, group: int, text: str, tip: str) -> Action:
        """One of the alternatives of a field of the view state."""
        return action(
            f"{field}-{shown}",
            text,
            lambda: self._view.set(**{field: shown}),
            ("view/relations", group),
            tip=tip,
            icon="relations",
            enabled=self._window.has_map,
            checked=partial(self._shows, field, shown),
            exclusive=field,
        )

    def _shows(self, what: str, wanted: str) -> bool:
        view = self._window.view
        return view is not None and getattr(view, what) == wanted

    def _can_relate(self) -> bool:
        """Whether there are two actors in an editable map."""
        return self._window.can_edit() and len(self._document.actors) > 1

    def map_shown(self) -> None:
        """Relate actors when the canvas or another feature requests it."""
        self._window.service(Canvas).relation_drawn.connect(self._relate)
        self._window.relation_requested.connect(self._relate)

    def _relate(self, source: str, target: str) -> None:
        self.relating.relate(source, target)

    @property
    def relating(self) -> Relating:
        """The controller of the card of a new relation."""
        if self._relating is None:
            from stakemap.app.features.relations.relating import Relating

            canvas = self._window.service(Canvas)
            self._relating = Relating(self._window, canvas, self._session, self._view)
            self._relating.message.connect(self._window.say)
        return self._relating

    def commit_pending(self) -> bool:
        """Store the content of the card; return False when it is refused."""
        return self._relating is None or self._relating.commit_pending()

    def relate(self) -> None:
        """Relate the two selected actors, towards the primary one, or ask whom to relate."""
        view = self._view
        if len(view.selection) == 2:
            target = view.primary or max(view.selection)
            (source,) = view.selection - {target}
            self._relate(source, target)
            return
        from stakemap.app.features.relations.ends_dialog import RelationEndsDialog

        given = next(iter(view.selection)) if len(view.selection) == 1 else ""
        dialog = RelationEndsDialog(self._window, self._document, given)
        if self._context.message_boxes.run(dialog) and self._document.actors.keys() >= set(dialog.ends):
            self._relate(*dialog.ends)

    def next_relation(self) -> None:
        """Select the next relation shown, among those of the selected actors if there are any."""
        view, document = self._view, self._document
        looks = self._window.service(Canvas).scene.appearance.relations.values()
        chosen = view.selection
        shown = relations_in_order(
            document,
            (look.relation for look in looks if not chosen or look.source in chosen or look.target in chosen),
        )
        if not shown:
            self._window.say(tr("No relations are shown here."))
            return
        place = shown.index(view.relation) + 1 if view.relation in shown else 0
        relation = shown[place % len(shown)]
        view.set(relation=relation)
        self._window.say(relation_name(document, relation))
