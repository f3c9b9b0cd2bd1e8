-- Who decides names the version she has seen; support alone is no change to an idea.
create function proposal_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  new.touched_at := now();
  return new;
end $$;
--;;
create trigger proposal_version before update on proposal for each row
  when ((old.title, old.body, old.display_name, old.action_field_id, old.round_id,
         old.place_certainty, old.public_precision, old.geom::text, old.shape::text,
         old.moderation_status, old.response_status, old.status_reason)
        is distinct from
        (new.title, new.body, new.display_name, new.action_field_id, new.round_id,
         new.place_certainty, new.public_precision, new.geom::text, new.shape::text,
         new.moderation_status, new.response_status, new.status_reason))
  execute function proposal_version();
--;;
-- The audit is only ever added to, whoever asks.
create function audit_event_stays() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is only ever added to' using errcode = 'insufficient_privilege';
end $$;
--;;
create trigger audit_event_stays before update or delete on audit_event
  for each row execute function audit_event_stays();
--;;
create trigger audit_event_is_not_emptied before truncate on audit_event
  for each statement execute function audit_event_stays();
--;;
-- The town's public answers to published ideas.
create view public_api.response as
  select r.id, p.public_id, r.response_status, r.decided_on, r.body, r.office,
         r.council_paper_url, r.created_at
    from response r join proposal p on p.id = r.proposal_id
   where r.public and p.moderation_status = 'published';
--;;
-- A theme that is offered for no new idea is still known to those that have it.
create or replace view public_api.action_field as
  select a.id, a.key, a.titles, a.colour, a.symbol, a.position, m.ags as municipality, a.active
    from action_field a left join municipality m on m.id = a.municipality_id;
--;;
create or replace view public_api.participation_round as
  select id, slug, titles, questions, intros, results, area, action_fields, opens, closes,
         comments, standing, address, moderation
    from participation_round;
--;;
-- The role the web server works as; where the account may not create roles, the doctor says so.
do $$
begin
  if not exists (select from pg_roles where rolname = 'ideenkarte_app') then
    create role ideenkarte_app nologin;
  end if;
  if not pg_has_role('ideenkarte_app', 'member') then
    grant ideenkarte_app to current_user;
  end if;
exception
  when duplicate_object or unique_violation then null;  -- another database's migration was faster
  when insufficient_privilege then
    raise notice 'the role ideenkarte_app could not be created';
end $$;
--;;
do $$
begin
  if exists (select from pg_roles where rolname = 'ideenkarte_app') then
    grant usage on schema public, public_api to ideenkarte_app;
    grant select, insert, update, delete on all tables in schema public to ideenkarte_app;
    grant select on all tables in schema public_api to ideenkarte_app;
    grant usage, select on all sequences in schema public to ideenkarte_app;
    revoke update, delete on audit_event from ideenkarte_app;
    revoke insert, update, delete on alembic_version, spatial_ref_sys from ideenkarte_app;
    alter default privileges in schema public
      grant select, insert, update, delete on tables to ideenkarte_app;
    alter default privileges in schema public grant usage, select on sequences to ideenkarte_app;
    alter default privileges in schema public_api grant select on tables to ideenkarte_app;
  end if;
end $$
