"""Cases as folders of files."""
