"""Whether a name means a person, a place or a body: the types that models give are often wrong."""

import re
from dataclasses import dataclass

from kg.extraction import EntityType, Mention
from kg.extraction.wordlists import given_names, word_set
from kg.identity.bodies import Bodies
from kg.identity.context import Context
from kg.identity.knowledge import Knowledge
from kg.identity.mentioned import borne_by_people
from kg.identity.names import fold
from kg.identity.people import People
from kg.identity.places.countries import countries
from kg.identity.places.places import Places
from kg.identity.places.regions import regions
from kg.identity.places.senses import namesakes
from kg.identity.places.written import within


@dataclass(frozen=True, slots=True)
class NameTypes:
    """Tells the types of a document's names, by what it says of them and what is known."""

    context: Context
    knowledge: Knowledge
    people: People
    places: Places
    bodies: Bodies
    has_teams: bool

    def is_person(self, mention: Mention, *, speaks: bool) -> bool:
        """Whether a name, which speaks or not, means a person."""
        family = self.people.has_family(mention.name)
        place = countries().concerning(mention.name)
        if mention.type is EntityType.PERSON:
            if self.context.is_half_of_korea(mention) or self._is_known_otherwise(mention):
                return False
            if not (speaks or family) and self.places.is_short_for_county(mention.name):
                return False
            letters = re.sub("[.-]", "", mention.name)
            if letters.isupper() and len(letters) > 2 and letters.isalpha():
                return self.people.find(mention.name) is not None
            if family or not (place or self.is_place(mention)):
                return True
            elsewhere = self.context.is_ever(mention.name, EntityType.PLACE)
            somewhere = elsewhere or self.context.is_somewhere(mention)
            return borne_by_people(mention.name) and not (somewhere or self._is_seat(mention))
        if not place and self.people.is_full(mention.name):
            return True
        if place or not family:
            return False
        if mention.type is EntityType.PLACE:
            is_nowhere = not namesakes(mention.name)
            return speaks or is_nowhere or self.context.is_ever(mention.name, EntityType.PERSON)
        return True

    def _is_seat(self, mention: Mention) -> bool:
        """Whether a name is the seat of government of a country that the document names."""
        seat = countries().seats.get(fold(mention.name))
        return seat is not None and seat.country.code in self.context.mentioned

    def _is_known_otherwise(self, mention: Mention) -> bool:
        """Whether curated knowledge has a name, but not as a person's."""
        known = self.knowledge.find(mention.name)
        return known is not None and known.entity.type is not EntityType.PERSON

    def is_place(self, mention: Mention) -> bool:
        """Whether a name means a place: the text puts it in a region, it is written as no other
        thing is, or the words beside it are those of a place that is known."""
        name, context, places = mention.name, self.context, self.places
        is_person = mention.type is EntityType.PERSON
        if within(namesakes(name), context.following(mention)) or places.is_never_else(name):
            return True
        is_cut_short = name.endswith(".") and places.is_known(name)  # "Mich."
        is_letters = mention.type is EntityType.ORGANIZATION and name.isupper()  # "VA", "IRA"
        if is_cut_short or (context.has_locals(name) and namesakes(name) and not is_letters):
            return True
        region = regions().get(fold(name))
        may_be_city = " " in name or (not is_person and context.is_modifier(mention))
        if (may_be_city and places.is_large_city(name)) or (" " in name and is_person and region):
            return True
        is_named = is_person and (fold(name) in given_names() or self.people.find(name))
        is_else = is_named or is_letters or self.has_teams
        if region and region.country in ("us", "ca") and not is_else:
            return True  # nobody and no body has a state's name alone
        if is_person and context.is_mostly(name, EntityType.PLACE):
            return True
        somewhere = context.is_ever(name, EntityType.PLACE) or context.is_somewhere(mention)
        somewhere |= not is_person and context.is_scene(mention)
        if somewhere and places.is_known(name):
            return True
        located = somewhere or any(map(places.is_likely, context.listed_with(mention)))
        return located and places.is_likely(name)

    def is_body(self, mention: Mention) -> bool:
        """Whether a name means an organization. Models take acronyms ("CBC") and the first words of
        full names for places or persons."""
        if mention.type is EntityType.ORGANIZATION:
            return not self.is_place(mention)
        if mention.type is EntityType.PERSON:
            return mention.name.isupper() and not self.is_place(mention)
        is_located = mention.found_by == "party" or self.context.is_located(mention.name)
        is_region = mention.name.lower().rpartition(" ")[2] in word_set("places", "regions")
        is_place = self.places.is_known(mention.name) or self.places.is_likely(mention.name)
        if is_located or is_region or is_place:
            return False
        is_acronym = mention.name.isupper() and not any(map(str.isdigit, mention.name))
        is_acronym |= self.context.is_mostly(mention.name, EntityType.ORGANIZATION)
        return is_acronym or self.bodies.starting_with(mention.name) is not None
