package dev.pgext.realtime.supabase;

import dev.pgext.error.ApiError;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.hub.SubscriptionListener;
import org.jspecify.annotations.Nullable;

/**
 * Hears what becomes of one binding's subscription.
 *
 * @param left where a binding was left that cannot go on there, but begins anew; null for all
 *     others
 */
record BindingListener(JoinedChannel channel, long binding, @Nullable Cursor left)
    implements SubscriptionListener {

  @Override
  public void live(Live live) {
    channel.live(binding, live.cursor());
    if (left != null && !left.equals(live.cursor())) {
      channel.missed();
    }
  }

  @Override
  public void stopped(ApiError error) {
    channel.stopped(error);
  }
}
