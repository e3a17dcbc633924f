"""Lines, pages, papers, tables and charts, and the files they are written as."""
