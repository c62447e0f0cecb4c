package dev.pgext.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.config.Config;
import dev.pgext.error.RealtimeError;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SocketTest {
  private final TestWire wire = new TestWire();
  private final Socket socket =
      new Socket(
          "s",
          wire,
          Config.of(Map.of("realtime-queue-messages", "16")).realtime().connections(),
          new Traffic());

  @Test
  void whatIsNotDecidedHoldsBackWhatFollowsIt() {
    socket.send(Frame.text("1"));
    Consumer<List<Frame>> place = socket.reserve();
    socket.send(Frame.text("3"));
    assertThat(wire.written).containsExactly("1");
    place.accept(List.of(Frame.text("2")));
    assertThat(wire.written).containsExactly("1", "2", "3");
  }

  @Test
  void aPlaceThatIsFilledWithNothingIsGivenUp() {
    Consumer<List<Frame>> first = socket.reserve();
    Consumer<List<Frame>> second = socket.reserve();
    second.accept(List.of(Frame.text("2")));
    assertThat(wire.written).isEmpty();
    first.accept(List.of());
    assertThat(wire.written).containsExactly("2");
  }

  @Test
  void aSlowClientIsClosedSoThatItResumesAndNothingIsDroppedBefore() {
    for (int n = 0; n < 20; n++) {
      socket.send(Frame.text("x"));
    }
    assertThat(wire.written).hasSize(16);
    assertThat(wire.closed).isEqualTo(Socket.TOO_SLOW);
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void whatIsWrittenMakesRoom() {
    for (int n = 0; n < 100; n++) {
      Frame frame = Frame.text("x");
      socket.send(frame);
      socket.written(frame);
    }
    assertThat(wire.closed).isZero();
  }

  @Test
  void aFloodOfFaultyMessagesClosesIt() {
    for (int n = 0; n < 100; n++) {
      socket.faulty(new RealtimeError.BadMessage("x"));
    }
    assertThat(wire.closed).isEqualTo(Socket.FLOOD);
  }
}
