-- A response status as a number for the rollups; the order is the one of the domain.
create function response_code(status text) returns smallint
language sql immutable parallel safe strict as $$
  select array_position(array['received', 'in_review', 'planned', 'done', 'forwarded', 'deferred',
                              'not_feasible'], status)::smallint
$$;
--;;
-- Every change to what the rollups count, as one row taken away and one row added.
create function proposal_delta() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.moderation_status = 'published' then
    insert into rollup_delta (round_id, action_field_id, response_status, day, municipality_id,
      district_id, cell_1000, cell_500, cell_250, cell_125, public_cell_1000, public_cell_500,
      public_cell_250, public_cell_125, proposals, supports)
    values (old.round_id, old.action_field_id, response_code(old.response_status), old.created_day,
      coalesce(old.municipality_id, 0), coalesce(old.district_id, 0), old.cell_1000, old.cell_500,
      old.cell_250, old.cell_125, old.public_cell_1000, old.public_cell_500, old.public_cell_250,
      old.public_cell_125, -1, -old.support_count);
  end if;
  if tg_op <> 'DELETE' and new.moderation_status = 'published' then
    insert into rollup_delta (round_id, action_field_id, response_status, day, municipality_id,
      district_id, cell_1000, cell_500, cell_250, cell_125, public_cell_1000, public_cell_500,
      public_cell_250, public_cell_125, proposals, supports)
    values (new.round_id, new.action_field_id, response_code(new.response_status), new.created_day,
      coalesce(new.municipality_id, 0), coalesce(new.district_id, 0), new.cell_1000, new.cell_500,
      new.cell_250, new.cell_125, new.public_cell_1000, new.public_cell_500, new.public_cell_250,
      new.public_cell_125, 1, new.support_count);
  end if;
  return null;
end $$;
--;;
create trigger proposal_delta after insert or delete on proposal
  for each row execute function proposal_delta();
--;;
-- An update of texts alone is no change to a count.
create trigger proposal_delta_update after update on proposal for each row
  when ((old.moderation_status, old.response_status, old.round_id, old.action_field_id,
         old.created_at, old.municipality_id, old.district_id, old.support_count, old.geom::text,
         old.public_geom::text)
        is distinct from
        (new.moderation_status, new.response_status, new.round_id, new.action_field_id,
         new.created_at, new.municipality_id, new.district_id, new.support_count, new.geom::text,
         new.public_geom::text))
  execute function proposal_delta();
--;;
-- The cuboids that are kept: bits 1 round, 2 action field, 4 response status, 8 month, 16 day.
-- Days at the sizes of overview maps and for totals only: at 125 m they would be the raw rows.
create view rollup_grain as
  select s.cell_size::smallint, g.grain::smallint
    from (values (0), (125), (250), (500), (1000)) s (cell_size),
         (values (0), (1), (2), (7), (8), (9), (10), (15), (16), (18)) g (grain)
   where g.grain < 16 or s.cell_size in (0, 500, 1000);
--;;
-- The cells a delta counts in: scope, cell size, cell.
create function rollup_cells(d rollup_delta)
returns table (scope text, cell_size int, cell int) language sql immutable as $$
  select * from (values
    ('public', 0, (d.public_cell_1000 is not null)::int), ('public', 1000, d.public_cell_1000),
    ('public', 500, d.public_cell_500), ('public', 250, d.public_cell_250),
    ('public', 125, d.public_cell_125),
    ('internal', 0, (d.cell_1000 is not null)::int), ('internal', 1000, d.cell_1000),
    ('internal', 500, d.cell_500), ('internal', 250, d.cell_250), ('internal', 125, d.cell_125)
  ) c (scope, cell_size, cell) where c.cell is not null
$$;
--;;
-- Fold waiting deltas into both rollups; returns how many. One at a time; readers lose nothing,
-- since one statement takes the deltas away and adds them.
create function rollup_fold(most int default 20000) returns bigint language plpgsql as $$
declare
  folded bigint;
