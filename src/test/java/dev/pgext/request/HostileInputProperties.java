package dev.pgext.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.error.ApiException;
import dev.pgext.request.combinator.Parser;
import dev.pgext.request.combinator.Source;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes, parsing ends in an answer, and its cost grows with the length only. */
class HostileInputProperties {
  private static final int LONG = 60_000;

  /** How often a character may be looked at: once for each of the alternatives it could begin. */
  private static final int READS_PER_CHARACTER = 60;

  private static final List<Parser<?>> GRAMMARS =
      List.of(
          SelectGrammar.ITEMS,
          OrderGrammar.TERMS,
          LogicGrammar.TREE,
          FilterGrammar.CONDITION,
          FieldGrammar.COLUMNS);

  private final RequestParser parser = Requests.parser(Map.of());

  @Property(tries = 2000)
  void anyQueryIsParsedOrRefused(
      @ForAll("names") String name,
      @ForAll("texts") String value,
      @ForAll("methods") String method) {
    assertAnswered(method, "/t?" + name + "=" + encoded(value), "[]");
    assertAnswered(method, "/rpc/f?" + name + "=" + encoded(value), "{}");
    assertAnswered(method, "/t?" + encoded(value) + "=" + encoded(value), "{}");
  }

  @Property(tries = 1000)
  void anyRawTargetIsParsedOrRefused(@ForAll("methods") String method, @ForAll String target) {
    assertAnswered(method, "/" + target, "");
  }

  @Property(tries = 1000)
  void anyBodyAndHeaderIsParsedOrRefused(
      @ForAll("types") String type, @ForAll("texts") String body, @ForAll("texts") String header) {
    String[] headers = {
      "Content-Type", type, "Accept", header, "Prefer", header, "Range", header, "Cookie", header
    };
    assertAnswered("POST", "/t", body, headers);
    assertAnswered("POST", "/rpc/f", body, headers);
    assertAnswered("GET", "/t", body, headers);
    assertAnswered("POST", "/t", body, "Content-Type", header);
  }

  @Property(tries = 300)
  void longTextsCostNoMoreThanTheirLength(@ForAll("texts") String pattern) {
    String text = repeated(pattern);
    for (Parser<?> grammar : GRAMMARS) {
      Source source = new Source(text, "text", 100);
      try {
        source.read(grammar);
      } catch (ApiException e) {
        assertThat(e).hasMessage("The text is nested too deeply");
      }
      assertThat(source.reads()).isLessThan(READS_PER_CHARACTER * (long) LONG);
    }
  }

  @Example
  void longListsCostNoMoreThanTheirLength() {
    assertCheap(SelectGrammar.ITEMS, "", "al:column_name->x->>1::text.sum()::int,");
    assertCheap(SelectGrammar.ITEMS, "", "...rel!hint!inner(a,b:c),");
    assertCheap(OrderGrammar.TERMS, "", "rel(column).desc.nullslast,column->x.asc,");
    assertCheap(FilterGrammar.CONDITION, "in.(", "\"a\\\"b\",c\"d,");
    assertCheap(LogicGrammar.TREE, "or(", "a.eq.1,b.eq.{1,2},not.or(c.in.(1,\"2\"),d.is.null),");
    assertCheap(FieldGrammar.COLUMNS, "", "a-b-c , \"d\",");
  }

  private static void assertCheap(Parser<?> grammar, String start, String pattern) {
    Source source = new Source(start + repeated(pattern), "text", 2);
    source.read(grammar);
    assertThat(source.reads()).isLessThan(READS_PER_CHARACTER * (long) LONG);
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> token =
        Arbitraries.of(
            "a",
            "id",
            "count",
            "sum()",
            "count()",
            "not.",
            "and",
            "or",
            "eq",
            "in.",
            "is.",
            "fts",
            "(",
            ")",
            ",",
            ".",
            ":",
            "::",
            "->",
            "->>",
            "-",
            "!",
            "\"",
            "\\",
            "...",
            "*",
            "{",
            "}",
            " ",
            "\t",
            "\n",
            "1",
            "-1",
            "asc",
            "desc",
            "nullsfirst",
            "null",
            "é",
            "😀",
            "\0",
            "%",
            "=",
            "&",
            ";",
            "[",
            "]",
            "\r\n",
            ";q=",
            "for=",
            "/",
            "limit");
    return token.list().ofMaxSize(30).map(tokens -> String.join("", tokens));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        "select",
        "order",
        "a.order",
        "and",
        "a.not.or",
        "columns",
        "on_conflict",
        "limit",
        "offset",
        "a.offset",
        "id",
        "a.b->c",
        "\"",
        "");
  }

  @Provide
  Arbitrary<String> methods() {
    return Arbitraries.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ODD");
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of(
        "application/json", "text/csv", "application/x-www-form-urlencoded", "text/plain");
  }

  private void assertAnswered(String method, String target, String body, String... headers) {
    try {
      assertThat(parser.parse(Requests.request(method, target, body, headers))).isNotNull();
    } catch (ApiException e) {
      assertThat(e.error().status()).isBetween(400, 499);
      assertThat(e.error().message()).isNotBlank();
    }
  }

  private static String repeated(String pattern) {
    return pattern.isEmpty()
        ? " ".repeat(LONG)
        : pattern.repeat(LONG / pattern.length() + 1).substring(0, LONG);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
