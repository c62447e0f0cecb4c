-- Tables for bench/run realtime: one for each kind of visibility.
CREATE ROLE bench_anon NOLOGIN;
CREATE ROLE bench_user NOLOGIN;
CREATE ROLE bench_login LOGIN NOINHERIT PASSWORD 'bench';
GRANT bench_anon, bench_user TO bench_login;
CREATE SCHEMA shop;
GRANT USAGE ON SCHEMA shop TO bench_anon, bench_user;

-- everybody sees everything
CREATE TABLE shop.shared (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, seq bigint, at bigint, body text);
-- decided by comparing a column with a claim array
CREATE TABLE shop.posts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, team int, at bigint, body text);
ALTER TABLE shop.posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY teams ON shop.posts FOR SELECT USING (team = ANY (ARRAY(
  SELECT jsonb_array_elements_text(current_setting('request.jwt.claims', true)::jsonb -> 'teams')::int)));
-- found by an equality filter
CREATE TABLE shop.owned (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id int, at bigint, body text);
-- needs SQL
CREATE TABLE shop.members (team int, subject text, PRIMARY KEY (team, subject));
INSERT INTO shop.members SELECT n / 10, 'u' || n FROM generate_series(0, 499) AS n;
CREATE TABLE shop.docs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, team int, at bigint, body text);
ALTER TABLE shop.docs ENABLE ROW LEVEL SECURITY;
CREATE POLICY members ON shop.docs FOR SELECT USING (EXISTS (
  SELECT FROM shop.members AS m WHERE m.team = docs.team
    AND m.subject = current_setting('request.jwt.claims', true)::jsonb ->> 'sub'));

GRANT SELECT ON ALL TABLES IN SCHEMA shop TO bench_user, bench_anon;
ALTER TABLE shop.shared REPLICA IDENTITY FULL;
ALTER TABLE shop.posts REPLICA IDENTITY FULL;
ALTER TABLE shop.owned REPLICA IDENTITY FULL;
ALTER TABLE shop.docs REPLICA IDENTITY FULL;
CREATE PUBLICATION pgext FOR TABLE shop.shared, shop.posts, shop.owned, shop.docs WITH (publish_via_partition_root = true);
CREATE FUNCTION shop.now_micros() RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint';
VACUUM ANALYZE;
