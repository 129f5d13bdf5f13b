"""The entities of names, and of descriptions without antecedent."""

from bisect import bisect_left
from dataclasses import replace

from kg.extraction import Annotations, EntityType, Mention, MentionKind
from kg.extraction.genders import courtesy_gender
from kg.extraction.text.signatures import is_signature
from kg.identity.bodies import Bodies
from kg.identity.context import Context
from kg.identity.entities import Entity
from kg.identity.groups import find_group
from kg.identity.knowledge import Knowledge
from kg.identity.locals import Locals
from kg.identity.mentioned import countries_mentioned
from kg.identity.names import fold, tidy
from kg.identity.people import People
from kg.identity.places.countries import countries
from kg.identity.places.home import home_of
from kg.identity.places.places import Places
from kg.identity.places.senses import namesakes
from kg.identity.places.teams import teams
from kg.identity.places.written import regions_after
from kg.identity.resolution.name_types import NameTypes
from kg.identity.slug import slug


class Resolver:
    """Finds the entities of names and descriptions without antecedent."""

    def __init__(self, annotations: Annotations, knowledge: Knowledge) -> None:
        self._text, self._mentions = annotations.document.text, annotations.mentions
        self._knowledge = knowledge
        self._context = context = Context(annotations)
        self._locals = Locals(annotations.document.id)
        self._teams = teams(annotations)
        towns = filter(self._may_be_town, annotations.mentions)
        places = [*context.named(EntityType.PLACE), *towns]
        self._places = Places(
            context.mentioned,
            [(each.name, context.following(each)) for each in places],
            [each.name for each in context.named(EntityType.ORGANIZATION)],
            home_of(annotations.document),
            countries_mentioned(annotations, by_seat=False),
        )
        context.means_else = self._places.means_else
        people = sorted(context.named(EntityType.PERSON), key=lambda each: each.span)
        self._people = People(
            [each.name for each in people], knowledge, context.mentioned, context.together(people)
        )
        self._people_at = [each.span.start for each in people]
        bodies = [
            (context.written(each), context.country_of(each) or context.country_beside(each))
            for each in context.named(EntityType.ORGANIZATION)
        ]
        self._bodies = Bodies(bodies, knowledge, self._places.leading)
        found = (self._people, self._places, self._bodies)
        self._types = NameTypes(context, knowledge, *found, has_teams=bool(self._teams))

    def _may_be_town(self, mention: Mention) -> bool:
        """Whether a name may be a town's: its people are told of, or a region stands behind."""
        is_country = mention.type is EntityType.COUNTRY
        in_region = is_country and any(regions_after(self._context.following(mention)))
        has_locals = self._context.has_locals(mention.name)
        return in_region or (has_locals and bool(namesakes(mention.name)))

    def entity(self, index: int) -> Entity | None:
        """The entity of a mention; None of a pronoun, a signature, or what has an antecedent."""
        mention = self._mentions[index]
        if is_signature(self._text, *mention.span):
            return None
        if mention.kind is MentionKind.PRONOUN or mention.antecedent is not None:
            return None
        if mention.kind is MentionKind.DESCRIPTION:
            return self._described(mention)
        if mention.found_by == "adjective" and (country := self._context.country_of(mention)):
            return country.entity
        is_person = self._types.is_person(mention, speaks=index in self._context.speaking)
        found = self._person(mention) if is_person else self._named(mention)
        return found or self._unresolved(mention)

    def _person(self, mention: Mention) -> Entity | None:
        before = bisect_left(self._people_at, mention.span.start)
        return self._people.find(mention.name, before, courtesy_gender(self._text, mention))

    def _named(self, mention: Mention) -> Entity | None:
        if mention.span in self._teams:
            return self._bodies.team(mention.name)
        half = self._context.is_half_of_korea(mention)
        if mention.type.is_thing and not (half or self._types.is_place(mention)):
            name = tidy(mention.name)
            return self._known(mention) or Entity(f"thing/{slug(name)}", mention.type, name)
        if country := self._places.country(mention.name):
            return country.entity
        if mention.type is EntityType.GROUP:
            return self._group(mention)
        if known := self._known(mention):
            return known
        seat = countries().seats.get(fold(mention.name))
        if seat and seat.building:
            building = self._bodies.find(mention.name)
            return building and replace(building, of_country=seat.country.entity.key)
        if not seat and self._types.is_body(mention):
            return self._body(mention)
        town = self._context.before_comma(mention)
        place = self._places.find(mention.name, self._context.region_after(mention), town)
        return place or self._unresolved(replace(mention, type=EntityType.PLACE))

    def _described(self, mention: Mention) -> Entity | None:
        country = self._context.country_of(mention)
        if mention.type is EntityType.COUNTRY:
            if found := self._places.country(mention.name):
                return found.entity
            known = self._knowledge.find(mention.name)
            return known.entity if known else None
        if known := self._knowledge.find(mention.name):
            return known.entity
        if mention.type is EntityType.GROUP and (group := self._group(mention)):
            return group
        if mention.type is EntityType.ORGANIZATION and country:
            return self._bodies.find(mention.name, country)
        return self._locals.described(mention, country.entity.key if country else None)

    def _unresolved(self, mention: Mention) -> Entity:
        body = mention.type is EntityType.ORGANIZATION
        name = self._bodies.full_name(self._context.written(mention)) if body else mention.name
        country = self._context.country_of(mention)
        type = EntityType.PLACE if self._types.is_place(mention) else mention.type
        return self._locals.named(name, type, country.entity.key if country else None)

    def _known(self, mention: Mention) -> Entity | None:
        known = self._knowledge.find(mention.name, mention.type)
        if known is None and mention.type is not EntityType.ORGANIZATION:
            known = self._knowledge.find(mention.name)
        return known.entity if known else None

    def _body(self, mention: Mention) -> Entity | None:
        country = self._context.country_of(mention)
        beside = self._context.country_beside(mention)
        written = self._context.written(mention)
        if mention.type is EntityType.PLACE:
            written = self._bodies.starting_with(mention.name) or written
        return self._bodies.find(written, country, beside)

    def _group(self, mention: Mention) -> Entity | None:
        country = self._context.country_of(mention)
        return find_group(mention.name, country, self._places.leading, mention.of_country)
