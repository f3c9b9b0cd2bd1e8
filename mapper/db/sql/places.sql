-- Municipality and district of a point. The district whose polygon covers it, border included,
-- lowest key first; outside every district the municipality's own area decides.
create function place_of(point geometry, out municipality_id int, out district_id int)
language plpgsql stable strict as $$
begin
  select d.municipality_id, d.id into municipality_id, district_id
    from feature f
    join layer_version v on v.id = f.layer_version_id and v.state = 'active'
    join layer l on l.id = v.layer_id and l.role = 'districts'
    join district d on d.key = f.key
   where ST_Covers(f.geom, point) order by d.key limit 1;
  if municipality_id is null then
    select m.id into municipality_id
      from feature f
      join layer_version v on v.id = f.layer_version_id and v.state = 'active'
      join layer l on l.id = v.layer_id and l.role = 'municipalities'
      join municipality m on m.ags = f.key
     where ST_Covers(f.geom, point) order by m.ags limit 1;
  end if;
end $$;
--;;
-- The area of the active version of a layer that carries a key.
create function area_of(layer_role text, area_key text) returns geometry
language sql stable strict as $$
  select f.geom from feature f
    join layer_version v on v.id = f.layer_version_id and v.state = 'active'
    join layer l on l.id = v.layer_id and l.role = layer_role
   where f.key = area_key
$$;
--;;
-- Where everyone may see a point: itself; the centre of its 100 m grid cell, or, where the centre
-- falls outside the idea's area, the nearest point of the cell inside it; nothing. It depends on
-- cell and area alone, so that no two places in them can be told apart.
create function public_position(point geometry, public_precision text, area geometry)
returns geometry language plpgsql immutable as $$
declare
  west float8 := floor(ST_X(point) / 100) * 100;
  south float8 := floor(ST_Y(point) / 100) * 100;
  centre geometry := ST_SetSRID(ST_MakePoint(west + 50, south + 50), 25833);
begin
  if public_precision = 'exact' then return point; end if;
  if public_precision <> '100m' or point is null then return null; end if;
  if area is null or ST_Covers(area, centre) then return centre; end if;
  return ST_ClosestPoint(
    ST_Intersection(area, ST_MakeEnvelope(west, south, west + 100, south + 100, 25833)), centre);
end $$;
--;;
-- What follows from a proposal's place: municipality, district, public position, cells.
create function proposal_place() returns trigger language plpgsql as $$
declare
  area geometry;
begin
  if new.place_certainty = 'point' then
    select p.municipality_id, p.district_id into new.municipality_id, new.district_id
      from place_of(new.geom) p;
    if new.public_precision = '100m' then
      select coalesce(area_of('districts', d.key), area_of('municipalities', m.ags)) into area
        from municipality m left join district d on d.id = new.district_id
       where m.id = new.municipality_id;
    end if;
    new.public_geom := public_position(new.geom, new.public_precision, area);
  else
    new.geom := null;
    new.public_geom := null;
    if new.place_certainty = 'district' then
      select d.municipality_id into new.municipality_id from district d where d.id = new.district_id;
    else
      new.district_id := null;
    end if;
  end if;
  new.cell_1000 := hex_cell(ST_X(new.geom), ST_Y(new.geom), 1000);
  new.cell_500 := hex_cell(ST_X(new.geom), ST_Y(new.geom), 500);
  new.cell_250 := hex_cell(ST_X(new.geom), ST_Y(new.geom), 250);
  new.cell_125 := hex_cell(ST_X(new.geom), ST_Y(new.geom), 125);
  new.public_cell_1000 := hex_cell(ST_X(new.public_geom), ST_Y(new.public_geom), 1000);
  new.public_cell_500 := hex_cell(ST_X(new.public_geom), ST_Y(new.public_geom), 500);
  new.public_cell_250 := hex_cell(ST_X(new.public_geom), ST_Y(new.public_geom), 250);
  new.public_cell_125 := hex_cell(ST_X(new.public_geom), ST_Y(new.public_geom), 125);
  return new;
end $$;
--;;
-- Also what nobody should write by hand is put right, hence no column list.
create trigger proposal_place before insert or update on proposal
  for each row execute function proposal_place();
