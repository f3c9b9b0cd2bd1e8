-- The id of the hexagon that holds a point: the cells of ST_HexagonGrid(s, ...), packed i<<16|j.
-- easting, northing in the storage CRS; s = edge length in metres. plpgsql on purpose: an SQL
-- function was inlined anew at every statement and cost 25 times as much a row.
create function hex_cell(easting float8, northing float8, s float8) returns int
language plpgsql immutable parallel safe strict as $$
declare
  u float8 := easting / (3 * s);
  v float8 := northing / (1.7320508075688772 * s);
  a1 float8 := round(u);
  b1 float8 := round(v);
  a2 float8 := floor(u);
  b2 float8 := floor(v);
begin
  if 9 * (u - a1) ^ 2 + 3 * (v - b1) ^ 2 <= 9 * (u - a2 - .5) ^ 2 + 3 * (v - b2 - .5) ^ 2 then
    return ((2 * a1)::int << 16) | b1::int;
  end if;
  return ((2 * a2 + 1)::int << 16) | b2::int;
end $$;
--;;
-- The hexagon of an id.
create function hex_geom(cell int, s float8) returns geometry
language sql immutable parallel safe strict as $$
  select ST_SetSRID(ST_Hexagon(s, cell >> 16, cell & 65535), 25833)
$$;
