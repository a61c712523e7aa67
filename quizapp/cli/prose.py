"""Markdown as text that reads well aloud and in a narrow terminal: no marks of emphasis, no link targets that lead nowhere here."""

from collections.abc import Iterator, Sequence

from markdown_it.tree import SyntaxTreeNode

from quizapp.cli.lines import wrapped
from quizapp.domain.i18n import gettext
from quizapp.services.markdown import paragraphs, tokens

CODE_INDENT = "    "
ITEM_INDENT = "  "


def prose(markdown: str, columns: int | None) -> str:
    """`markdown` in lines of at most `columns` cells (None: a paragraph is a line). Code keeps its lines, whatever their width."""
    return "\n".join(_blocks(_tree(markdown).children, columns))


def inline_prose(markdown: str) -> str:
    """`markdown` that is a line as a rule, such as a key point; each of its paragraphs is one."""
    return "\n".join(_text(SyntaxTreeNode(children)).rstrip("\n") for children in paragraphs(tokens(markdown)))


def _tree(markdown: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(tokens(markdown))


def _blocks(nodes: Sequence[SyntaxTreeNode], columns: int | None) -> Iterator[str]:
    """The lines of blocks, a blank one between two of them, except below a heading and inside a list without blank lines."""
    above = None
    for node in nodes:
        lines = list(_block(node, columns))
        if above and lines and above.type != "heading" and not above.hidden:
            yield ""
        yield from lines
        above = node if lines else above


def _block(node: SyntaxTreeNode, columns: int | None) -> Iterator[str]:
    match node.type:
        case "paragraph" | "heading":
            yield from wrapped(_text(node), columns).split("\n")
        case "fence" | "code_block":
            yield from (f"{CODE_INDENT}{line}".rstrip() for line in node.content.rstrip("\n").split("\n"))
        case "bullet_list" | "ordered_list":
            yield from _list(node, columns)
        case "blockquote":
            yield from _indented(node, columns, ITEM_INDENT)
        case "table":
            yield from _table(node, columns)


def _list(node: SyntaxTreeNode, columns: int | None) -> Iterator[str]:
    first = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, start=first):
        marker = f"{number}. " if node.type == "ordered_list" else "- "
        if number > first and not _tight(item):
            yield ""
        yield from _indented(item, columns, " " * len(marker), marker)


def _tight(item: SyntaxTreeNode) -> bool:
    return all(block.hidden for block in item.children if block.type == "paragraph")


def _indented(node: SyntaxTreeNode, columns: int | None, indent: str, first: str = "") -> Iterator[str]:
    """The blocks inside `node`, moved to the right; the first line begins with `first` instead."""
    lines = _blocks(node.children, columns and max(1, columns - len(indent)))
    for i, line in enumerate(lines):
        yield f"{first if first and i == 0 else indent}{line}".rstrip()


def _table(node: SyntaxTreeNode, columns: int | None) -> Iterator[str]:
    """A row as an item: "- name: sigmoid; f(z): 1/(1 + e⁻ᶻ); derivative: f(1 − f)". Columns side by side cannot be heard.

    A table without rows is its head.
    """
    head, *rows = [[_text(cell) for cell in row.children] for part in node.children for row in part.children]
    for row in rows or [head]:
        named = (f"{name}: {cell}" if name and rows else cell for name, cell in zip(head, row, strict=False) if cell)
        lines = wrapped("; ".join(named), columns and max(1, columns - len(ITEM_INDENT))).split("\n")
        yield from (f"{ITEM_INDENT if i else '- '}{line}" for i, line in enumerate(lines))


def _text(node: SyntaxTreeNode) -> str:
    """The text inside `node`, a forced line break as a newline."""
    match node.type:
        case "text" | "code_inline" | "fence" | "code_block":
            return node.content
        case "s":
            return f"~~{''.join(map(_text, node.children))}~~"
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "link":
            return _link(node)
        case _:
            return "".join(map(_text, node.children))


def _link(node: SyntaxTreeNode) -> str:
    """A web link keeps its target, there being no other way to it; the quiz has a key for the demo."""
    label, target = "".join(map(_text, node.children)), str(node.attrs["href"])
    if target.startswith("demo:"):
        return gettext("{link} (demo)", link=label)
    if target.startswith(("card:", "picture:")) or node.info == "auto" or label == target:
        return label
    return f"{label} ({target})"
