package dev.pgext.migrate.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlFaultTest {
  private static final SqlFault.Words WORDS =
      new SqlFault.Words("column \"b\" does not exist", "42703", "a detail", null, "in f()");

  @Test
  void aFaultShowsFileLineStatementCaretAndWhatPostgresSays() {
    Source source = new Source("migrations/V1__x.sql", "SELECT a,\n\tä b\nFROM t;\n");

    assertThat(SqlFault.at(source, 13, 0, WORDS).hinting("ours").render())
        .isEqualTo(
            """
            migrations/V1__x.sql:2:4: column "b" does not exist (SQLSTATE 42703)
                 1 | SELECT a,
                 2 | \tä b
                   | \t  ^
              detail: a detail
              hint: ours
              where: in f()""");
  }

  @Test
  void aLongLineIsShownAroundItsFault() {
    Source source = new Source("a.sql", "SELECT " + "1, ".repeat(200) + "b" + ", 1".repeat(200));

    String[] lines = SqlFault.at(source, 607, 0, WORDS).render().split("\n");

    assertThat(lines[1]).hasSizeLessThan(140);
    assertThat(lines[1].charAt(lines[2].indexOf('^'))).isEqualTo('b');
  }

  @Test
  void anOffsetBehindTheEndIsTheEnd() {
    assertThat(new Source("a.sql", "ab\nc").place(99)).isEqualTo(new Source.Place(2, 2, "c"));
  }
}
