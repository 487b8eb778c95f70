"""Rating the citations of a stance against its readings."""
