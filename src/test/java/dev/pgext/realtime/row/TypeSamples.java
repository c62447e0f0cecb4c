package dev.pgext.realtime.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values of every type that a column can have, edges included. */
final class TypeSamples {
  /** Types of which no value can be written. */
  static final Set<String> WITHOUT_INPUT =
      Set.of(
          "gtsvector",
          "ghstore",
          "pg_node_tree",
          "pg_ndistinct",
          "pg_dependencies",
          "pg_mcv_list",
          "pg_brin_bloom_summary",
          "pg_brin_minmax_multi_summary");

  static final String USER_TYPES =
      """
      CREATE EXTENSION hstore;
      CREATE EXTENSION citext;
      CREATE TYPE mood AS ENUM ('sad', 'so so', 'say "hi"', '{,}');
      CREATE TYPE level AS ENUM ('low', 'high');
      CREATE FUNCTION level_json(level) RETURNS json LANGUAGE sql IMMUTABLE
        RETURN json_build_object('level', $1::text);
      CREATE CAST (level AS json) WITH FUNCTION level_json(level);
      CREATE TYPE floatrange AS RANGE (subtype = float8);
      CREATE TYPE pair AS (a int, dropped text, "b ""c" text, at timestamptz);
      ALTER TYPE pair DROP ATTRIBUTE dropped;
      CREATE TYPE nest AS (p pair, ps pair[], l level, h hstore);
      CREATE DOMAIN positive AS numeric CHECK (value > 0);
      CREATE DOMAIN pairs AS pair[];
      CREATE TYPE bag AS (ps pairs, p pair, r tstzrange[]);
      """;

  private static final String TEXTS =
      "|a|NULL|null| x y |a\"b\\c'd|{1,2}|(1,2)|é € \uD83D\uDE00|line\nbreak\ttab|\u0001\u001f\u007f";

