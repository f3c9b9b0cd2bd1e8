"""What planners ask for, what is counted for it, and how it is said; page and report draw it."""
