package dev.pgext.migrate.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlScriptTest {

  static List<Arguments> scripts() {
    return List.of(
        Arguments.of("", List.of()),
        Arguments.of(" ; ;; -- nothing\n /* at /* all */ */", List.of()),
        Arguments.of("SELECT 1", List.of("SELECT 1")),
        Arguments.of("SELECT 1;\n SELECT 2 ;", List.of("SELECT 1", "SELECT 2")),
        Arguments.of("SELECT ';', \";\"; SELECT 2", List.of("SELECT ';', \";\"", "SELECT 2")),
        Arguments.of("SELECT 'a''; b'; SELECT 2", List.of("SELECT 'a''; b'", "SELECT 2")),
        Arguments.of("SELECT '\\'; SELECT 2", List.of("SELECT '\\'", "SELECT 2")),
        Arguments.of("SELECT E'\\'; b'; SELECT 2", List.of("SELECT E'\\'; b'", "SELECT 2")),
        Arguments.of("SELECT e'a''\\';'; SELECT 2", List.of("SELECT e'a''\\';'", "SELECT 2")),
        Arguments.of("SELECT E'a'\n '\\';'; SELECT 2", List.of("SELECT E'a'\n '\\';'", "SELECT 2")),
        Arguments.of("SELECT nameE'x'", List.of("SELECT nameE'x'")),
        Arguments.of("SELECT $$;$$; SELECT 2", List.of("SELECT $$;$$", "SELECT 2")),
        Arguments.of("SELECT $a$;$$;$a$; SELECT 2", List.of("SELECT $a$;$$;$a$", "SELECT 2")),
        Arguments.of("SELECT a$b$; SELECT $1", List.of("SELECT a$b$", "SELECT $1")),
        Arguments.of("SELECT $ä_1$;$ä_1$", List.of("SELECT $ä_1$;$ä_1$")),
        Arguments.of(
            "/* a ; /* b ; */ ; */ SELECT 1 -- ;\n + 1; SELECT 2",
            List.of("SELECT 1 -- ;\n + 1", "SELECT 2")),
        Arguments.of(
            "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3",
            List.of("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT 3")),
        Arguments.of(
            "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1"
                + " END; SELECT 2; END; SELECT 3",
            List.of(
                "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN"
                    + " 1 END; SELECT 2; END",
                "SELECT 3")),
        Arguments.of(
            "create procedure p() begin atomic insert into t values (1); end; select 1",
            List.of("create procedure p() begin atomic insert into t values (1); end", "select 1")),
        Arguments.of("BEGIN; SELECT 1; END;", List.of("BEGIN", "SELECT 1", "END")),
        Arguments.of("\uFEFFSELECT 1", List.of("SELECT 1")),
        Arguments.of("\\restrict abc\nSELECT 1;\n\\unrestrict abc\n", List.of("SELECT 1")),
        Arguments.of(
            "COPY t TO STDOUT; COPY t FROM '/f'", List.of("COPY t TO STDOUT", "COPY t FROM '/f'")));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void aScriptIsCutWherePsqlCutsIt(String script, List<String> statements) {
    assertThat(SqlScript.split(script)).extracting(SqlStatement::text).isEqualTo(statements);
  }

  @Test
  void aStatementKnowsItsPlaceAndItsFirstWords() {
    List<SqlStatement> statements =
        SqlScript.split("-- first\n\nSELECT 1;\n  Create /* a */ Table T;");

    assertThat(statements).extracting(SqlStatement::offset).containsExactly(10, 22);
    assertThat(statements.get(1).words()).containsExactly("create", "table", "t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'a",
        "SELECT \"a",
        "SELECT $a$ $$",
        "/* /* */",
        "SELECT E'a\\'",
        "SELECT E'"
      })
  void whatIsNotClosedIsRefusedWithItsPlace(String script) {
    assertThatThrownBy(() -> SqlScript.split(script))
        .isInstanceOfSatisfying(
            ScriptException.class,
            fault -> assertThat(fault.offset()).isBetween(0, script.length() - 1))
        .hasMessageContaining("is not closed");
  }

  @Test
  void rowsForCopyAndCommandsOfPsqlAreRefused() {
    assertThatThrownBy(() -> SqlScript.split("SELECT 1;\nCOPY t (a, b) FROM stdin;\n1\t2\n\\.\n"))
        .hasMessageStartingWith("COPY … FROM stdin");
    assertThatThrownBy(() -> SqlScript.split("SELECT 1;\n\\i other.sql\n"))
        .hasMessageStartingWith("\\i is a command of psql");
    assertThatThrownBy(() -> SqlScript.split("SELECT 1 \\gset"))
        .hasMessageStartingWith("\\gset is a command of psql");
  }

  @ParameterizedTest
  @MethodSource("executions")
  void wordsTellHowAStatementGetsAlongWithTransactions(Execution expected, String sql) {
    assertThat(Execution.of(SqlScript.split(sql).get(0))).isEqualTo(expected);
  }

  static List<Arguments> executions() {
    return List.of(
        Arguments.of(Execution.INSIDE, "CREATE INDEX i ON t (a)"),
        Arguments.of(Execution.OUTSIDE, "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)"),
        Arguments.of(Execution.OUTSIDE, "drop index concurrently i"),
        Arguments.of(Execution.OUTSIDE, "REINDEX TABLE CONCURRENTLY t"),
        Arguments.of(Execution.OUTSIDE, "ALTER TABLE t DETACH PARTITION p CONCURRENTLY"),
        Arguments.of(Execution.INSIDE, "REFRESH MATERIALIZED VIEW CONCURRENTLY v"),
        Arguments.of(Execution.INSIDE, "CREATE TABLE t (concurrently int)"),
        Arguments.of(Execution.OUTSIDE, "VACUUM t"),
        Arguments.of(Execution.OUTSIDE, "ALTER SYSTEM SET work_mem = '4MB'"),
        Arguments.of(Execution.CONTROL, "COMMIT"),
        Arguments.of(Execution.BEFORE_COMMIT, "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok'"),
        Arguments.of(Execution.INSIDE, "(SELECT 1)"));
  }
}
