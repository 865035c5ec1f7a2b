"""Who may do what where: accounts, postings, roles (岗位与权限).

Nouns: User, Posting. Being the 网格员 of a cell and having rights in that cell are one fact, so one
row: a Posting is person + post + duty + from-to on a node of the grid (三定 定人定岗定责).
"""
