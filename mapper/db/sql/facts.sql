-- Published ideas as planning counts them, read from where they are stored: what the narrow rows of
-- proposal_fact must equal, and what a search for words reads, which looks up few rows by an index.
create view searched_fact as
  select p.id as proposal_id, p.round_id, p.action_field_id, p.municipality_id, p.district_id,
         response_code(p.response_status) as response_status, p.channel, p.created_day,
         p.support_count, ST_X(p.geom) as easting, ST_Y(p.geom) as northing,
         ST_X(p.public_geom) as public_easting, ST_Y(p.public_geom) as public_northing,
         p.cell_1000, p.cell_500, p.cell_250, p.cell_125, p.public_cell_1000, p.public_cell_500,
         p.public_cell_250, p.public_cell_125, search_vector(p.title, p.body) as search
    from proposal p where p.moderation_status = 'published';
--;;
create function proposal_fact_keep() returns trigger language plpgsql as $$
begin
  if new.moderation_status <> 'published' then
    delete from proposal_fact where proposal_id = new.id;
    return null;
  end if;
  insert into proposal_fact
  select proposal_id, round_id, action_field_id, municipality_id, district_id, response_status,
         channel, created_day, support_count, easting, northing, public_easting, public_northing,
         cell_1000, cell_500, cell_250, cell_125, public_cell_1000, public_cell_500,
         public_cell_250, public_cell_125
    from searched_fact where proposal_id = new.id
  on conflict (proposal_id) do update set
    (round_id, action_field_id, municipality_id, district_id, response_status, channel,
     created_day, support_count, easting, northing, public_easting, public_northing, cell_1000,
     cell_500, cell_250, cell_125, public_cell_1000, public_cell_500, public_cell_250,
     public_cell_125) =
    (excluded.round_id, excluded.action_field_id, excluded.municipality_id, excluded.district_id,
     excluded.response_status, excluded.channel, excluded.created_day, excluded.support_count,
     excluded.easting, excluded.northing, excluded.public_easting, excluded.public_northing,
     excluded.cell_1000, excluded.cell_500, excluded.cell_250, excluded.cell_125,
     excluded.public_cell_1000, excluded.public_cell_500, excluded.public_cell_250,
     excluded.public_cell_125);
  return null;
end $$;
--;;
create trigger proposal_fact_insert after insert on proposal
  for each row when (new.moderation_status = 'published') execute function proposal_fact_keep();
--;;
create trigger proposal_fact_update after update on proposal for each row
  when ((old.moderation_status, old.response_status, old.round_id, old.action_field_id,
         old.created_at, old.municipality_id, old.district_id, old.support_count, old.channel,
         old.geom::text, old.public_geom::text)
        is distinct from
        (new.moderation_status, new.response_status, new.round_id, new.action_field_id,
         new.created_at, new.municipality_id, new.district_id, new.support_count, new.channel,
         new.geom::text, new.public_geom::text))
  execute function proposal_fact_keep();
--;;
-- Whether an area in EPSG:25833 holds a place, border included. PostgreSQL takes ST_Covers for so
-- dear that it forgets what the rest of a plan costs, and sorts where it could hash.
create function lies_in(area geometry, easting float8, northing float8) returns boolean
language plpgsql immutable strict parallel safe cost 50 as $$
begin
  return ST_Covers(area, ST_SetSRID(ST_MakePoint(easting, northing), 25833));
end $$;
--;;
-- All rows anew, in the order of their ideas; writers of ideas wait meanwhile.
create function proposal_fact_rebuild() returns void language plpgsql as $$
begin
  lock table proposal in share mode;
  truncate proposal_fact;
  insert into proposal_fact
  select proposal_id, round_id, action_field_id, municipality_id, district_id, response_status,
         channel, created_day, support_count, easting, northing, public_easting, public_northing,
         cell_1000, cell_500, cell_250, cell_125, public_cell_1000, public_cell_500,
         public_cell_250, public_cell_125
    from searched_fact order by proposal_id;
end $$;
--;;
select proposal_fact_rebuild();
--;;
-- What everyone may count by: public places, and no channel.
create view public_fact as
  select proposal_id, round_id, action_field_id, municipality_id, district_id, response_status,
         created_day, support_count, public_easting as easting, public_northing as northing,
         public_cell_1000 as cell_1000, public_cell_500 as cell_500, public_cell_250 as cell_250,
         public_cell_125 as cell_125
    from proposal_fact;
--;;
create view public_searched_fact as
  select proposal_id, round_id, action_field_id, municipality_id, district_id, response_status,
         created_day, support_count, public_easting as easting, public_northing as northing,
         public_cell_1000 as cell_1000, public_cell_500 as cell_500, public_cell_250 as cell_250,
         public_cell_125 as cell_125, search
    from searched_fact;
