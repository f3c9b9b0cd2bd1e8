select pg_temp.default_privileges('alter default privileges in schema %I grant %s on %s to %s')
--;;
select pg_temp.check_alone()
--;;
commit
