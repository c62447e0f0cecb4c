package dev.pgext.realtime.phoenix;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code phx_join} asks for.
 *
 * @param privateChannel whether policies decide who takes part
 * @param acknowledge whether each broadcast is answered
 * @param echo whether the sender gets its own broadcasts
 * @param replay which former messages to send first; null for none
 * @param presenceKey under which the client is seen; empty for one of its own
 * @param presence whether the client hears of presences
 * @param accessToken as whom, if not as whom the connection was opened
 * @see <a href="https://supabase.com/docs/guides/realtime/protocol">Supabase: Realtime protocol</a>
 */
public record JoinRequest(
    boolean privateChannel,
    boolean acknowledge,
    boolean echo,
    @Nullable ReplayRequest replay,
    String presenceKey,
    boolean presence,
    List<Binding> bindings,
    @Nullable String accessToken) {

  public JoinRequest {
    bindings = List.copyOf(bindings);
  }

  /**
   * {@code config.broadcast.replay}.
   *
   * @param since milliseconds since 1970
   * @param limit at most how many
   */
  public record ReplayRequest(long since, int limit) {}
}
