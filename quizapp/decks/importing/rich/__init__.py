"""Rich text: HTML in which nothing is Markdown, as a field of a note is, becomes Markdown that shows what a browser would show.

    html ──tree──▶ elements ──flow──▶ lines of runs ──inline──▶ lines of Markdown ──page──▶ Markdown

`html` of the package above is the opposite case: Markdown in which some HTML stands.
"""
