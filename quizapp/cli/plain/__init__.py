"""The dialogue in lines, for screen readers, pipes, slow links and terminals that cannot move a cursor.

Nothing is printed but whole lines, one below the other: no colour, no movement of the cursor, no escape sequence. A prompt is a line of its
own as well, because nothing echoes what comes through a pipe; it names the keys that there are now.
"""