begin
  if not pg_try_advisory_xact_lock(hashtext('rollup_fold')) then return 0; end if;
  with gone as (
    delete from rollup_delta
     where id in (select id from rollup_delta order by id limit most) returning *
  ), cells as (
    select g.*, s.*, r.grain from gone g
     cross join lateral rollup_cells(row(g.*)::rollup_delta) s
      join rollup_grain r on r.cell_size = s.cell_size
  ), sums as (
    select scope, grain, cell_size,
           case when grain & 1 > 0 then round_id else 0 end as round_id,
           case when grain & 2 > 0 then action_field_id else 0 end as action_field_id,
           case when grain & 4 > 0 then response_status else 0 end as response_status,
           case when grain & 16 > 0 then to_char(day, 'YYYYMMDD')::int
                when grain & 8 > 0 then to_char(day, 'YYYYMM')::int else 0 end as period,
           cell, municipality_id, district_id,
           sum(proposals)::int as proposals, sum(supports)::int as supports
      from cells group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
     having sum(proposals) <> 0 or sum(supports) <> 0
  ), public_rows as (
    insert into rollup_public as t
    select grain, cell_size, round_id, action_field_id, response_status, period, cell,
           municipality_id, district_id, proposals, supports from sums where scope = 'public'
    on conflict (grain, cell_size, round_id, action_field_id, response_status, period, cell,
                 municipality_id, district_id)
    do update set proposals = t.proposals + excluded.proposals,
                  supports = t.supports + excluded.supports
  ), internal_rows as (
    insert into rollup_internal as t
    select grain, cell_size, round_id, action_field_id, response_status, period, cell,
           municipality_id, district_id, proposals, supports from sums where scope = 'internal'
    on conflict (grain, cell_size, round_id, action_field_id, response_status, period, cell,
                 municipality_id, district_id)
    do update set proposals = t.proposals + excluded.proposals,
                  supports = t.supports + excluded.supports
  )
  select count(*) into folded from gone;
  delete from rollup_public where proposals = 0;
  delete from rollup_internal where proposals = 0;
  return folded;
end $$;
--;;
-- Build both rollups anew from the proposals; writers and readers wait meanwhile. The indexes are
-- made at the end: kept up row by row they take longer than everything else. Rows lie in the order
-- of the key, or else an index-only scan looks up another page of the visibility map row by row.
create function rollup_rebuild() returns void language plpgsql as $$
declare
  scope record;
  size int;
  cell text;
  kept record;
begin
  perform pg_advisory_xact_lock(hashtext('rollup_fold'));
  lock table proposal in share mode;
  truncate rollup_public, rollup_internal, rollup_delta;
  for scope in select * from (values ('rollup_public', 'public_cell_'),
                                     ('rollup_internal', 'cell_')) s (target, prefix) loop
    execute format('alter table %1$I drop constraint pk_%1$s; drop index ix_%1$s_empty',
                   scope.target);
    foreach size in array array[0, 125, 250, 500, 1000] loop
      cell := case when size = 0 then format('(%s1000 is not null)::int', scope.prefix)
                   else scope.prefix || size end;
      execute format($sql$
        insert into %I select 15, %s, round_id, action_field_id, response_code(response_status),
               to_char(month, 'YYYYMM')::int, cell, coalesce(municipality_id, 0),
               coalesce(district_id, 0), proposals, supports
          from (select round_id, action_field_id, response_status, municipality_id, district_id,
                       date_trunc('month', created_day::timestamp) as month, %s as cell,
                       count(*) as proposals, sum(support_count) as supports
                  from proposal where moderation_status = 'published' and %3$s is not null
                 group by 1, 2, 3, 4, 5, 6, 7) counted
         order by 3, 4, 5, 6, 7, 8, 9$sql$, scope.target, size, cell);
      if size in (0, 500, 1000) then
        execute format($sql$
          insert into %I select 18, %s, 0, action_field_id, 0, to_char(created_day, 'YYYYMMDD')::int,
                 cell, coalesce(municipality_id, 0), coalesce(district_id, 0), proposals, supports
            from (select action_field_id, municipality_id, district_id, created_day, %s as cell,
                         count(*) as proposals, sum(support_count) as supports
                    from proposal where moderation_status = 'published' and %3$s is not null
                   group by 1, 2, 3, 4, 5) counted
           order by 4, 6, 7, 8, 9$sql$, scope.target, size, cell);
      end if;
    end loop;
    for kept in select * from (values (16, 18), (7, 15), (10, 15), (9, 15), (2, 10), (8, 10),
                                      (1, 9), (0, 8)) k (grain, source) loop
      execute format($sql$
        insert into %I select %s, cell_size, case when %2$s & 1 > 0 then round_id else 0 end,
               case when %2$s & 2 > 0 then action_field_id else 0 end,
               (case when %2$s & 4 > 0 then response_status else 0 end)::smallint,
               case when %2$s & 24 > 0 then period else 0 end, cell, municipality_id, district_id,
               sum(proposals), sum(supports)
          from %1$I where grain = %3$s group by 2, 3, 4, 5, 6, 7, 8, 9
         order by 2, 3, 4, 5, 6, 7, 8, 9$sql$,
        scope.target, kept.grain, kept.source);
    end loop;
    execute format($sql$
      alter table %1$I add constraint pk_%1$s primary key (grain, cell_size, round_id,
        action_field_id, response_status, period, cell, municipality_id, district_id)
        include (proposals, supports);
      create index ix_%1$s_empty on %1$I (grain) where proposals = 0$sql$, scope.target);
  end loop;
