"""Forms: fields bound to a record, what is typed into them, and how it becomes an edit."""
