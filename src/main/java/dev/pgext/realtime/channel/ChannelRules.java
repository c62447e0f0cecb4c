package dev.pgext.realtime.channel;

import dev.pgext.config.Config;
import dev.pgext.realtime.visibility.Viewer;
import java.util.function.Supplier;

/**
 * {@code realtime-allow} and {@code realtime-deny} come before policies: who they keep out of a
 * channel may do nothing in it, and everybody else may do everything in a public one.
 *
 * @param access asked for each time: a reload may change it
 * @param policies decides about private channels
 */
public record ChannelRules(Supplier<Config.Access> access, ChannelAuthorizer policies)
    implements ChannelAuthorizer {

  @Override
  public Permissions permissions(ChannelName channel, Viewer viewer) {
    if (!access.get().permitsChannel(viewer.role(), channel.name())) {
      return Permissions.NONE;
    }
    return channel.isPrivate() ? policies.permissions(channel, viewer) : Permissions.ALL;
  }
}
