-- The casts that PostgreSQL applies unasked.
select castsource as source, casttarget as target
from pg_cast
where castcontext = 'i'
