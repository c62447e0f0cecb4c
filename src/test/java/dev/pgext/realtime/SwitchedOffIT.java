package dev.pgext.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each guarantee's test fails when the mechanism behind it is switched off. These are the switches.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwitchedOffIT {
  private static final Class<?> RESUME = ResumeGuaranteesIT.class;
  private static final Class<?> VISIBILITY = VisibilityGuaranteesIT.class;
  private static final Class<?> STREAM = StreamGuaranteesIT.class;

  private static final List<Mechanism> MECHANISMS =
      List.of(
          // What was missed is not replayed.
          new Mechanism(
              RESUME,
              "guarantee1AClientThatComesBackGetsExactlyWhatItMissedAlsoAcrossARestart",
              "hub.Convoy",
              "replay",
              Effect.NOTHING),
          // Nobody is told that what was missed cannot be replayed.
          new Mechanism(
              RESUME,
              "guarantee1ACursorOutsideOfTheWindowIsAnsweredByResync",
              "hub.CatchUp",
              "tellResync",
              Effect.NOTHING),
          // Cursors do not tell what a snapshot has.
          new Mechanism(
              RESUME,
              "guarantee1ACursorRightBehindASnapshotIsAsExact",
              "cdc.Cursor",
              "with",
              Effect.ITSELF),
          // It is said to be subscribed, and is not yet.
          new Mechanism(
              RESUME,
              "guarantee2WhatIsCommittedAfterSubscribedArrives",
              "hub.Seating",
              "seat",
              Effect.NOTHING),
          // A transaction in the snapshot is delivered all the same.
          new Mechanism(
              RESUME,
              "guarantee3SnapshotAndStreamJoinWithoutAMissingOrADoubledRow",
              "cdc.SeenSnapshot",
              "contains",
              Effect.FALSE),
          // Everybody may see every row.
          new Mechanism(
              VISIBILITY,
              "guarantee4PoliciesHoldForInsertUpdateAndDeleteOnTheImagesOfTheCommit",
              "hub.Standing",
              "truth",
              Effect.FIRST_CONSTANT),
          // Policies stay as they were.
          new Mechanism(
              VISIBILITY,
              "guarantee4APolicyThatChangesWhileSubscribedHoldsFromThereOn",
              "hub.Seating",
              "describe",
              Effect.NOTHING),
          // Each subscriber is decided for by itself.
          new Mechanism(
              VISIBILITY,
              "guarantee5ViewersWithEqualClaimsCostAsMuchAsOne",
              "hub.TableAudiences",
              "find",
              Effect.NOTHING),
          // What a policy compares with is not known here.
          new Mechanism(
              VISIBILITY,
              "guarantee5AComparisonWithAClaimAsksNobody",
              "visibility.ValueLoader",
              "load",
              Effect.NO_VALUE),
          // A batch in which one raised is not asked again, one by one.
          new Mechanism(
              VISIBILITY,
              "guarantee6APolicyThatRaisesStopsItsSubscriberAlone",
              "visibility.BatchDecider",
              "inScript",
              Effect.NOT_WITHIN_ITSELF),
          // What is decided at once overtakes what has to be asked.
          new Mechanism(
              STREAM,
              "guarantee7TransactionsArriveWholeAndInOrderAcrossTables",
              "hub.Socket",
              "put",
              Effect.OVERTAKES),
          // What is not delivered is not told.
          new Mechanism(
              STREAM,
              "guarantee8ATransactionThatIsTooLargeAndAGatedTableAreToldByResync",
              "hub.Dispatch",
              "resync",
              Effect.NOTHING),
          // The slot holds back what it holds back.
          new Mechanism(
                  STREAM,
                  "guarantee9PastTheCapTheSlotIsGivenUpAndClientsAreTold",
                  "cdc.SlotWatch",
                  "end",
                  Effect.NOTHING)
              .after(Duration.ofSeconds(5)),
          // Messages of the write-ahead log are not read.
          new Mechanism(
              STREAM,
              "guarantee10WhatIsEmittedCommitsOrVanishesWithItsTransactionAndInItsPlace",
              "hub.Dispatch",
              "message",
              Effect.NOTHING),
          // Values that were not sent are not looked for.
          new Mechanism(
              STREAM,
              "guarantee11AnUnchangedValueIsNotMissing",
              "hub.TableValues",
              "complete",
              Effect.NOTHING),
          // Logical replication is taken for impossible.
          new Mechanism(
              STREAM,
              "guarantee12ARoleThatMayReplicateAndNoMoreIsPushedTheWatchedTables",
              "cdc.LogicalReplication",
              "obstacle",
              Effect.SOME_TEXT),
          // A token's end is not watched.
          new Mechanism(
              STREAM,
              "guarantee13AnExpiredTokenStopsSubscriptionsAndLeavesTheSocketForANewOne",
              "conversation.Expiry",
              "watch",
              Effect.NOTHING),
          // Subscriptions stay those of the former token.
          new Mechanism(
              STREAM,
              "guarantee13ATokenThatExpiresIsAnnouncedAndItsRenewalKeepsTheSubscriptions",
              "hub.Member",
              "authorize",
              Effect.NOTHING));

  private final ClassLoader classes = new SwitchableClasses(MECHANISMS);

  static Stream<Arguments> switches() {
    IntStream versions =
        Boolean.getBoolean("pgext.stress") ? Guarantees.versions() : IntStream.of(18);
    return versions
        .boxed()
        .flatMap(version -> MECHANISMS.stream().map(one -> Arguments.of(version, one)));
  }

  @ParameterizedTest(name = "PostgreSQL {0}: {1}")
  @MethodSource("switches")
  void theTestFailsWithoutTheMechanism(int version, Mechanism mechanism) throws Exception {
    Class<?> type = classes.loadClass(mechanism.test().getName());
    Method test = type.getDeclaredMethod(mechanism.guarantee(), int.class);
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    test.setAccessible(true);
    Object instance = constructor.newInstance();

    Switches.off(mechanism);
    Throwable failure;
    int missed;
    try {
      failure = catchThrowable(() -> test.invoke(instance, version));
    } finally {
      missed = Switches.on();
    }

    assertThat(missed).as("how often it was missing, with %s", cause(failure)).isPositive();
    assertThat(failure).as("the test passes").isInstanceOf(InvocationTargetException.class);
    assertThat(failure.getCause()).isInstanceOf(AssertionError.class);
  }

  private static String cause(@Nullable Throwable failure) {
    return failure == null ? "success" : String.valueOf(failure.getCause());
  }

  @Test
  void everyGuaranteeHasASwitch() {
    IntStream.rangeClosed(1, 13)
        .forEach(
            number ->
                assertThat(MECHANISMS)
                    .anyMatch(one -> one.guarantee().matches("guarantee" + number + "[A-Z].*")));
  }
}
