"""Records found by what a table calls them: by id, by name as written, and by folded name."""

from __future__ import annotations

from stakemap.text import fold_name


class Names:
    """Records by id, by name as written, and by folded name."""

    def __init__(self) -> None:
        self.ids: set[str] = set()
        self._exact: dict[str, list[str]] = {}
        self._folded: dict[str, list[str]] = {}

    def add(self, record_id: str, *names: str) -> None:
        """Make a record known under its names."""
        self.ids.add(record_id)
        for name in dict.fromkeys(filter(None, names)):
            for table, key in ((self._exact, name.strip()), (self._folded, fold_name(name))):
                known = table.setdefault(key, [])
                if record_id not in known:
                    known.append(record_id)

    def find(self, text: str) -> list[str]:
        """The ids a text may mean: one it names exactly before those it names but for case and accents."""
        found = self._exact.get(text) or self._folded.get(fold_name(text))
        return found or ([text] if text in self.ids else [])
