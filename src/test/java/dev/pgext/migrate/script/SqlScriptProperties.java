package dev.pgext.migrate.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SqlScriptProperties {
  private static final String[] PIECES = {
    "'",
    "\"",
    "$$",
    "$a$",
    ";",
    "(",
    ")",
    "--",
    "/*",
    "*/",
    "\n",
    " ",
    "E'",
    "\\",
    "begin",
    "atomic",
    "end",
    "case",
    "create",
    "function",
    "copy",
    "from",
    "stdin",
    "a",
    "1",
    "ä",
    "\uD83D\uDE00",
    "''"
  };

  @Property(tries = 2000)
  void anyTextIsCutOrRefusedWithAPlaceInside(@ForAll("texts") String text) {
    try {
      for (SqlStatement statement : SqlScript.split(text)) {
        assertThat(text).startsWith("").contains(statement.text());
        assertThat(text.substring(statement.offset())).startsWith(statement.text());
        assertThat(statement.text()).isNotBlank();
      }
    } catch (ScriptException fault) {
      assertThat(fault.offset()).isBetween(0, text.length());
    }
  }

  @Property(tries = 500)
  void statementsThatAreJoinedAreCutAgain(@ForAll("statements") List<String> statements) {
    String script = statements.stream().collect(Collectors.joining(";\n-- ; '\n"));

    assertThat(SqlScript.split(script)).extracting(SqlStatement::text).isEqualTo(statements);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(PIECES).list().ofMaxSize(40).map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<List<String>> statements() {
    return Arbitraries.of(
            "SELECT ';'",
            "SELECT E'\\';'",
            "DO $x$ BEGIN PERFORM 1; END $x$",
            "SELECT /* ; /* ; */ */ 1",
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END",
            "SELECT \"a;b\"",
            "BEGIN",
            "INSERT INTO t VALUES ('it''s;')")
        .list()
        .ofMaxSize(12);
  }
}
