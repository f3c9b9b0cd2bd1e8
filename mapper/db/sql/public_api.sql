-- What is public, once: everything that gives data to people without an account reads these views.
create schema public_api;
--;;
create view public_api.municipality as
  select m.id, m.ags, m.name, m.population from municipality m;
--;;
create view public_api.district as
  select d.id, d.key, d.name, d.kind, d.population, d.population_date, m.ags as municipality
    from district d join municipality m on m.id = d.municipality_id;
--;;
create view public_api.action_field as
  select a.id, a.key, a.titles, a.colour, a.symbol, a.position, m.ags as municipality
    from action_field a left join municipality m on m.id = a.municipality_id;
--;;
create view public_api.participation_round as
  select id, slug, titles, questions, intros, results, area, action_fields, opens, closes,
         comments, standing
    from participation_round;
--;;
create view public_api.layer as
  select l.id, l.slug, l.title, l.role, l.style, v.id as version_id, v.source, v.licence,
         v.attribution, v.data_date, v.schematic, v.feature_count, v.source_crs, v.sha256,
         v.report, v.activated_at
    from layer l join layer_version v on v.layer_id = l.id and v.state = 'active'
   where l.public;
--;;
create view public_api.feature as
  select f.id, l.slug as layer, l.schematic, f.key, f.name, f.kind, f.attributes, f.geom
    from feature f join public_api.layer l on l.version_id = f.layer_version_id;
--;;
-- Shape only when the place is exact; neither contact data nor the exact place of one that is not.
create view public_api.proposal as
  select p.id, p.public_id, p.title, p.body, p.display_name, p.place_certainty, p.public_precision,
         p.public_geom, case when p.public_precision = 'exact' then p.shape end as shape,
         p.action_field_id, p.round_id, p.municipality_id, p.district_id, a.key as action_field,
         d.key as district, d.name as district_name, m.ags as municipality,
         m.name as municipality_name, r.slug as round, p.response_status, p.support_count,
         p.created_at, p.demo, p.created_day, p.public_cell_1000, p.public_cell_500, p.public_cell_250,
         p.public_cell_125
    from proposal p
    join action_field a on a.id = p.action_field_id
    join participation_round r on r.id = p.round_id
    left join district d on d.id = p.district_id
    left join municipality m on m.id = p.municipality_id
   where p.moderation_status = 'published';
--;;
create view public_api.rollup as select * from rollup_public;
--;;
create view public_api.rollup_delta as
  select id, round_id, action_field_id, response_status, day, municipality_id, district_id,
         public_cell_1000, public_cell_500, public_cell_250, public_cell_125, proposals, supports
    from rollup_delta;
--;;
-- The read-only role for GIS programs; where the account may not create roles, the doctor says so.
do $$
begin
  if not exists (select from pg_roles where rolname = 'ideenkarte_reader') then
    create role ideenkarte_reader nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;  -- another database's migration was faster
  when insufficient_privilege then
    raise notice 'the read-only role ideenkarte_reader could not be created';
end $$;
--;;
do $$
begin
  if exists (select from pg_roles where rolname = 'ideenkarte_reader') then
    grant usage on schema public_api to ideenkarte_reader;
    grant select on all tables in schema public_api to ideenkarte_reader;
    alter default privileges in schema public_api grant select on tables to ideenkarte_reader;
  end if;
end $$;
