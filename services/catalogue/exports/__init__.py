"""The catalogue's exports: everything that was said, as spreadsheets that can be imported again."""
