"""The names of the roles of an event's arguments."""

from kg.extraction.annotations import EntityType
from kg.extraction.frames.doers import tells_doing
from kg.extraction.frames.event_types import Pattern, is_named_by
from kg.extraction.frames.fillers import counted, filler
from kg.extraction.frames.roles import RoleFound
from kg.extraction.frames.surroundings import Surroundings
from kg.extraction.frames.tree import Tree
from kg.extraction.wordlists import word_set

_OBJECTS = frozenset(("dobj/act", "conj.dobj/act"))


class Candidate:
    """An argument that may have a role in an event by a pattern; `mention` has its main word."""

    def __init__(
        self,
        tree: Tree,
        around: Surroundings,
        pattern: Pattern,
        predicate: int,
        found: RoleFound,
        mention: int | None,
    ) -> None:
        self._tree, self._around, self._pattern = tree, around, pattern
        self._predicate, self._role, self._mention = predicate, found.role, mention
        self._path, self._token = found.slot
        self._inner = filler(tree, self._token)
        self._dep, self._lemma = tree.deps[self._token], tree.lemmas[self._inner]
        self._key = self._preposition()
        verb = tree.heads[self._token]
        clause = tree.child(verb, "xcomp") if self._path == "dobj/act" else None
        is_told = clause is not None and clause > self._token  # "farms" in "asked farms to go"
        self._is_somebody = is_told or around.is_somebody(self._inner, mention)
        self._is_late = clause is not None and not is_told  # "Poe" in "agreed to buy it, Poe"
        self._is_number = around.quantity(self._inner) is not None
        self._is_change = "alone" in pattern.roles

    def name(self) -> str | None:
        """The local name of the role that the pattern gives it, None where it has no part."""
        tree, is_compound = self._tree, self._dep in ("compound", "nmod")
        if is_compound and is_named_by(tree, self._token):
            return None
        if tree.tags[tree.heads[self._token]].startswith("NN"):
            if is_compound and self._around.type_of(self._mention) is EntityType.PLACE:
                return "Place"
            if tree.ents[self._inner] in ("DATE", "TIME"):
                return "Time"
        if self._is_amount():
            return "Amount"
        name = self._by_pattern()
        return name if self._may_be(name) else None

    def _by_pattern(self) -> str | None:
        is_clause = self._tree.tags[self._inner].startswith("VB")
        is_number_before = self._is_change and self._key == "from"  # "from 5" in "to 6 from 5"
        label = "" if is_number_before and not self._around.is_time(self._inner) else self._role
        name = self._pattern.role(label, self._key, is_clause, self._is_somebody, self._is_number)
        if name == "Actor":
            return self._actor()
        if name == "Theme" and self._is_somebody:
            name = self._theme()
        is_beside = self._key in word_set("frames", "no recipients") - self._pattern.roles.keys()
        is_unit = self._is_number and self._lemma in word_set("frames", "units")
        is_other = name == "Recipient" and (is_beside or is_unit or self._is_to_be_done_to())
        return None if is_other else name

    def _may_be(self, name: str | None) -> bool:
        """Whether where an argument stands, and the preposition before it, speak for a role."""
        if self._is_mere_modifier(name) or self._has_another_part(name):
            return False
        tree, inner = self._tree, self._inner
        before = tree.lower[self._token] if inner != self._token else None
        is_mapped = self._pattern.roles.get(self._key) == name
        if name == "Time":
            is_time = self._around.is_time(inner) or self._around.is_time(self._token)
            return is_time and before not in (("from", "to") if self._is_change else ("to",))
        if name == "Place":
            return is_mapped or self._around.is_party(self._around.mention(inner))
        is_of_noun = tree.tags[self._predicate].startswith("NN")
        if self._is_change and (name, before, is_of_noun) == ("Theme", "in", False):
            return False  # "trading" in "the index fell in trading"
        if before is None or is_mapped:
            return True
        if before in word_set("frames", "beside events") or (name, before) == ("Instrument", "to"):
            return False
        head = tree.heads[self._token]
        has_object = tree.tags[head].startswith("VB") and tree.child(head, "dobj") is not None
        if before == "of" and has_object:
            return False  # "of Peru" in "they sell, under their name, ships of Peru"
        if name == "Theme" and self._is_change:
            return before in ("in", "of")
        if name == "Origin":
            return before in ("from", "of", "off", "out")
        if name == "Amount":
            return before in word_set("frames", "before amounts")
        return name != "Actor" or before in word_set("frames", "before doers")

    def _preposition(self) -> str:
        """What `Pattern.role` knows of where it stands."""
        tree, token = self._tree, self._token
        if self._path.startswith("nsubj/") or self._path in word_set("frames", "told elsewhere"):
            return "subject"
        if self._dep == "poss":
            return "possessor"
        if self._dep == "compound":
            is_common = self._mention is None and not tree.tags[token].startswith("NNP")
            is_party = is_common and self._around.is_somebody(token, None)
            is_body = self._around.type_of(self._mention) is EntityType.ORGANIZATION
            return "body" if is_body or is_party else ""
        return tree.lower[token] if self._inner != token else ""

    def _actor(self) -> str | None:
        """The role of what would be the actor: none of what a predicate is told to be ("the aim" in
        "the aim is to sell") nor of "the deficit" in "the deficit's fall"."""
        tree, key, is_somebody = self._tree, self._key, self._is_somebody
        is_of_be = tree.lemmas[tree.heads[self._predicate]] == "be" and "^nsubj" in self._path
        if is_of_be and not is_somebody:
            return None
        if self._path in _OBJECTS:  # "ships" in "they moved the ships", which alone would move
            return self._theme() if is_somebody else "Theme"
        is_thing = self._mention is not None and not self._around.is_party(self._mention)
        if is_thing and not self._is_change:
            return None
        if self._is_change and key != "by":
            is_owner = key == "possessor" and is_somebody
            if is_owner and tree.lemmas[self._predicate] in word_set("frames", "made by owners"):
                return "Actor"
            if tree.tags[self._predicate].startswith("NN"):
                return None if is_somebody else "Theme"
            if self._dep != "agent" and self._only_changes():
                return self._pattern.roles["alone"]
        return "Theme" if key == "of" and not is_somebody and self._has("Theme") else "Actor"

    def _only_changes(self) -> bool:
        """Whether a verb tells that something changes, and how much: "the deficit fell 5 pct"."""
        amount = self._tree.child(self._predicate, "dobj")
        if amount is None:
            return True
        is_party = self._around.is_party(self._mention)
        return self._tree.lemmas[amount] in word_set("frames", "units") and not is_party

    def _theme(self) -> str:
        """The role of somebody who would be the theme: whom something is given or told to."""
        roles = self._pattern.roles
        is_given = roles.get(self._role) == "Amount" and self._key == ""
        is_only = self._path == "oprd>/act" and self._tree.child(self._predicate, "dobj") is None
        is_object = self._path in _OBJECTS or is_only  # "Roe" in "named Roe as its head"
        is_whom = is_object and roles.get("ARG1") == "Recipient"
        is_of_people = self._pattern.type in word_set("frames", "of people")  # "the arrest of Roe"
        is_told = is_given or is_whom or self._key == ("of" if is_of_people else "to")
        return "Recipient" if is_told and self._has("Recipient") else "Theme"

    def _is_mere_modifier(self, name: str | None) -> bool:
        """Whether a word before a noun says what kind it is: "cash" in "a cash merger"."""
        tree, token = self._tree, self._token
        if self._is_somebody or self._dep not in ("amod", "compound", "nmod"):
            return False
        if tree.lower[token - 1 : token] == ["-"]:
            return True  # "term" in "long-term"
        if self._lemma in word_set("frames", "units") and name != "Amount":
            return True  # "dollar" in "a million dollar offer"
        is_manner = tree.lower[token] in word_set("frames", "manners")
        is_manner = is_manner and name != self._pattern.roles.get("alone")
        return is_manner or name in ("Actor", "Recipient") or tree.tags[token].startswith("JJ")

    def _has_another_part(self, name: str | None) -> bool:
        """Whether an argument cannot have a role where it stands, whatever the weights say."""
        tree, inner = self._tree, self._inner
        if name in ("Time", "Place"):
            return False
        beside = tree.children[tree.heads[self._token]] if self._dep == "compound" else []
        if any(c > inner and tree.deps[c] == "det" for c in beside):
            return True  # whose picture it is: "The Harbour Press A train crash is shown"
        if self._is_late or tree.tags[self._token].startswith("RB") or self._around.is_time(inner):
            return True
        if name == "Theme" and tree.tags[inner].startswith("JJ") and not counted(tree, inner):
            return True
        type_ = self._around.type_of(self._mention)
        if name == "Theme" and type_ is EntityType.PERSON:
            return self._pattern.type in word_set("frames", "of things")
        if name == "Recipient" and type_ in (EntityType.PLACE, EntityType.COUNTRY):
            return self._pattern.type in word_set("frames", "of people")
        if tree.tags[inner] == "IN" or tree.lower[inner].endswith(("self", "selves")):
            return True
        if " ".join(tree.lower[inner - 1 : inner + 2]) in word_set("frames", "idioms"):
            return True
        if name == "Actor":
            return self._is_done_to()
        is_doer = self._dep == "agent" and name == "Recipient"
        return is_doer and self._pattern.roles.get("ARG0") != "Recipient"

    def _is_done_to(self) -> bool:
        """Whether what would be the actor is told of by a verb of which the predicate is an object
        or a neighbour: "Roe" in "Roe welcomed the visit", "Roe was fined and ordered to leave"."""
        if "conj^nsubjpass" in self._path:
            return self._pattern.roles.get("ARG1") != "Actor"
        return self._path.startswith("dobj^") and not tells_doing(self._tree, self._predicate)

    def _is_to_be_done_to(self) -> bool:
        """Whether an order or the like is about what is to be done to somebody, and not given to
        him: "Roe" in "asked Roe to be freed", "Roe was ordered held"."""
        tree = self._tree
        clause = tree.child(tree.heads[self._token], "xcomp", "oprd")
        if clause is None or not self._path.startswith(("dobj/", "nsubjpass/")):
            return False
        is_active = tree.child(clause, "auxpass") is None and tree.child(clause, "aux") is not None
        return tree.tags[clause] == "VBN" and not is_active

    def _is_amount(self) -> bool:
        """Whether it is how much something changes, or is paid."""
        roles = self._pattern.roles
        if not self._is_number or self._lemma not in word_set("frames", "units"):
            is_beside = self._is_number and self._dep == "npadvmod" and self._is_change
            return is_beside and not self._around.is_time(self._inner)  # "rose 9 points"
        is_bare = roles.get(self._key, "Amount") == "Amount"
        is_central = self._role in ("ARG0", "ARG1") or roles.get(self._role) == "Recipient"
        is_central |= self._is_change and self._dep == "npadvmod"  # "prices rose 5 pct"
        is_whole = not counted(self._tree, self._inner)
        return is_whole and is_central and is_bare and self._has("Amount")

    def _has(self, name: str) -> bool:
        return name in self._pattern.roles.values()
