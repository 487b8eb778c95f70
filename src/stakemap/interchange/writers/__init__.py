"""The data of a map as files, for spreadsheets and other tools."""
