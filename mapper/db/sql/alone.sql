-- Nobody else may be at work: what they were told is stored would be gone.
create function pg_temp.check_alone() returns void language plpgsql as $$
declare
  others int;
begin
  -- A connection that its user has closed is listed a moment longer.
  for look in 1..10 loop
    perform pg_stat_clear_snapshot();
    select count(*) into others from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()
       and backend_type = 'client backend';
    exit when others = 0;
    perform pg_sleep(0.1);
  end loop;
  if others > 0 then
    raise exception 'the database is in use by % other connections; end the app first', others;
  end if;
end $$
