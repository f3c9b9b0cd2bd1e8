-- Until now nobody but a command put versions to use, one after the other.
update layer l set former_versions = v.former
  from (select layer_id, array_agg(id order by activated_at, id) as former
          from layer_version where state = 'retired' group by layer_id) v
 where v.layer_id = l.id;
--;;
-- A version's objects go with it; a foreign key would be looked up for each object written.
create function layer_version_gone() returns trigger language plpgsql as $$
begin
  delete from feature where layer_version_id in (select id from gone);
  return null;
end $$;
--;;
create trigger layer_version_gone after delete on layer_version
  referencing old table as gone for each statement execute function layer_version_gone();
--;;
-- The areas in use of one role, cut into pieces of at most 128 corners.
create function refresh_area_parts(layer_role text) returns void language plpgsql as $$
begin
  delete from area_part p where p.role = layer_role;
  insert into area_part (role, key, geom)
  select l.role, f.key, ST_Subdivide(f.geom, 128)
    from layer l
    join layer_version v on v.layer_id = l.id and v.state = 'active'
    join feature f on f.layer_version_id = v.id
   where l.role = layer_role and f.key is not null;
end $$;
--;;
select refresh_area_parts(role) from (values ('districts'), ('municipalities')) r (role);
--;;
-- Municipality and district of a point. The district whose pieces cover it, border included,
-- lowest key first; outside every district the municipality's own area decides. Cutting rounds, so
-- that between the pieces of two neighbours there may be a gap of nanometres: what lies in one lies
-- in the one within a thousandth of a millimetre.
create or replace function place_of(point geometry, out municipality_id int, out district_id int)
language plpgsql stable strict as $$
begin
  select d.municipality_id, d.id into municipality_id, district_id
    from area_part p join district d on d.key = p.key
   where p.role = 'districts' and ST_Covers(p.geom, point) order by d.key limit 1;
  if municipality_id is null then
    select d.municipality_id, d.id into municipality_id, district_id
      from area_part p join district d on d.key = p.key
     where p.role = 'districts' and ST_DWithin(p.geom, point, 0.000001) order by d.key limit 1;
  end if;
  if municipality_id is null then
    select m.id into municipality_id
      from area_part p join municipality m on m.ags = p.key
     where p.role = 'municipalities' and ST_DWithin(p.geom, point, 0.000001)
     order by m.ags limit 1;
  end if;
end $$;
--;;
-- What is public and what is not: the application reads these views, and those of public_api take
-- their rows from here.
create view public_layer as
  select l.id, l.slug, l.title, l.role, l.style, v.id as version_id, v.source, v.licence,
         v.attribution, v.data_date, v.schematic, v.feature_count, v.source_crs, v.sha256,
         v.report, v.activated_at, l.titles, l.position, l.min_zoom
    from layer l join layer_version v on v.layer_id = l.id and v.state = 'active'
   where l.public;
--;;
create view public_feature as
  select f.id, l.slug as layer, l.schematic, f.key, f.name, f.kind, f.attributes, f.geom,
         f.layer_version_id as version_id
    from feature f join public_layer l on l.version_id = f.layer_version_id;
--;;
create view public_proposal as
  select p.id, p.public_id, p.title, p.body, p.display_name, p.place_certainty, p.public_precision,
         p.public_geom, case when p.public_precision = 'exact' then p.shape end as shape,
         p.action_field_id, p.round_id, p.municipality_id, p.district_id, a.key as action_field,
         d.key as district, d.name as district_name, m.ags as municipality,
         m.name as municipality_name, r.slug as round, p.response_status, p.support_count,
         p.created_at, p.demo, p.created_day, p.public_cell_1000, p.public_cell_500,
         p.public_cell_250, p.public_cell_125
    from proposal p
    join action_field a on a.id = p.action_field_id
    join participation_round r on r.id = p.round_id
    left join district d on d.id = p.district_id
    left join municipality m on m.id = p.municipality_id
   where p.moderation_status = 'published';
--;;
create view public_response as
  select r.id, p.public_id, r.response_status, r.decided_on, r.body, r.office,
         r.council_paper_url, r.created_at
    from response r join proposal p on p.id = r.proposal_id
   where r.public and p.moderation_status = 'published';
--;;
-- What GIS programs read. Whoever writes conditions of her own could learn from one that fails, or
-- from a function that tells what it is given, what rows hold that are not public; behind a barrier
-- no condition meets those. The application, which writes its conditions itself, goes without: only
-- then do the indexes on places serve.
create or replace view public_api.layer with (security_barrier) as select * from public_layer;
--;;
create or replace view public_api.feature with (security_barrier) as select * from public_feature;
--;;
create or replace view public_api.proposal with (security_barrier) as
  select * from public_proposal;
--;;
create or replace view public_api.response with (security_barrier) as
  select * from public_response;
