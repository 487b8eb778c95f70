"""Tables as other programs write them: workbooks and text, as sheets of cells."""
