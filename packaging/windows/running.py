"""Tells the installer that Stakemap runs, so that nothing is replaced or removed under it.

PyInstaller runs this on Windows before the program. The names stand in `stakemap.iss`; who installs for all
users sees the second one. Windows removes both when the process ends.
"""

import ctypes

ctypes.windll.kernel32.CreateMutexW(None, False, "StakemapIsRunning")
ctypes.windll.kernel32.CreateMutexW(None, False, "Global\\StakemapIsRunning")
