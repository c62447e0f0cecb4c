package dev.pgext.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Requests that are almost valid: each begins as one of a corpus and is mutated, with a probe
 * somewhere in it. The same seed gives the same requests. Confined to a thread.
 */
final class HostileRequests {
  /** Occurs in no valid request, so that it is known again in SQL. */
  static final String PROBE = "zqx";

  private static final List<Call> CORPUS =
      List.of(
          Call.get("/books?select=id,title,authors(name)&id=gt.1&order=title.desc.nullslast"),
          Call.get("/books?tags=cs.{a,b}&data->>kind=eq.novel&limit=3&offset=1"),
          Call.get("/books?sold=ov.[1,9)&words=fts(english).cat&or=(id.eq.1,and(id.gt.2,id.lt.9))"),
          Call.get("/books?select=count:id.count(),author&title=ilike.*x*&id=in.(1,2,%223%22)"),
          Call.get("/books?title=match.%5Ea&published=lte.2026-01-01&price=not.is.null"),
          Call.get("/books?id=eq(any).{1,2}&select=data->a->0,alias:title::text"),
          Call.get("/authors?select=*,books!inner(*)&books.title=like.a*&mood=eq.happy"),
          Call.get("/authors?select=name,...books(title)&books.order=id&books.limit=2"),
          Call.get("/recent?title=eq.x").method("HEAD").with("Prefer: count=exact"),
          Call.get("/recent").with("Range: 0-3").with("Range-Unit: items").with("Accept: text/csv"),
          Call.get("/books").with("Accept: application/vnd.pgrst.object+json").with("Prefer: a=b"),
          Call.get("/books?id=eq.1")
              .with("Accept: application/vnd.pgrst.plan+json; options=verbose|settings"),
          Call.get("/books").with("Prefer: handling=strict, timezone=Europe/Rome, count=estimated"),
          Call.get("/rpc/add?a=1&b=2"),
          Call.get("/rpc/find?term=x&select=id,title&order=id"),
          Call.get("/rpc/join_words?words=a&words=b"),
          Call.post("/rpc/add", "{\"a\": 1, \"b\": 2}"),
          Call.post("/rpc/echo", "{\"any\": [\"thing\", 1.5, null]}"),
          Call.post("/authors?columns=name,mood", "[{\"name\": \"x\", \"mood\": \"ok\"}]")
              .with("Prefer: return=representation, missing=default"),
          Call.post(
                  "/books?on_conflict=id&select=id", "[{\"id\": 1, \"title\": \"x\"}, {\"id\": 2}]")
              .with("Prefer: resolution=merge-duplicates, return=representation"),
          Call.post("/books", "{\"id\": 7, \"tags\": [\"a\"], \"data\": {\"k\": 1}}")
              .with("Prefer: tx=rollback, return=headers-only"),
          new Call(
              "POST", "/authors", List.of("Content-Type: text/csv"), "name,mood\nx,ok\ny,NULL"),
          new Call(
              "POST",
              "/authors",
              List.of("Content-Type: application/x-www-form-urlencoded"),
              "name=x&mood=sad"),
          Call.post("/books?id=eq.1", "{\"title\": \"y\"}").method("PATCH"),
          Call.post("/books?id=eq.5", "{\"id\": 5, \"title\": \"z\"}").method("PUT"),
          Call.get("/books?id=eq.900&order=id&limit=1").method("DELETE"),
          Call.get("/").with("Accept: application/openapi+json"),
          Call.get("/books").method("OPTIONS").with("Origin: http://x.example"));

  private static final List<String> NASTY =
      List.of(
          PROBE,
          PROBE + "'",
          PROBE + "%22",
          "%27%3B" + PROBE + "--",
          PROBE + "%00",
          "%ff" + PROBE,
          "\"" + PROBE + "\"",
          "$$" + PROBE + "$$",
          "?" + PROBE + "??",
          "{" + PROBE + "}",
          "(" + PROBE + ",1)",
          "\\" + PROBE + "\\",
          "\u00e9\u20ac" + PROBE,
          "%F0%9F%98%80" + PROBE,
          "not.not.eq." + PROBE,
          "99999999999999999999" + PROBE,
          PROBE.repeat(40),
          "-1",
          "NaN",
          "null",
          "1e999",
          "[[[[",
          "))))",
          "{}",
          "*",
          "%",
          ":::",
          "->>->",
          "...",
          "!inner!left",
          "/*",
          ";",
          "*/" + PROBE + "--");

  private static final List<String> PIECES =
      List.of(
          ".",
          ",",
          "(",
          ")",
          "&",
          "=",
          "->",
          "->>",
          "::",
          ":",
          "!",
          "not.",
          "eq.",
          "in.(",
          "is.",
          "fts.",
          "and=(",
          "select=",
          "order=",
          "columns=",
          "on_conflict=",
          "limit=",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "\\",
          "%25",
          "+",
          ";",
          "q=",
          "count=",
          "\u0001",
          "\t");

  private final Random random;

  HostileRequests(long seed) {
    this.random = new Random(seed);
  }

  /** The next request. */
  Call next() {
    Call seed = pick(CORPUS);
    Call call = new Call(seed.method(), seed.target(), seed.headers(), seed.body());
    int mutations = 1 + random.nextInt(3);
    for (int i = 0; i < mutations; i++) {
      call = mutated(call);
    }
    return call;
  }

  private Call mutated(Call call) {
    int part = random.nextInt(10);
    if (part < 3 && !call.body().isEmpty()) {
      return new Call(call.method(), call.target(), call.headers(), text(call.body()));
    }
    if (part < 5 && !call.headers().isEmpty()) {
      return new Call(call.method(), call.target(), headers(call.headers()), call.body());
    }
    if (part == 5) {
      String added = PROBE + random.nextInt(3) + "=" + pick(List.of("eq.", "", "is.")) + PROBE;
      String mark = call.target().contains("?") ? "&" : "?";
      return new Call(call.method(), call.target() + mark + added, call.headers(), call.body());
    }
    return new Call(call.method(), "/" + target(call.target()), call.headers(), call.body());
  }

  /** What is behind the first slash, without what would end the request line. */
  private String target(String target) {
    return text(target.substring(1)).replaceAll("[ \\r\\n]", "%20");
  }

  private List<String> headers(List<String> headers) {
    List<String> mutated = new ArrayList<>(headers);
    int index = random.nextInt(headers.size());
    String[] parts = headers.get(index).split(": ", 2);
    mutated.set(index, parts[0] + ": " + text(parts[1]).replaceAll("[\\r\\n]", " "));
    return mutated;
  }

  private String text(String text) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + 1 + random.nextInt(6));
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, from) + text.substring(to);
      case 1 -> text.substring(0, to) + text.substring(from);
      case 2 -> text.substring(0, from) + pick(PIECES) + text.substring(from);
      case 3 -> text.substring(0, from) + pick(NASTY) + text.substring(to);
      case 4 -> value(text);
      default -> text.substring(0, from) + pick(NASTY) + text.substring(from);
    };
  }

  /** Replaces what stands behind an operator, an equals sign or a colon. */
  private String value(String text) {
    String[] parts = text.split("(?<=[.=:(,])");
    int index = random.nextInt(parts.length);
    String old = parts[index];
    String end = old.isEmpty() ? "" : old.substring(old.length() - 1);
    parts[index] = pick(NASTY) + (".=:(,".contains(end) ? end : "");
    return String.join("", parts);
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
