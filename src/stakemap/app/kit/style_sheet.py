"""The template of the app's style sheet; `style.style_sheet` fills in colours and images."""

from __future__ import annotations

from string import Template

SHEET = Template("""
QMainWindow, QDialog { background: $surface; }
QMainWindow::separator { background: $border; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }

QLabel { background: transparent; color: $text; }
QLabel[role="muted"], QLabel[role="caption"] { color: $muted; }
QLabel[role="error"] { color: $warning; }
QLabel:disabled { color: $faded; }

QMenuBar { background: $surface; padding: 2px 4px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenuBar::item:pressed { background: $pressed; }
QMenu { background: $canvas; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $tint; color: $text; }
QMenu::item:disabled { color: $faded; background: transparent; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::indicator { width: 16px; height: 16px; margin-left: 4px; }

QToolBar {
  background: $surface; border: none; border-bottom: 1px solid $border; padding: 3px; spacing: 2px;
}
QToolBar#notices { padding: 0; }
QToolBar#rail { border-bottom: none; border-right: 1px solid $border; padding: 4px; }
QFrame#notice { background: $tint; }
QFrame#unsaved { background: $canvas; border: 1px solid $border; border-radius: 8px; }
QToolBar::separator { background: $border; width: 1px; margin: 6px 6px; }
QToolButton { background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $tint; }
QToolButton:focus { border-color: $focus; }
QToolButton[outlined="true"] { border: 1px solid $input; padding: 4px 11px 4px 7px; color: $muted; }
QToolButton[outlined="true"]:focus { border: 2px solid $focus; padding: 3px 10px 3px 6px; }
QToolButton::menu-indicator { image: none; }

QPushButton {
  background: $canvas; color: $text; border: 1px solid $input; border-radius: 6px;
  padding: 6px 15px; min-height: 18px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:checked { background: $tint; border: 2px solid $accent; padding: 5px 14px; }
QPushButton:focus { border: 2px solid $focus; padding: 5px 14px; }
QPushButton:disabled { color: $faded; border-color: $border; background: $surface; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[primary="true"]:hover, QPushButton[primary="true"]:pressed {
  background: $accent_strong; border-color: $accent_strong;
}
QPushButton[primary="true"]:focus { border: 2px solid $text; }
QPushButton[primary="true"]:disabled { background: $surface; border-color: $border; color: $faded; }
QPushButton[flat="true"] {
  background: transparent; border-color: transparent; color: $accent; padding: 4px 8px 4px 4px;
}
QPushButton[flat="true"]:hover { background: $hover; }
QPushButton[flat="true"]:focus { border: 2px solid $focus; padding: 3px 7px 3px 3px; }
QPushButton[slim="true"] {
  background: transparent; border: 2px solid transparent; color: $accent; padding: 0 6px; min-height: 18px;
}
QPushButton[slim="true"]:hover { background: $hover; }
QPushButton[slim="true"]:focus { border-color: $focus; }

QLineEdit, QPlainTextEdit, QComboBox {
  background: $canvas; color: $text; border: 1px solid $input; border-radius: 6px;
  padding: 5px 7px; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QPlainTextEdit { placeholder-text-color: $muted; }
QLineEdit, QComboBox { min-height: 18px; }
QComboBox { combobox-popup: 0; }
QPlainTextEdit { padding: 3px 4px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 2px solid $focus; }
QLineEdit:focus, QComboBox:focus { padding: 4px 6px; }
QPlainTextEdit:focus { padding: 2px 3px; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"] {
  border-color: $warning;
}
QLineEdit:read-only, QPlainTextEdit:read-only { background: $surface; border-color: $border; }
QLineEdit:read-only:focus, QPlainTextEdit:read-only:focus { border-color: $focus; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $faded; border-color: $border; }
QAbstractSpinBox {
  background: $canvas; color: $text; border: 1px solid $input; border-radius: 6px;
  padding: 5px 0; min-height: 18px; selection-background-color: $accent; selection-color: $on_accent;
}
QAbstractSpinBox:focus { border: 2px solid $focus; padding: 4px 0; }
QAbstractSpinBox QLineEdit { background: transparent; border: none; padding: 0; min-height: 0; }
QAbstractSpinBox:disabled { color: $faded; border-color: $border; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
  subcontrol-origin: padding; width: 20px; border: none; background: transparent;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-arrow { image: url("$chevron_up"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$chevron"); width: 10px; height: 10px; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
  background: $canvas; border: 1px solid $input; padding: 4px; outline: none;
  selection-background-color: $tint; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 22px; padding: 0 6px; border-radius: 4px; }
QListWidget#offers {
  background: $canvas; border: 1px solid $input; padding: 4px; outline: none;
  selection-background-color: $tint; selection-color: $text;
}
QListWidget#offers::item { min-height: 22px; padding: 0 6px; border-radius: 4px; }
QListWidget#offers::item:selected { background: $tint; color: $text; }
QListWidget#offers::item:hover:!selected { background: $hover; }

QCheckBox { spacing: 8px; border: 2px solid transparent; border-radius: 6px; padding: 1px; }
QCheckBox:focus { border-color: $focus; }
QCheckBox::indicator, QListView::indicator, QTableView::indicator {
  width: 14px; height: 14px; border: 1px solid $input; border-radius: 4px; background: $canvas;
}
QCheckBox::indicator:checked, QListView::indicator:checked, QTableView::indicator:checked {
  background: $accent; border-color: $accent; image: url("$tick");
}
QCheckBox::indicator:indeterminate {
  background: $accent; border-color: $accent; image: url("$half_tick");
}
QCheckBox::indicator:disabled { border-color: $border; background: $surface; }
QCheckBox::indicator:checked:disabled, QCheckBox::indicator:indeterminate:disabled { background: $faded; }

QAbstractItemView { background: $canvas; border: none; outline: none; }
QTableView { selection-background-color: $tint; selection-color: $text; gridline-color: transparent; }
QTableView::item { padding: 0 4px; border: none; }
QTableView::item:selected { background: $tint; color: $text; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
  background: $surface; color: $muted; border: none; border-bottom: 1px solid $border; padding: 6px 6px;
}
QHeaderView::section:hover { color: $text; }
QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $border; }
QTreeView { selection-background-color: $tint; selection-color: $text; }
QTreeView::item:selected { background: $tint; color: $text; }
QTreeView::item:hover:!selected { background: $hover; }
QTreeView::item { border: 2px solid transparent; }
QTreeView::item:focus { border-color: $focus; }
QListView::item { border: 2px solid transparent; border-radius: 6px; padding: 2px 6px; }
QListView::item:focus { border-color: $focus; }
QListView::item:selected { background: $tint; color: $text; }
QListView::item:hover:!selected { background: $hover; }

QScrollArea, QScrollArea > QWidget > QWidget[plain="true"] { background: transparent; border: none; }
QScrollArea[reading="true"], QTextEdit { border: 2px solid transparent; border-radius: 6px; }
QScrollArea[reading="true"]:focus, QTextEdit:focus { border-color: $focus; }
QTextEdit { background: $canvas; color: $text; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $scroll; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QDialog#palette { border: 1px solid $input; }
QDialog#palette QListView { background: $surface; }
QStatusBar { background: $surface; border-top: 1px solid $border; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QPushButton[flat="true"] { padding: 0 4px; min-height: 0; border: none; }
QToolTip { background: $canvas; color: $text; border: 1px solid $input; padding: 6px 8px; }
QTabBar::tab { padding: 8px 16px; border: none; border-bottom: 2px solid transparent; color: $muted; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { border: 2px solid $focus; border-radius: 4px; padding: 6px 14px 8px 14px; }
QFrame#judgement-card, QFrame#tour { background: $canvas; border: 1px solid $input; border-radius: 8px; }
QAbstractButton#finding { border: 2px solid transparent; border-radius: 6px; }
QAbstractButton#finding:hover { background: $hover; }
QAbstractButton#finding[current="true"] { background: $tint; }
QAbstractButton#finding:focus { border-color: $focus; }
QFrame#history-card { background: $canvas; border: 1px solid $border; border-radius: 6px; }
QFrame#history-card[shown="true"] { border-left: 3px solid $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $border; }
QProgressBar { border: none; border-radius: 3px; background: $hover; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QFrame[line="true"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
""")
