"""Who must do what by when (任务, 值守).

Nouns: Task. Every other room of the response asks here for a task with an owner and a due time.
"""
