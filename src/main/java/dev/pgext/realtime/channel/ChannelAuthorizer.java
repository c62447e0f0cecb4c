package dev.pgext.realtime.channel;

import dev.pgext.realtime.visibility.Viewer;

/** Who may do what in a channel. Thread-safe; may ask the database. */
@FunctionalInterface
public interface ChannelAuthorizer {

  /**
   * What somebody may do there now.
   *
   * @throws dev.pgext.error.ApiException where the database cannot be asked, or a policy fails
   */
  Permissions permissions(ChannelName channel, Viewer viewer);
}
