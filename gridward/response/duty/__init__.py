"""Who must do what by when (任务, 值守).

Nouns: Task (任务). Every other room of the response asks here for a task with an owner and a due
time; this room only keeps the list, the clock and who did it.
"""
