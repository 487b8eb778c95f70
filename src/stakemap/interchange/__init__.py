"""Other people's formats: each module reads or writes one, and hands the model plain records and edits."""
