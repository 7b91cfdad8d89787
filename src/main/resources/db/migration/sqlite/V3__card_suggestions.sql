-- Orders of each suggestion of a card: ids of ActivityDefinitions separated by a comma, suggestions by a blank; "-" for a suggestion that
-- takes a draft away; null on older cards, of which one accepted suggestion answers the whole card.
alter table card add column suggestions text;
