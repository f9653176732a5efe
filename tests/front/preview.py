"""Renders the components and layouts with sample objects, without a database, into a folder to look at.

    python -m tests.front.preview FOLDER

FOLDER/index.html links the pages; serve it with any static server from FOLDER, the built files are linked under static/.
"""
