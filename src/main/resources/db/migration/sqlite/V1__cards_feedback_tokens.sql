-- Times are milliseconds since 1970 UTC. Text holds no name, identifier or result of a patient, but the comment may.

create table secret (
    name text not null primary key,
    value blob not null,
    created integer not null
);

-- A card that was given to a client. "patient" is a keyed hash, "rules" are separated by a blank.
create table card (
    uuid text not null primary key,
    issuer text not null,
    service text not null,
    patient text not null,
    problem text not null,
    fingerprint text not null,
    urgency text not null,
    rules text not null,
    knowledge text not null,
    issued integer not null
);
create index card_patient on card (patient);
create index card_issued on card (issued);

-- What a clinician did with a card. There may be feedback whose card was not noted, so no foreign key.
create table feedback (
    issuer text not null,
    card text not null,
    outcome text not null check (outcome in ('accepted', 'overridden')),
    happened integer not null,
    service text not null,
    reason text,
    comment text,
    suggestions text,
    received integer not null,
    primary key (issuer, card, outcome, happened)
);
create index feedback_card on feedback (card);
create index feedback_received on feedback (received);

create table jti_seen (
    issuer text not null,
    jti text not null,
    expires integer not null,
    primary key (issuer, jti)
);
create index jti_seen_expires on jti_seen (expires);

create table heartbeat (beats integer not null);
insert into heartbeat (beats) values (0);
