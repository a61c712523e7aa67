"""Symbols: macros and characters that are drawn as one sign, each with its role, which decides the space around it.

The roles are those of The TeXbook, chapter 17. No two symbols that mean different things share a sign.
"""

from enum import IntEnum, auto


class Role(IntEnum):
    """What a sign does in a formula."""

    ORDINARY = auto()
    OPERATOR = auto()
    BINARY = auto()
    RELATION = auto()
    OPENING = auto()
    CLOSING = auto()
    PUNCTUATION = auto()
    BAR = auto()
    """Opens or closes, or stands between: what is around it decides."""


GROUPS: dict[str, tuple[Role, str]] = {
    "small Greek letters": (
        Role.ORDINARY,
        """
        alpha α  beta β  gamma γ  delta δ  epsilon ϵ  varepsilon ε  zeta ζ  eta η  theta θ  vartheta ϑ  iota ι  kappa κ
        varkappa ϰ  lambda λ  mu μ  nu ν  xi ξ  omicron ο  pi π  varpi ϖ  rho ρ  varrho ϱ  sigma σ  varsigma ς  tau τ
        upsilon υ  phi ϕ  varphi φ  chi χ  psi ψ  omega ω
        """,
    ),
    "capital Greek letters": (Role.ORDINARY, "Gamma Γ  Delta Δ  Theta Θ  Lambda Λ  Xi Ξ  Pi Π  Sigma Σ  Upsilon Υ  Phi Φ  Psi Ψ  Omega Ω"),
    "other letters and signs": (
        Role.ORDINARY,
        """
        ell ℓ  hbar ℏ  imath ı  jmath ȷ  Re ℜ  Im ℑ  wp ℘  aleph ℵ  partial ∂  nabla ∇  infty ∞  emptyset ∅  varnothing ∅
        top ⊤  bot ⊥  forall ∀  exists ∃  nexists ∄  neg ¬  lnot ¬  prime ′  angle ∠  degree °  triangle △  square □  Box □
        blacksquare ■  Diamond ◇  checkmark ✓  dagger †  ddagger ‡  ldots …  dots …  dotsc …  cdots ⋯  dotsb ⋯  vdots ⋮
        ddots ⋱
        """,
    ),
    "big operators": (
        Role.OPERATOR,
        """
        sum ∑  prod ∏  coprod ∐  int ∫  iint ∬  iiint ∭  oint ∮  bigcup ⋃  bigcap ⋂  bigvee ⋁  bigwedge ⋀  bigoplus ⨁
        bigotimes ⨂  bigodot ⨀  bigsqcup ⨆
        """,
    ),
    "binary operators": (
        Role.BINARY,
        """
        pm ±  mp ∓  times ×  div ÷  cdot ·  ast ∗  star ⋆  circ ∘  bullet •  oplus ⊕  ominus ⊖  otimes ⊗  oslash ⊘  odot ⊙
        cup ∪  cap ∩  uplus ⊎  sqcup ⊔  sqcap ⊓  setminus ∖  smallsetminus ∖  land ∧  wedge ∧  lor ∨  vee ∨  veebar ⊻  wr ≀
        amalg ⨿  ltimes ⋉  rtimes ⋊  bowtie ⋈
        """,
    ),
    "relations": (
        Role.RELATION,
        """
        le ≤  leq ≤  leqslant ⩽  ge ≥  geq ≥  geqslant ⩾  lt <  gt >  ll ≪  gg ≫  ne ≠  neq ≠  equiv ≡  approx ≈  cong ≅
        simeq ≃  sim ∼  asymp ≍  doteq ≐  triangleq ≜  coloneqq ≔  propto ∝  in ∈  ni ∋  notin ∉  subset ⊂  subseteq ⊆
        subsetneq ⊊  supset ⊃  supseteq ⊇  supsetneq ⊋  sqsubseteq ⊑  sqsupseteq ⊒  prec ≺  preceq ⪯  succ ≻  succeq ⪰
        lesssim ≲  gtrsim ≳  mid |  nmid ∤  parallel ∥  nparallel ∦  perp ⟂  models ⊨  vDash ⊨  nvDash ⊭  Vdash ⊩  vdash ⊢
        nvdash ⊬  dashv ⊣  therefore ∴  because ∵  nleq ≰  ngeq ≱  nless ≮  ngtr ≯  nsubseteq ⊈  nsupseteq ⊉  vartriangleleft ⊲
        trianglelefteq ⊴
        """,
    ),
    "arrows": (
        Role.RELATION,
        """
        to →  rightarrow →  gets ←  leftarrow ←  leftrightarrow ↔  Rightarrow ⇒  implies ⇒  Leftarrow ⇐  impliedby ⇐
        Leftrightarrow ⇔  iff ⇔  longrightarrow ⟶  longleftarrow ⟵  longleftrightarrow ⟷  Longrightarrow ⟹  Longleftarrow ⟸
        Longleftrightarrow ⟺  mapsto ↦  longmapsto ⟼  hookrightarrow ↪  hookleftarrow ↩  twoheadrightarrow ↠  rightarrowtail ↣
        rightharpoonup ⇀  rightharpoondown ⇁  leftharpoonup ↼  rightleftharpoons ⇌  rightrightarrows ⇉  leftleftarrows ⇇
        rightleftarrows ⇄  leadsto ⇝  rightsquigarrow ⇝  nrightarrow ↛  nleftarrow ↚  nRightarrow ⇏  uparrow ↑  downarrow ↓
        updownarrow ↕  Uparrow ⇑  Downarrow ⇓  nearrow ↗  searrow ↘  swarrow ↙  nwarrow ↖  circlearrowleft ↺
        circlearrowright ↻
        """,
    ),
    "opening brackets": (Role.OPENING, "lbrace {  { {  lbrack [  langle ⟨  lfloor ⌊  lceil ⌈  lvert |  lVert ‖  llbracket ⟦"),
    "closing brackets": (Role.CLOSING, "rbrace }  } }  rbrack ]  rangle ⟩  rfloor ⌋  rceil ⌉  rvert |  rVert ‖  rrbracket ⟧"),
    "bars": (Role.BAR, "vert |  Vert ‖  | ‖"),
    "punctuation": (Role.PUNCTUATION, "colon :"),
    "escaped signs": (Role.ORDINARY, "% %  # #  $ $  & &"),
}
"""By what they are: their role, and each name with its sign."""


