"""The numpy arrays that the scene and its layers share."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

#: Coordinates in pixels or in units of a scale, opacities, and rows of such numbers.
Floats = npt.NDArray[np.float64]
#: For each row of `ActorColumns`, whether something holds for it.
Mask = npt.NDArray[np.bool_]
#: Indices of rows of `ActorColumns`.
Rows = npt.NDArray[np.intp]
#: The numbers of disc styles and codes, by which sprites are found.
Numbers = npt.NDArray[np.int32]
#: Boxes in whole pixels, a column each: left, top, and right and bottom, which are outside the box.
BoxEdges = npt.NDArray[np.int64]
