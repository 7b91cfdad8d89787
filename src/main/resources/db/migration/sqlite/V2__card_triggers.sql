-- Keyed hashes of the references that made the rules of a card true, separated by a blank; null on older cards.
alter table card add column triggers text;
