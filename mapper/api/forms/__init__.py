"""Forms for staff: server-rendered pages that need no script, guarded against other sites."""
