-- One snapshot for all that follows, and names written with their schemas.
set transaction isolation level repeatable read, read only
