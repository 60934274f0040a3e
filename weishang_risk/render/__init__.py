"""Views of a report: terminal and HTML."""
