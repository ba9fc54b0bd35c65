## The day, people, the journal
