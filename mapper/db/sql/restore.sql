-- New tables get the rights that default privileges give. A backup names the rights of each table
-- itself, so the defaults are put aside meanwhile.
create temp table kept_privileges on commit drop as
  select n.nspname, d.defaclobjtype = 'S' as sequences, a.privilege_type,
         a.grantee::regrole::text as grantee
    from pg_default_acl d
    join pg_namespace n on n.oid = d.defaclnamespace
   cross join lateral aclexplode(d.defaclacl) a
   where d.defaclrole = current_user::regrole and n.nspname in ('public', 'public_api')
--;;
create function pg_temp.default_privileges(statement text) returns void language plpgsql as $$
declare
  one record;
begin
  for one in select * from pg_temp.kept_privileges loop
    execute format(statement, one.nspname, one.privilege_type,
                   case when one.sequences then 'sequences' else 'tables' end, one.grantee);
  end loop;
end $$
--;;
-- Drop what is ours; extensions stay, for they may need more rights than we have to make anew.
create function pg_temp.empty_database() returns void language plpgsql as $$
declare
  ours oid[] := array(select oid from pg_namespace where nspname in ('public', 'public_api'));
  statement text;
begin
  foreach statement in array array(
    select format('drop %s if exists %s cascade',
                  case relkind when 'v' then 'view' when 'm' then 'materialized view'
                               else 'table' end, oid::regclass)
      from pg_class c where relnamespace = any (ours) and relkind in ('r', 'p', 'v', 'm')
       and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  ) loop
    execute statement;
  end loop;
  foreach statement in array array(
    select format('drop routine if exists %s cascade', oid::regprocedure)
      from pg_proc p where pronamespace = any (ours)
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  ) loop
    execute statement;
  end loop;
  foreach statement in array array(
    select format('drop text search configuration if exists %s cascade', oid::regconfig)
      from pg_ts_config where cfgnamespace = any (ours)
    union all
    select format('drop text search dictionary if exists %s cascade', oid::regdictionary)
      from pg_ts_dict where dictnamespace = any (ours)
  ) loop
    execute statement;
  end loop;
end $$
--;;
select pg_temp.check_alone()
--;;
select pg_temp.default_privileges('alter default privileges in schema %I revoke %s on %s from %s')
--;;
select pg_temp.empty_database()
