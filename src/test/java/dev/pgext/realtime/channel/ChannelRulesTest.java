package dev.pgext.realtime.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.AccessPattern;
import dev.pgext.config.Config;
import dev.pgext.realtime.visibility.Viewer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelRulesTest {
  private static final Permissions BY_POLICY = new Permissions(true, false, false, false);
  private static final Viewer ANONYMOUS = new Viewer("anon", "{}");
  private static final Viewer USER = new Viewer("authenticated", "{}");

  private final ChannelRules rules =
      new ChannelRules(
          () ->
              new Config.Access(
                  List.of(
                      new AccessPattern.Channels("*", "room-*"),
                      new AccessPattern.Channels("authenticated", "*")),
                  List.of(new AccessPattern.Channels("*", "room-0"))),
          (channel, viewer) -> BY_POLICY);

  @Test
  void policiesDecideAboutPrivateChannelsOnly() {
    assertThat(rules.permissions(new ChannelName("room-1", false), ANONYMOUS))
        .isEqualTo(Permissions.ALL);
    assertThat(rules.permissions(new ChannelName("room-1", true), ANONYMOUS)).isEqualTo(BY_POLICY);
  }

  @Test
  void whatNoPatternCoversIsForbidden() {
    assertThat(rules.permissions(new ChannelName("hall", false), ANONYMOUS))
        .isEqualTo(Permissions.NONE);
    assertThat(rules.permissions(new ChannelName("hall", false), USER)).isEqualTo(Permissions.ALL);
  }

  @Test
  void whatIsDeniedIsForbiddenToEverybody() {
    assertThat(rules.permissions(new ChannelName("room-0", true), USER))
        .isEqualTo(Permissions.NONE);
  }
}
