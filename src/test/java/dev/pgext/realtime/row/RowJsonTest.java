package dev.pgext.realtime.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.cdc.TableShape.Column;
import dev.pgext.realtime.cdc.TableShape.ReplicaIdentity;
import dev.pgext.realtime.cdc.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowJsonTest {
  private static final int USER = 20000;

  private static final Types TYPES =
      new Types(
          Stream.of(
                  type(16, "bool", 'b', 0, 0),
                  type(20, "int8", 'b', 0, 0),
                  type(25, "text", 'b', 0, 0),
                  type(114, "json", 'b', 0, 0),
                  type(603, "box", 'b', ';', 0, 0),
                  type(1020, "_box", 'b', ';', 603, 0),
                  type(1009, "_text", 'b', 25, 0),
                  type(1015, "_int8", 'b', 20, 0),
                  type(1082, "date", 'b', 0, 0),
                  type(1114, "timestamp", 'b', 0, 0),
                  type(1184, "timestamptz", 'b', 0, 0),
                  type(22, "int2vector", 'b', 20, 0),
                  type(1700, "numeric", 'b', 0, 0),
                  type(USER, "price", 'd', 0, 1700),
                  pair())
              .collect(Collectors.toMap(ValueType::oid, Function.identity())));

  private static ValueType type(int oid, String name, char kind, int element, int base) {
    return type(oid, name, kind, ',', element, base);
  }

  private static ValueType type(
      int oid, String name, char kind, char delimiter, int element, int base) {
    return new ValueType(oid, name, name, kind, delimiter, element, base, null, List.of());
  }

  private static ValueType pair() {
    List<ValueType.Field> fields =
        List.of(new ValueType.Field("a \"b\"", 25), new ValueType.Field("n", 1015));
    return new ValueType(USER + 1, "pair", "s.pair", 'c', ',', 0, 0, null, fields);
  }

  private static TableShape table(int... types) {
    List<Column> columns =
        java.util.Arrays.stream(types).mapToObj(type -> new Column("c", type, -1, false)).toList();
    return new TableShape(1, new QualifiedName("s", "t"), ReplicaIdentity.FULL, columns, 1);
  }

  private static String json(int type, @Nullable String text) {
    JsonBuffer out = new JsonBuffer(4);
    RowJson.of(TYPES, table(type), List.of(0)).write(Tuple.of(text), ExoticJson.NONE, out);
    String object = out.toString();
    assertThat(object).startsWith("{\"c\":").endsWith("}");
    return object.substring(5, object.length() - 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "16 | t | true",
        "16 | f | false",
        "20 | -9223372036854775808 | -9223372036854775808",
        "1700 | 1.00 | 1.00",
        "1700 | NaN | \"NaN\"",
        "20000 | -Infinity | \"-Infinity\"",
        "1082 | 0044-03-15 BC | \"0044-03-15 BC\"",
        "1114 | 2024-01-31 10:00:00.5 | \"2024-01-31T10:00:00.5\"",
        "1114 | 0044-03-15 10:00:00 BC | \"0044-03-15T10:00:00 BC\"",
        "1114 | -infinity | \"-infinity\"",
        "1184 | 2024-01-31 10:00:00+00 | \"2024-01-31T10:00:00+00:00\"",
        "1184 | 2024-01-31 10:00:00.123-03:30 | \"2024-01-31T10:00:00.123-03:30\"",
        "1184 | 1800-01-31 10:00:00+00:53:28 | \"1800-01-31T10:00:00+00:53:28\"",
        "1184 | 0044-03-15 10:00:00-05 BC | \"0044-03-15T10:00:00-05:00 BC\"",
        "1184 | infinity | \"infinity\"",
        "114 | {\"a\" :1} | {\"a\" :1}",
        "25 | a\"b\\c | \"a\\\"b\\\\c\"",
        "1015 | {1,NULL,3} | [1,null,3]",
        "1015 | [0:1]={1,2} | [1,2]",
        "1015 | {{1,2},{3,4}} | [[1,2],[3,4]]",
        "1015 | {} | []",
        "1009 | {\"\",\"NULL\",NULL,\"a \\\"\\\\b\",c} | [\"\",\"NULL\",null,\"a \\\"\\\\b\",\"c\"]",
        "1020 | {(1,1),(0,0);(2,2),(1,1)} | [\"(1,1),(0,0)\",\"(2,2),(1,1)\"]",
        "22 | 1 2 3 | [1,2,3]",
        "20001 | (,) | {\"a \\\"b\\\"\":null,\"n\":null}",
        "20001 | (\"x, \"\"y\"\"\",\"{1,2}\") | {\"a \\\"b\\\"\":\"x, \\\"y\\\"\",\"n\":[1,2]}",
        "20001 | (\"\",{}) | {\"a \\\"b\\\"\":\"\",\"n\":[]}",
        "99999 | of a dropped type | \"of a dropped type\"",
      })
  void aValuesTextBecomesTheJsonThatPostgresWouldMakeOfIt(int type, String text, String json) {
    assertThat(json(type, text)).isEqualTo(json);
  }

  @Test
  void nullIsNull() {
    assertThat(json(25, null)).isEqualTo("null");
  }

  @Test
  void controlCharactersAreEscapedAndTheRestIsUtf8() {
    assertThat(json(25, "\b\f\n\r\t\u0001\u001f\u007f é €"))
        .isEqualTo("\"\\b\\f\\n\\r\\t\\u0001\\u001f\u007f é €\"");
  }

  @Test
  void onlyTheColumnsAskedForAreWrittenInTheirOrder() {
    JsonBuffer out = new JsonBuffer(4);
    TableShape shape =
        new TableShape(
            1,
            new QualifiedName("s", "t"),
            ReplicaIdentity.FULL,
            Stream.of("a", "b", "c").map(name -> new Column(name, 20, -1, false)).toList(),
            1);
    RowJson.of(TYPES, shape, List.of(0, 2)).write(Tuple.of("1", "2", "3"), ExoticJson.NONE, out);
    assertThat(out).hasToString("{\"a\":1,\"c\":3}");
  }

  @Test
  void noColumnsAreAnEmptyObject() {
    JsonBuffer out = new JsonBuffer(4);
    RowJson.of(TYPES, table(), List.of()).write(Tuple.of(), ExoticJson.NONE, out);
    assertThat(out).hasToString("{}");
  }

  @Test
  void columnsAreNamedWithTheirTypes() {
    assertThat(RowJson.of(TYPES, table(1015, USER), List.of(0, 1)).columns())
        .containsExactly(
            new RowJson.ColumnType("c", "_int8"), new RowJson.ColumnType("c", "price"));
  }
}
