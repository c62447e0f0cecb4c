package dev.pgext.project.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.migrate.script.SqlScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CREATE FUNCTION f() RETURNS int | function | f | CREATE OR REPLACE FUNCTION f() RETURNS int",
        "create or  replace procedure Api . \"Do It\"() AS | procedure | Do It | create or  replace procedure Api . \"Do It\"() AS",
        "CREATE /* a */ TRIGGER t AFTER INSERT | trigger | t | CREATE OR REPLACE /* a */ TRIGGER t AFTER INSERT",
        "CREATE CONSTRAINT TRIGGER t AFTER | constraint trigger | t | CREATE CONSTRAINT TRIGGER t AFTER",
        "CREATE MATERIALIZED VIEW IF NOT EXISTS a.b AS | materialized view | b | CREATE MATERIALIZED VIEW IF NOT EXISTS a.b AS",
        "CREATE VIEW größe AS | view | größe | CREATE OR REPLACE VIEW größe AS",
      })
  void aCreationIsKnownByItsKindAndNameAndReplaces(
      String sql, String kind, String name, String replacing) {
    Creation creation = Creation.of(SqlScript.split(sql).get(0)).orElseThrow();

    assertThat(creation.kind()).isEqualTo(kind);
    assertThat(creation.name()).isEqualTo(name);
    String text =
        sql.substring(0, creation.insertion().at())
            + creation.insertion().words()
            + sql.substring(creation.insertion().at());
    assertThat(text).isEqualTo(replacing);
  }

  @ParameterizedTest
  @CsvSource({"CREATE TABLE function (id int)", "GRANT EXECUTE ON FUNCTION f TO a", "CREATE INDEX"})
  void otherStatementsMakeNothingThatIsKept(String sql) {
    assertThat(Creation.of(SqlScript.split(sql).get(0))).isEmpty();
  }

  @Test
  void onlySqlFilesCountAndHiddenOnesDoNot() {
    assertThat(FunctionSet.counts(java.nio.file.Path.of("tasks/a.sql"))).isTrue();
    assertThat(FunctionSet.counts(java.nio.file.Path.of(".old/a.sql"))).isFalse();
    assertThat(FunctionSet.counts(java.nio.file.Path.of(".a.sql"))).isFalse();
    assertThat(FunctionSet.counts(java.nio.file.Path.of("a.sql~"))).isFalse();
  }
}