  private static final Map<String, String> SAMPLES =
      Map.ofEntries(
          Map.entry("bool", "t|f"),
          Map.entry("bytea", "|\\x00ff|\\x5c22"),
          Map.entry("char", "a|\"|\\|,|\\351|"),
          Map.entry("name", TEXTS),
          Map.entry("text", TEXTS),
          Map.entry("varchar", TEXTS),
          Map.entry("bpchar", TEXTS),
          Map.entry("citext", TEXTS),
          Map.entry("refcursor", TEXTS),
          Map.entry("int2", "0|-32768|32767"),
          Map.entry("int4", "0|-2147483648|2147483647"),
          Map.entry("int8", "0|-9223372036854775808|9223372036854775807"),
          Map.entry("int2vector", "|1|1 -2 3"),
          Map.entry("oidvector", "|1|1 2 4294967295"),
          Map.entry("oid", "0|4294967295"),
          Map.entry("tid", "(0,1)|(4294967295,65535)"),
          Map.entry("xid", "0|4294967295"),
          Map.entry("xid8", "0|18446744073709551615"),
          Map.entry("cid", "0|4294967295"),
          Map.entry("regproc", "now|pg_catalog.json_in|shout|0"),
          Map.entry("regprocedure", "now()|shout(text)|substring(text,integer)"),
          Map.entry("regoper", "||/"),
          Map.entry("regoperator", "+(integer,integer)|*(integer,integer)"),
          Map.entry("regclass", "pg_class|watched|other.\"Odd Name\"|12345678"),
          Map.entry("regtype", "int4|mood|other.thing|timestamp with time zone"),
          Map.entry("regrole", "postgres|0"),
          Map.entry("regnamespace", "public|pg_catalog"),
          Map.entry("regconfig", "english|simple"),
          Map.entry("regdictionary", "simple|english_stem"),
          Map.entry("regcollation", "\"C\"|\"POSIX\""),
          Map.entry("json", "{\"a\" : 1, \"a\":  [1.0,1.00]}|null|\"x\\u00e9\"| [ ] |{}"),
          Map.entry("jsonb", "{\"b\" : 1, \"a\":[1.0,1.00, null]}|null|\"x\\\"y\"|[]|{}|1e3"),
          Map.entry("jsonpath", "$.a[*] ? (@ > \"x\")|lax $"),
          Map.entry("xml", "<a b=\"c\">d</a>|x"),
          Map.entry("point", "(1,2)|(-1.5,1e300)|(NaN,Infinity)"),
          Map.entry("lseg", "[(1,2),(3,4)]"),
          Map.entry("path", "[(1,2),(3,4)]|((1,2),(3,4))"),
          Map.entry("box", "(3,4),(1,2)"),
          Map.entry("polygon", "((1,2),(3,4),(5,6))"),
          Map.entry("line", "{1,2,3}"),
          Map.entry("circle", "<(1,2),3>"),
          Map.entry("float4", "0|-0|1.1|1e-37|3.4028235e38|NaN|Infinity|-Infinity|16777216"),
          Map.entry(
              "float8", "0|-0|0.1|1e15|1e16|1e-5|1.7976931348623157e308|5e-324|NaN|-Infinity"),
          Map.entry("numeric", "0|-0.00|1.0|1.00|1e40|0.000000000000000001|NaN|Infinity|-Infinity"),
          Map.entry("money", "0|-1234.56|92233720368547758.07"),
          Map.entry("macaddr", "08:00:2b:01:02:03"),
          Map.entry("macaddr8", "08:00:2b:01:02:03:04:05"),
          Map.entry("inet", "10.0.0.1|10.0.0.1/8|::1|2001:db8::/32"),
          Map.entry("cidr", "10.0.0.0/8|::1/128"),
          Map.entry("aclitem", "postgres=arwdDxt/postgres|=r/postgres"),
          Map.entry("date", "2024-02-29|0044-03-15 BC|12345-01-01|infinity|-infinity"),
          Map.entry("time", "00:00|24:00|12:34:56.7|12:34:56.789012"),
          Map.entry("timetz", "00:00+00|12:34:56.7-03:30|12:00+05:30:15"),
          Map.entry(
              "timestamp",
              "2024-02-29 12:34:56|2024-02-29 12:34:56.7|0044-03-15 10:00 BC|12345-01-01|infinity"
                  + "|-infinity|1999-12-31 23:59:59.999999"),
          Map.entry(
              "timestamptz",
              "2024-02-29 12:34:56+00|2024-08-01 12:34:56.7Z|0044-03-15 10:00 BC|1800-01-01"
                  + "|infinity|-infinity|12345-01-01"),
          Map.entry("interval", "0|1 year 2 mons -3 days 04:05:06.7|-00:00:01|1 day"),
          Map.entry("bit", "1|0"),
          Map.entry("varbit", "101||0"),
          Map.entry("uuid", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"),
          Map.entry("pg_lsn", "16/B374D848|0/0"),
          Map.entry("tsvector", "a:1A 'b c':2,3B|"),
          Map.entry("tsquery", "a & !'b c':*A|"),
          Map.entry("txid_snapshot", "10:20:10,14,15"),
          Map.entry("pg_snapshot", "10:20:10,14,15"),
          Map.entry("int4range", "empty|[1,5)|(,)|[3,)"),
          Map.entry("int8range", "empty|[1,5)|(,9223372036854775807)"),
          Map.entry("numrange", "empty|[1.0,5.00]|(,NaN)"),
          Map.entry("tsrange", "[2024-01-01 10:00,infinity]|empty"),
          Map.entry("tstzrange", "[2024-01-01 10:00Z,2024-08-01 10:00Z)|(,)"),
          Map.entry("daterange", "[2024-01-01,2024-08-01)|[,infinity)"),
          Map.entry("int4multirange", "{}|{[1,5),[7,9)}"),
          Map.entry("int8multirange", "{}|{[1,5)}"),
          Map.entry("nummultirange", "{[1.0,5.00],(7,)}"),
          Map.entry("tsmultirange", "{[2024-01-01 10:00,2024-01-01 11:00]}"),
          Map.entry("tstzmultirange", "{[2024-01-01 10:00Z,2024-08-01 10:00Z)}"),
          Map.entry("datemultirange", "{[2024-01-01,2024-08-01)}"),
          Map.entry("hstore", "|a=>1, \"b c\"=>NULL, d=>\"say \\\"x\\\"\""),
          Map.entry("mood", "sad|so so|say \"hi\"|{,}"),
          Map.entry("level", "low|high"),
          Map.entry("floatrange", "[0.1,1e16)|empty"),
          Map.entry("floatmultirange", "{[0.1,1e16)}"),
          Map.entry(
              "pair", "(,,)|(1,\"x \"\"y\"\", (z)\",\"2024-02-29 12:34:56+00\")|(2,\"\",infinity)"),
          Map.entry(
              "nest",
              "(,,,)|(\"(1,\"\"a b\"\",)\",\"{\"\"(1,x,)\"\",NULL}\",low,\"\"\"a\"\"=>\"\"1\"\"\")"),
          Map.entry("positive", "1.50|NaN"),
          Map.entry("bag", "({},,)|(\"{\"\"(1,x,)\"\",NULL}\",\"(1,x,)\",\"{empty}\")"));

  private TypeSamples() {}

  /** The samples of a type; the test has none for an unknown one. */
  static List<String> of(String type) {
    String samples = SAMPLES.get(type);
    if (samples == null) {
      throw new AssertionError("no samples of type " + type);
    }
    return type.equals("regoper") ? List.of(samples) : new ArrayList<>(split(samples));
  }

  private static List<String> split(String samples) {
    return List.of(samples.split("\\|", -1));
  }
}
