package dev.pgext.realtime.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pgext.queue}, where logical replication cannot be had. */
class QueueTriggersIT {

  private static final String EVERY_TYPE =
      """
      CREATE TYPE mood AS ENUM ('sad', 'it''s ok');
      CREATE TYPE pair AS (a int, b text);
      CREATE DOMAIN short AS varchar(5);
      CREATE TABLE t (
        id int PRIMARY KEY, b bool, c "char", n char(6), v varchar, x bytea, i2 int2, i8 int8, f4 float4,
        f8 float8, d numeric, m money, dt date, tm time, tz timetz, ts timestamp, tt timestamptz,
        iv interval, u uuid, j json, jb jsonb, ip inet, ci cidr, mc macaddr, bt bit(3), vb varbit,
        p point, l lseg, bx box, tv tsvector, tq tsquery, r int4range, mr int4multirange, e mood,
        pr pair, s short, ia int[], ta text[], aa pair[], o oid, rc regclass, ls pg_lsn, xm xml,
        gen int GENERATED ALWAYS AS (id * 2) STORED);
      INSERT INTO t VALUES (
        1, true, 'x', 'ab', 'a,"b"\\ (c)', '\\x00ff', 1, 2, 'NaN', 0.1, 'Infinity'::float8::numeric,
        '1.50', '2024-02-29', '12:00:01.5', '12:00+02', '2024-01-01 00:00:01', '2024-06-01 12:00+00',
        '1 year 2 days 03:00:00.5', '7d1b3a2e-8f7c-4c5e-9a55-0d2f3c4b5a69', '{"a" : 1.0, "a": 2}',
        '{"a": 1.0}', '10.0.0.1/24', '10.0.0.0/24', '08:00:2b:01:02:03', '101', '10101', '(1,2)',
        '[(1,2),(3,4)]', '(1,1),(0,0)', 'a:1 b', 'a & b', '[1,5)', '{[1,2),[4,5)}', 'it''s ok',
        '(1,"a ""b"", c")', 'abc', '[0:1]={1,NULL}', '{a,NULL,"NULL",""}', '{"(1,x)"}', 5, 'pg_class',
        '16/B374D848', '<a>1</a>');
      """;

  private static final String PLAIN =
      "SET datestyle = 'ISO, MDY'; SET intervalstyle = 'postgres'; SET extra_float_digits = 1;"
          + " SET bytea_output = 'hex'; SET timezone = 'UTC'; SET search_path = pg_catalog;";

  private static final String ODD =
      "SET datestyle = 'ISO, DMY'; SET intervalstyle = 'iso_8601'; SET extra_float_digits = -10;"
          + " SET bytea_output = 'escape'; SET timezone = 'Asia/Kolkata'; SET search_path = public;";

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void rowsAreTextWhoeverWritesThem(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.on(version)) {
      sandbox.run("SET timezone = 'UTC'");
      new Installer().install(sandbox.superuser(), "pgext");
      sandbox.run(EVERY_TYPE.replace("'Infinity'::float8::numeric", "'NaN'"));
      sandbox.run(
          "ALTER TABLE t DROP COLUMN c; SELECT pgext.use_source('queue'), pgext.watch('t')");
      sandbox.run(ODD + " UPDATE public.t SET i8 = 3; DELETE FROM public.t WHERE id = 1");
      sandbox.run("BEGIN; " + PLAIN);

      sandbox.run(
          "CREATE TABLE public.again AS SELECT (new_row::public.t).* FROM pgext.queue WHERE op = 'U'");
      assertThat(sandbox.query("SELECT a::text FROM public.again AS a"))
          .isEqualTo(sandbox.query("SELECT new_row FROM pgext.queue WHERE op = 'U'"));
      assertThat(sandbox.query("SELECT old_row FROM pgext.queue WHERE op = 'D'"))
          .isEqualTo(sandbox.query("SELECT new_row FROM pgext.queue WHERE op = 'U'"));
      assertThat(
              sandbox.query(
                  "SELECT concat_ws(' ', op, relid::regclass, attnums IS NULL, attnums[2:3]::text,"
                      + " array_length(attnums, 1), old_row IS NULL, new_row IS NULL)"
                      + " FROM pgext.queue WHERE op <> 'M' ORDER BY id"))
          .containsExactly("U public.t f {2,4} 43 f f", "D public.t f {2,4} 43 f t");
      sandbox.run("ROLLBACK");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void everyKindOfChangeAndMessageIsQueuedInItsOrder(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      String web = sandbox.role("web");
      sandbox.run("SELECT pgext.use_source('queue'); CREATE TABLE t (id int PRIMARY KEY)");
      sandbox.run("SELECT pgext.watch('t'); GRANT ALL ON t TO " + web);
      sandbox.run("TRUNCATE pgext.queue");
      sandbox.runAs(
          web,
          "BEGIN; INSERT INTO t VALUES (1); UPDATE t SET id = 2; SELECT pgext.emit('c', 'e', '{}');"
              + " DELETE FROM t; TRUNCATE t; COMMIT");
      sandbox.run("BEGIN; INSERT INTO t VALUES (1); ROLLBACK");

      assertThat(
              sandbox.query(
                  "SELECT concat_ws(' ', op, relid::regclass, old_row, new_row, prefix)"
                      + " FROM pgext.queue ORDER BY id"))
          .containsExactly("I t (1)", "U t (1) (2)", "M pgext.broadcast", "D t (2)", "T t");
      assertThat(sandbox.query("SELECT DISTINCT xid::text FROM pgext.queue")).hasSize(1);
      assertThat(sandbox.query("SELECT source FROM pgext.watched")).containsExactly("queue");
      sandbox.run("SELECT pgext.unwatch('t'); TRUNCATE pgext.queue; INSERT INTO t VALUES (3)");
      assertThat(sandbox.query("SELECT op FROM pgext.queue")).isEmpty();
      assertThat(sandbox.query("SELECT * FROM pgext.watched")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void watchedTablesFollowTheSource(int version) throws SQLException {
    try (Sandbox sandbox = Sandbox.installed(version)) {
      sandbox.run(
          "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE p (id int) PARTITION BY LIST (id);"
              + " CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);"
              + " SELECT pgext.watch('t'), pgext.watch('p')");
      assertThat(sandbox.query("SELECT problem FROM pgext.use_source('queue')")).isEmpty();
      assertThat(sandbox.query("SELECT relation || ' ' || source FROM pgext.watched ORDER BY 1"))
          .containsExactly("p queue", "t queue");
      sandbox.run("TRUNCATE pgext.queue; INSERT INTO p VALUES (1)");
      assertThat(sandbox.query("SELECT op::text || ' ' || relid::regclass FROM pgext.queue"))
          .containsExactly("I p1");
      assertThat(sandbox.query("SELECT problem FROM pgext.use_source('wal')")).isEmpty();
      assertThat(sandbox.query("SELECT relation || ' ' || source FROM pgext.watched ORDER BY 1"))
          .containsExactly("p publication", "t publication");
      assertThat(sandbox.query("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgext%'"))
          .isEmpty();
    }
  }
}
