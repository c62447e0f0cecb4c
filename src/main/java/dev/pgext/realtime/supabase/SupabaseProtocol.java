package dev.pgext.realtime.supabase;

import dev.pgext.error.RealtimeError;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.hub.Handshake;
import dev.pgext.realtime.hub.Session;
import dev.pgext.realtime.hub.SocketHandler;
import dev.pgext.realtime.hub.SocketProtocol;
import dev.pgext.realtime.phoenix.Vsn;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Supabase Realtime's protocol, for {@code /realtime/v1/websocket}. Thread-safe.
 *
 * @see <a href="https://supabase.com/docs/guides/realtime/protocol">Supabase: Realtime protocol</a>
 */
public final class SupabaseProtocol implements SocketProtocol {
  private final SupabaseServices services;
  private final Tokens tokens;
  private final ColumnTypes types;
  private final Replays replays;
  private final ResumePoints points;
  private final ConcurrentMap<String, Conversation> named = new ConcurrentHashMap<>();

  public SupabaseProtocol(SupabaseServices services) {
    this.services = services;
    this.tokens = new Tokens(services.authenticator());
    this.types = new ColumnTypes(services.types());
    this.replays = new Replays(services.database());
    this.points = new ResumePoints(services.retention());
  }

  @Override
  public SocketHandler open(Session session, Handshake handshake) {
    Vsn vsn =
        Vsn.parse(handshake.parameter("vsn"))
            .orElseThrow(() -> new RealtimeError.BadMessage("vsn is 1.0.0 or 2.0.0").asException());
    ApiKey key = ApiKey.of(handshake);
    tokens.identify(key.token());
    String name = handshake.parameter("session");
    Conversation conversation = new Conversation(this, session, vsn, key, resumed(name));
    if (name != null) {
      Conversation before = named.put(name, conversation);
      if (before != null) {
        before.replaced();
      }
    }
    return conversation;
  }

  /** Finds out how far the clients have come that may come back. Waits for the dispatcher. */
  public void confirm() {
    Map<Session, Conversation> open = new HashMap<>();
    named.values().forEach(conversation -> open.put(conversation.session(), conversation));
    if (!open.isEmpty()) {
      confirm(open, services.subscriptions().reached(open.keySet()));
    }
  }

  /** A bug in one conversation is raised when all others have been asked. */
  private static void confirm(Map<Session, Conversation> open, Map<Session, Cursor> reached) {
    RuntimeException bug = null;
    for (Map.Entry<Session, Conversation> entry : open.entrySet()) {
      try {
        entry.getValue().confirm(reached.get(entry.getKey()));
      } catch (RuntimeException e) {
        bug = e;
      }
    }
    if (bug != null) {
      throw bug;
    }
  }

  /** What a client left behind that comes back, also where its old socket is still open. */
  private ResumePoint resumed(@Nullable String name) {
    if (name == null) {
      return ResumePoint.NOWHERE;
    }
    Conversation before = named.get(name);
    ResumePoint left = before == null ? points.find(name) : before.point();
    return left == null ? new ResumePoint(name) : left.continued();
  }

  void closed(Conversation conversation) {
    ResumePoint point = conversation.point();
    String name = point.session();
    if (name != null && conversation.equals(named.get(name))) {
      // Kept first: its client may be back between the two.
      points.keep(name, point);
      named.remove(name, conversation);
    }
  }

  SupabaseServices services() {
    return services;
  }

  Tokens tokens() {
    return tokens;
  }

  ColumnTypes types() {
    return types;
  }

  Replays replays() {
    return replays;
  }
}
