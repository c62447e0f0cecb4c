package dev.pgext.realtime.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.realtime.channel.ChannelEvent.Broadcast;
import dev.pgext.realtime.channel.ChannelEvent.Content;
import dev.pgext.realtime.channel.ChannelEvent.PresenceDiff;
import dev.pgext.realtime.channel.ChannelEvent.PresenceState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChannelsTest {
  private static final ChannelName ROOM = new ChannelName("room", false);
  private static final ChannelName SECRET = new ChannelName("room", true);
  private static final Permissions LISTENER = new Permissions(true, false, true, false);

  private final AtomicInteger refs = new AtomicInteger();
  private final Channels<String> channels =
      new Channels<>(new ChannelLimits(8, 16, 2), () -> "r" + refs.incrementAndGet());

  @Test
  void everybodyButTheSenderHearsABroadcast() {
    Listener one = new Listener();
    Listener other = new Listener();
    Membership<String> member = join(ROOM, one, "1");
    join(ROOM, other, "2");

    assertThat(member.broadcast(said("hi"), false)).isEqualTo(Outcome.SENT);

    assertThat(one.heard).isEmpty();
    assertThat(other.heard).containsExactly("room hi");
  }

  @Test
  void theSenderHearsItselfWhenItWantsTo() {
    Listener one = new Listener();

    join(ROOM, one, "1").broadcast(said("hi"), true);

    assertThat(one.heard).containsExactly("room hi");
  }

  @Test
  void whoLeftHearsNothing() {
    Listener one = new Listener();
    Membership<String> member = join(ROOM, one, "1");
    join(ROOM, new Listener(), "2");

    member.leave();
    member.leave();
    channels.publish(ROOM, said("hi"));

    assertThat(one.heard).isEmpty();
  }

  @Test
  void anEmptyChannelIsForgottenAndCanBeEnteredAgain() {
    Membership<String> member = join(ROOM, new Listener(), "1");
    assertThat(channels.size()).isOne();

    member.leave();

    assertThat(channels.size()).isZero();
    Listener later = new Listener();
    join(ROOM, later, "1");
    channels.publish(ROOM, said("hi"));
    assertThat(later.heard).containsExactly("room hi");
  }

  @Test
  void privateAndPublicChannelsOfOneNameHaveNothingInCommon() {
    Listener open = new Listener();
    Listener secret = new Listener();
    Membership<String> member = join(ROOM, open, "1");
    join(SECRET, secret, "2");

    member.broadcast(said("forged"), false);
    channels.publish(SECRET, said("true"));

    assertThat(secret.heard).containsExactly("room true");
    assertThat(open.heard).isEmpty();
  }

  @Test
  void whoMayNotSpeakIsHeardByNobody() {
    Listener other = new Listener();
    Membership<String> mute = channels.join(SECRET, new Listener(), "1", LISTENER);
    join(SECRET, other, "2").watchPresence();
    other.heard.clear();

    assertThat(mute.broadcast(said("hi"), true)).isEqualTo(Outcome.FORBIDDEN);
    assertThat(mute.track(state("{}"))).isEqualTo(Outcome.FORBIDDEN);

    assertThat(other.heard).isEmpty();
  }

  @Test
  void whoMayNotHearIsToldNothing() {
    Listener deaf = new Listener();
    Membership<String> member =
        channels.join(SECRET, deaf, "1", new Permissions(false, true, false, true));
    member.watchPresence();

    member.broadcast(said("hi"), true);
    member.track(state("{}"));
    channels.publish(SECRET, said("hi"));

    assertThat(deaf.heard).isEmpty();
  }

  @Test
  void permissionsChangeInPlace() {
    Listener one = new Listener();
    Membership<String> member = join(SECRET, one, "1");
    member.watchPresence();
    member.track(state("{}"));
    one.heard.clear();

    member.permit(LISTENER);

    assertThat(one.heard).containsExactly("room + {} - {1=[r1]}");
    assertThat(member.broadcast(said("hi"), true)).isEqualTo(Outcome.FORBIDDEN);
    assertThat(LISTENER.losesAgainst(Permissions.ALL)).isFalse();
    assertThat(Permissions.NONE.losesAgainst(LISTENER)).isTrue();
  }

  @Test
  void whatIsTooLargeIsToldToTheSenderAlone() {
    Listener other = new Listener();
    Membership<String> member = join(ROOM, new Listener(), "1");
    join(ROOM, other, "2");

    assertThat(member.broadcast(said("123456789"), true)).isEqualTo(Outcome.TOO_LARGE);
    assertThat(member.track(state("{\"a\":\"0123456789\"}"))).isEqualTo(Outcome.TOO_LARGE);

    assertThat(other.heard).isEmpty();
  }

  @Test
  void oneFrameIsWrittenForEachFormat() {
    List<Listener> listeners = List.of(new Listener(), new Listener(), new Listener());
    listeners.forEach(listener -> join(ROOM, listener, "k"));

    channels.publish(ROOM, said("hi"));

    assertThat(listeners.get(0).heard.get(0)).isSameAs(listeners.get(2).heard.get(0));
  }

  @Test
  void whatAFormatHasNoWordsForIsNotSaid() {
    Listener one = new Listener();
    join(ROOM, one, "1");

    channels.publish(ROOM, Broadcast.of("e", Content.BINARY, new byte[1]));

    assertThat(one.heard).isEmpty();
  }

  @Test
  void presenceBeginsWithEverybodyAndGoesOnWithWhatChanges() {
    Listener one = new Listener();
    Membership<String> first = join(ROOM, one, "1");
    Membership<String> second = join(ROOM, new Listener(), "2");
    first.track(state("{}"));
    assertThat(one.heard).isEmpty();

    first.watchPresence();
    second.track(state("{\"a\":1}"));
    second.track(state("{\"a\":1}"));
    second.track(state("{\"a\":2}"));
    second.untrack();
    second.untrack();

    assertThat(one.heard)
        .containsExactly(
            "room = {1=[r1]}",
            "room + {2=[r2]} - {}",
            "room + {} - {2=[r2]}",
            "room + {2=[r3<r2]} - {}",
            "room + {} - {2=[r3<r2]}");
  }

  @Test
  void severalParticipantsAreSeenUnderOneKey() {
    Listener one = new Listener();
    join(ROOM, new Listener(), "k").track(state("{}"));
    join(ROOM, new Listener(), "k").track(state("{}"));

    join(ROOM, one, "1").watchPresence();

    assertThat(one.heard).containsExactly("room = {k=[r1, r2]}");
  }

  @Test
  void whoLeavesIsSeenNoLonger() {
    Listener one = new Listener();
    join(ROOM, one, "1").watchPresence();
    Membership<String> second = join(ROOM, new Listener(), "2");
    second.track(state("{}"));

    second.leave();

    assertThat(one.heard).last().isEqualTo("room + {} - {2=[r1]}");
    assertThat(second.track(state("{}"))).isEqualTo(Outcome.FORBIDDEN);
  }

  @Test
  void aChannelKeepsSoManyPresencesAndNoMore() {
    Membership<String> first = join(ROOM, new Listener(), "1");
    first.track(state("{}"));
    join(ROOM, new Listener(), "2").track(state("{}"));

    assertThat(join(ROOM, new Listener(), "3").track(state("{}"))).isEqualTo(Outcome.TOO_MANY);
    assertThat(first.track(state("{\"a\":1}"))).isEqualTo(Outcome.SENT);
  }

  @Test
  void aWhisperIsHeardByOne() {
    Listener one = new Listener();
    Listener other = new Listener();
    Membership<String> member = join(ROOM, one, "1");
    join(ROOM, other, "2");

    member.whisper(said("psst"));

    assertThat(one.heard).containsExactly("room psst");
    assertThat(other.heard).isEmpty();
  }

  @Test
  void manyComeAndGoAtOnceAndNothingIsLost() throws InterruptedException {
    Listener constant = new Listener();
    join(new ChannelName("other", false), new Listener(), "0");
    int threads = 8;
    CountDownLatch done = new CountDownLatch(threads);
    for (int thread = 0; thread < threads; thread++) {
      Thread.ofVirtual()
          .start(
              () -> {
                for (int round = 0; round < 500; round++) {
                  join(ROOM, new Listener(), "1").leave();
                }
                done.countDown();
              });
    }
    done.await();

    assertThat(channels.size()).isOne();
    join(ROOM, constant, "1");
    channels.publish(ROOM, said("hi"));
    assertThat(constant.heard).containsExactly("room hi");
  }

  private Membership<String> join(ChannelName name, Listener listener, String key) {
    return channels.join(name, listener, key, Permissions.ALL);
  }

  private static Broadcast said(String text) {
    return Broadcast.of("e", Content.JSON, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] state(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static final ChannelFormat<String> WORDS =
      (channel, event) ->
          switch (event) {
            case Broadcast said ->
                said.content() == Content.JSON
                    ? channel.name() + " " + new String(said.payload(), StandardCharsets.UTF_8)
                    : null;
            case PresenceState state -> channel.name() + " = " + keys(state.present());
            case PresenceDiff diff ->
                channel.name() + " + " + keys(diff.joins()) + " - " + keys(diff.leaves());
          };

  private static String keys(Map<String, List<Presence>> presences) {
    Map<String, List<String>> names = new TreeMap<>();
    presences.forEach(
        (key, list) -> names.put(key, list.stream().map(ChannelsTest::words).toList()));
    return names.toString();
  }

  private static String words(Presence presence) {
    return presence.previousRef() == null
        ? presence.ref()
        : presence.ref() + "<" + presence.previousRef();
  }

  private static final class Listener implements Participant<String> {
    final List<String> heard = new ArrayList<>();

    @Override
    public ChannelFormat<String> format() {
      return WORDS;
    }

    @Override
    public void deliver(ChannelEvent event, String frame) {
      heard.add(frame);
    }
  }
}