def _named() -> dict[str, tuple[str, Role]]:
    symbols = {}
    for role, text in GROUPS.values():
        words = text.split()
        symbols.update({name: (sign, role) for name, sign in zip(words[::2], words[1::2], strict=True)})
    return symbols


SYMBOLS = _named()
"""By the name of the macro: the sign and its role."""

FUNCTIONS = {
    **{
        name: name
        for name in (
            "arccos arcsin arctan arg argmax argmin cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim ln log max min Pr sec "
            "sin sinh sup tan tanh"
        ).split()
    },
    "liminf": "lim inf",
    "limsup": "lim sup",
}
"""Functions with a name, as it is drawn."""

_PLAIN = {
    Role.BINARY: "+−∗",
    Role.RELATION: "=<>:",
    Role.OPENING: "([",
    Role.CLOSING: ")]!?",
    Role.PUNCTUATION: ",;",
    Role.BAR: "|",
    Role.ORDINARY: "/.@",
}
CHARACTERS = {sign: role for sign, role in SYMBOLS.values() if sign not in "{}%#$&|‖:"} | {
    char: role for role, chars in _PLAIN.items() for char in chars
}
"""The roles of characters that are written as themselves; any other letter or digit is ordinary."""

DELIMITERS = {
    **{char: char for char in "()[]|/"},
    "<": "⟨",
    ">": "⟩",
    ".": "",
    **{
        f"\\{name}": sign
        for name, (sign, role) in SYMBOLS.items()
        if role in {Role.OPENING, Role.CLOSING, Role.BAR} or name in {"uparrow", "downarrow", "updownarrow"}
    },
    "\\backslash": "∖",
}
"""What may stand behind `\\left` and its kin, and how it is drawn."""
