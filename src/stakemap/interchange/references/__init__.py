"""References of libraries (BibTeX, RIS, CSL-JSON) as sources of a map, and sources as references."""
