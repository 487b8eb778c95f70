"""The guided import of files of other programs."""
