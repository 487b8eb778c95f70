"""Reports that no method computed, with all that charts, tables and slides of analyses can show."""

from __future__ import annotations

import random

from stakemap.analysis.report import (
    Bar,
    Bars,
    Cell,
    Chart,
    Code,
    Finding,
    Grid,
    Report,
    Scale,
    Segment,
    Stack,
    Stacks,
    Table,
    Tick,
    Whisker,
    WhiskerRow,
    Whiskers,
)

#: Names of ten scripts, one of them long.
NAMES = (
    "Armenia",
    "Organisation for Security and Co-operation in Europe, Vienna",
    "Հայաստան",
    "საქართველო",
    "Министерство",
    "中华人民共和国外交部",
    "جمهورية أذربيجان",
    "ישראל",
    "ประเทศไทย",
    "대한민국",
    "भारत",
    "Ελλάδα",
)

BARS = Bars(
    "What each actor would have to change, in half-ranges of what is thought plausible",
    (
        Bar("Azerbaijan", -60, -4, "−60 → −4", "against", True, "azerbaijan"),
        Bar("Türkiye", -20, 35, "−20 → +35", "undecided", False, "turkiye"),
        *(Bar(name, 10 * index, 100, f"+{10 * index} → +100", "for") for index, name in enumerate(NAMES)),
        Bar("Nobody moves", 0, 0, "0", key="nobody"),
    ),
    (-100, 100),
    0.0,
    "evenly balanced",
    ("Against", "For"),
    "Holds a veto",
)
STACKS = Stacks(
    "Towards the quota",
    (
        Stack(
            "For", tuple(Segment(name, 9, "for", key=f"f{n}") for n, name in enumerate(NAMES)), "108 of 180"
        ),
        Stack(
            "Against", (Segment("Azerbaijan", 33, "against", True, "a"), Segment("Iran", 1, "against")), "34"
        ),
        Stack("Undecided", (Segment("Türkiye", 10, "undecided", True, "t"), Segment("No weight", 0)), "10"),
    ),
    180,
    90,
    "Majority: more than 90",
)
LINE = Scale(
    "Where it might settle",
    (
        *(Tick(name, 10 + 2 * index, text="+10", key=name) for index, name in enumerate(NAMES)),
        Tick("Far against", -95, text="−95", side="against"),
        Tick("Against, too", -90, text="−90", side="against"),
        Tick("At the end", 100, text="+100", side="for"),
        Tick("Not computed", None, text="no salience"),
    ),
    (-100, 100),
    ("Against", "For"),
)
ROWS = Scale(
    "Ranges, and what was the case",
    tuple(
        Tick(name, 10 * index - 50, 10 * index - 70, 10 * index - 40, 5 * index, "hit", key=name)
        for index, name in enumerate(NAMES)
    ),
    (-100, 100),
    ("Against", "For"),
    rows=True,
)


WHISKERS = Whiskers(
    "Alignment as each analyst judges it (A: agreement, 1 if all agree)",
    (
        WhiskerRow(
            "Türkiye",
            tuple(
                Whisker(letter, 20 * number - 60, 20 * number - 80, 20 * number - 45, f"{letter} judges it")
                for number, letter in enumerate("ABCDE")
            ),
            -20,
            -70,
            20,
            "−20 · A 0.40",
            "turkiye",
        ),
        WhiskerRow(NAMES[1], (Whisker("A", 100), Whisker("E", -100, -100, -90)), text="rivals", key="osce"),
    ),
    (-100, 100),
    tuple(zip("ABCDE", NAMES, strict=False)),
    ("Against", "For"),
)


def grid(rows: int, columns: int | None = None, *, has_texts: bool = True) -> Grid:
    """A heat map; of the rows with themselves unless a number of columns is given."""
    chance = random.Random(1)
    names = tuple(f"{NAMES[index % len(NAMES)]} {index}" for index in range(rows))
    issues = names if columns is None else tuple(f"Issue number {index}" for index in range(columns))
    cells = tuple(
        tuple(
            Cell(None) if names == issues and row == column else _cell(chance.uniform(-1, 1), has_texts)
            for column in range(len(issues))
        )
        for row in range(rows)
    )
    return Grid("Who agrees with whom", names, issues, cells, names, ("Opponents", "Neither", "Allies"))


def _cell(share: float, has_text: bool) -> Cell:
    return Cell(share, f"{share:+.1f}".replace("-", "−") if has_text else "")


#: Each actor with a code, for which alone there is room.
CODES = tuple(Code(f"{chr(65 + number)}C", name) for number, name in enumerate(NAMES))
CODED_STACKS = Stacks(
    "Who could pass it",
    (Stack("For", tuple(Segment(code.name, 9, "for", False, code.code, code.code, code) for code in CODES)),),
    180,
)
CODED_BARS = Bars(
    "Swings",
    tuple(
        Bar(f"{code.name} · unblock the vote", 0, 9, "+9", key=code.code, short=code.code, code=code)
        for code in CODES
    ),
    (0, 10),
    ends=("0", "10"),
    strong_label="",
)

CHARTS: dict[str, Chart] = {
    "bars": BARS,
    "bars with codes": CODED_BARS,
    "stacks": STACKS,
    "stacks with codes": CODED_STACKS,
    "line": LINE,
    "rows": ROWS,
    "whiskers": WHISKERS,
    "grid of 5": grid(5),
    "grid of 25": grid(25),
    "grid of 12 on 4": grid(12, 4, has_texts=False),
    "grid of 6 on 20": grid(6, 20),
}

TABLE = Table(
    "All levers",
    ("Actor", "Change", "Half-ranges"),
    tuple((name, "+10 → +100", f"{index}.5") for index, name in enumerate(NAMES)),
    frozenset({2}),
)


def report(method: str = "toy", findings: int = 8) -> Report:
    """A report with so many findings, a chart and a table."""
    long = "It would take Azerbaijan at −4, which is 1.5 half-ranges from its judged −60, or Türkiye at +35."
    return Report(
        method,
        (
            Finding(
                "first",
                "Opening is blocked by Azerbaijan",
                "power = influence × salience ÷ 100\n72 = 80 × 90 ÷ 100",
            ),
            *(
                Finding(f"f{n}", f"{n}. {long}", f"{n} = {n} × 1", "detail" if n % 2 else "result")
                for n in range(1, findings)
            ),
        ),
        (BARS,),
        (TABLE,),
        "Rests on 7 actors with a known alignment and influence; Iran is left out.",
        "A lever says what would turn the result as judged, not what is likely.",
        {"levers": [{"actor": "azerbaijan", "from": -60, "to": -4.0, "half_ranges": 1.5}]},
    )


def empty_report(method: str = "toy") -> Report:
    """A report that can tell nothing."""
    return Report(
        method, (Finding("missing", "No salience is judged, so nothing can be told.", kind="missing"),)
    )
