package dev.pgext.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.pg.QualifiedName;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPatternTest {

  @Test
  void everythingIsAllowedByDefault() {
    Config.Access access = Config.defaults().realtime().access();
    assertThat(access.permitsTable("anon", new QualifiedName("public", "tasks"))).isTrue();
    assertThat(access.permitsChannel("anon", "room:1")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "anon:public.*, anon, public, tasks, true",
    "anon:public.*, web, public, tasks, false",
    "anon:public.*, anon, private, tasks, false",
    "*:public.task_*, web, public, task_items, true",
    "*:public.task_*, web, public, tasks, false",
    "*:*.*, web, odd.schema, t, true",
    "*:public.a.b, web, public, a.b, true",
    "*:public.a.b, web, public, axb, false",
    "*:#*, web, public, tasks, false",
  })
  void coversTables(String pattern, String role, String schema, String table, boolean covered) {
    assertThat(
            AccessPattern.parse("k", pattern).coversTable(role, new QualifiedName(schema, table)))
        .isEqualTo(covered);
  }

  @ParameterizedTest
  @CsvSource({
    "anon:#room:*, anon, room:1, true",
    "anon:#room:*, anon, lobby, false",
    "*:#*, anon, '', true",
    "*:#a*c, anon, abbc, true",
    "*:*.*, anon, a.b, false",
  })
  void coversChannels(String pattern, String role, String channel, boolean covered) {
    assertThat(AccessPattern.parse("k", pattern).coversChannel(role, channel)).isEqualTo(covered);
  }

  @Test
  void denyPrevails() {
    Config.Access access =
        Config.of(Map.of("realtime-allow", "*:public.*", "realtime-deny", "anon:*.audit"))
            .realtime()
            .access();
    assertThat(access.permitsTable("web", new QualifiedName("public", "audit"))).isTrue();
    assertThat(access.permitsTable("anon", new QualifiedName("public", "audit"))).isFalse();
    assertThat(access.permitsChannel("web", "room")).isFalse();
  }
}
