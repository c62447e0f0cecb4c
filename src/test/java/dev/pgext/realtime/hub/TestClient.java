package dev.pgext.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.error.ApiError;
import dev.pgext.realtime.cdc.Change;
import dev.pgext.realtime.cdc.Cursor;
import dev.pgext.realtime.cdc.TableShape;
import dev.pgext.realtime.hub.SubscriptionRequest.Transitions;
import dev.pgext.realtime.visibility.Viewer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client with a socket of its own. */
final class TestClient {
  private final Hub hub;
  final TestWire wire;
  final Socket socket;
  private final String role;
  private final Semaphore settled = new Semaphore(0);

  TestClient(Hub hub, String role, Config.Connections limits) {
    this.hub = hub;
    this.role = role;
    this.wire = new TestWire();
    this.socket = new Socket("s", wire, limits, new Traffic());
    wire.socket = socket;
  }

  Subscription subscribe(String table) {
    return subscribe(table, null, false);
  }

  Subscription subscribe(@Nullable String table, @Nullable Cursor since, boolean withSnapshot) {
    return hub.add(
        socket,
        new SubscriptionRequest(
            new Viewer(role, "{}"),
            "public",
            table,
            EnumSet.allOf(Change.Operation.class),
            null,
            List.of(),
            Transitions.VIEW,
            false,
            withSnapshot,
            since,
            new Encoder()),
        new Listener(socket, settled));
  }

  /** Waits until one subscription has caught up. */
  void settled() throws InterruptedException {
    assertThat(settled.tryAcquire(TestHub.PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  String next() throws InterruptedException {
    return wire.next();
  }

  /** Says on the socket what it hears. */
  private record Listener(Socket socket, Semaphore caughtUp) implements SubscriptionListener {
    @Override
    public void settled() {
      caughtUp.release();
    }

    @Override
    public void live(Live live) {
      socket.send(Frame.text("live"));
    }

    @Override
    public void stopped(ApiError error) {
      socket.send(Frame.text("stopped " + error.code()));
    }
  }

  private record Encoder() implements EventEncoder {
    @Override
    public Frame row(RowEvent event) {
      return Frame.text(
          "row " + new String(Objects.requireNonNull(event.record()), StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable Frame truncated(TableShape table, Cursor cursor, Instant committedAt) {
      return null;
    }

    @Override
    public Frame resync(long epoch, Cursor cursor, String reason) {
      return Frame.text("resync");
    }
  }
}
