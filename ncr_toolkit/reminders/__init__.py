"""Who owes what by when: reminders that people send themselves, and a calendar. Nothing is ever sent from here."""
