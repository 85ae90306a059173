"""Everything a planner takes home: data files, slides, documents, presentations."""