end $$;
--;;
-- What the rollups must hold together with the waiting deltas: counted from the proposals alone.
create view rollup_recount as
  select s.scope, r.grain, r.cell_size,
         case when r.grain & 1 > 0 then p.round_id else 0 end as round_id,
         case when r.grain & 2 > 0 then p.action_field_id else 0 end as action_field_id,
         case when r.grain & 4 > 0 then response_code(p.response_status) else 0::smallint end
           as response_status,
         case when r.grain & 16 > 0 then to_char(p.created_day, 'YYYYMMDD')::int
              when r.grain & 8 > 0 then to_char(p.created_day, 'YYYYMM')::int else 0 end as period,
         s.cell, coalesce(p.municipality_id, 0) as municipality_id,
         coalesce(p.district_id, 0) as district_id,
         count(*)::int as proposals, sum(p.support_count)::int as supports
    from proposal p
   cross join lateral (values
     (0, 'public', (p.public_geom is not null)::int),
     (1000, 'public', hex_cell(ST_X(p.public_geom), ST_Y(p.public_geom), 1000)),
     (500, 'public', hex_cell(ST_X(p.public_geom), ST_Y(p.public_geom), 500)),
     (250, 'public', hex_cell(ST_X(p.public_geom), ST_Y(p.public_geom), 250)),
     (125, 'public', hex_cell(ST_X(p.public_geom), ST_Y(p.public_geom), 125)),
     (0, 'internal', (p.geom is not null)::int),
     (1000, 'internal', hex_cell(ST_X(p.geom), ST_Y(p.geom), 1000)),
     (500, 'internal', hex_cell(ST_X(p.geom), ST_Y(p.geom), 500)),
     (250, 'internal', hex_cell(ST_X(p.geom), ST_Y(p.geom), 250)),
     (125, 'internal', hex_cell(ST_X(p.geom), ST_Y(p.geom), 125))
   ) s (cell_size, scope, cell)
    join rollup_grain r on r.cell_size = s.cell_size
   where p.moderation_status = 'published' and s.cell is not null
   group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
--;;
-- What readers see: the rollups with the waiting deltas added in.
create view rollup_now as
  select scope, grain, cell_size, round_id, action_field_id, response_status, period, cell,
         municipality_id, district_id,
         sum(proposals)::int as proposals, sum(supports)::int as supports
    from (
      select 'public' as scope, * from rollup_public
      union all
      select 'internal', * from rollup_internal
      union all
      select c.scope, r.grain, r.cell_size,
             case when r.grain & 1 > 0 then d.round_id else 0 end,
             case when r.grain & 2 > 0 then d.action_field_id else 0 end,
             case when r.grain & 4 > 0 then d.response_status else 0::smallint end,
             case when r.grain & 16 > 0 then to_char(d.day, 'YYYYMMDD')::int
                  when r.grain & 8 > 0 then to_char(d.day, 'YYYYMM')::int else 0 end,
             c.cell, d.municipality_id, d.district_id, d.proposals, d.supports
        from rollup_delta d
       cross join lateral rollup_cells(d) c
        join rollup_grain r on r.cell_size = c.cell_size
    ) rows
   group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
  having sum(proposals) <> 0 or sum(supports) <> 0;
