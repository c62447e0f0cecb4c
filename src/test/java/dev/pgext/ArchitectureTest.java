package dev.pgext;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The map of packages and the arrows between them, as the design draws it. */
class ArchitectureTest {

  private static final String ROOT = "dev.pgext";

  /** A package imports only packages with a lower number, or its own children. */
  private static final Map<String, Integer> LEVELS =
      Map.ofEntries(
          Map.entry("cli", 11),
          Map.entry("project", 10),
          Map.entry("http", 9),
          Map.entry("graphql", 9),
          Map.entry("realtime", 9),
          Map.entry("live", 9),
          Map.entry("admin", 9),
          Map.entry("migrate", 9),
          Map.entry("services", 9),
          Map.entry("response", 8),
          Map.entry("exec", 7),
          Map.entry("sql", 6),
          Map.entry("plan", 5),
          Map.entry("request", 4),
          Map.entry("catalog", 3),
          Map.entry("auth", 3),
          Map.entry("config", 2),
          Map.entry("observe", 2),
          Map.entry("error", 1),
          Map.entry("pg", 0));

  /**
   * Compiled for Java 8 and started before anything else: it knows what it starts, and is not
   * known.
   */
  private static final String LAUNCHER = "launcher";

  private static JavaClasses main;

  @BeforeAll
  static void readClasses() {
    main =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(ROOT);
  }

  @Test
  void everyPackageIsOnTheMap() {
    Set<String> unknown =
        main.stream().map(ArchitectureTest::top).collect(Collectors.toCollection(TreeSet::new));
    unknown.removeAll(LEVELS.keySet());
    unknown.remove(LAUNCHER);
    assertThat(unknown).isEmpty();
  }

  @Test
  void packagesImportOnlyLowerOnesAndTheirOwnChildren() {
    classes().should(pointDownwards()).check(main);
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("dev.pgext.(**)").should().beFreeOfCycles().check(main);
  }

  @Test
  void requestPlanAndSqlArePure() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.pgext.request..", "dev.pgext.plan..", "dev.pgext.sql..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "java.util.concurrent.locks..",
            "io.javalin..",
            "org.eclipse.jetty..",
            "jakarta.servlet..",
            "org.postgresql..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, java.time.Clock.class)
        .allowEmptyShould(true)
        .check(main);
  }

  /** {@code MessageDigest.isEqual} is the one that takes equally long wherever the bytes differ. */
  @Test
  void signaturesAndSecretsAreNotComparedByteByByte() {
    noClasses()
        .that()
        .resideInAPackage("dev.pgext.auth..")
        .should()
        .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
        .orShould()
        .callMethod(Arrays.class, "compare", byte[].class, byte[].class)
        .orShould()
        .callMethod(Arrays.class, "mismatch", byte[].class, byte[].class)
        .check(main);
  }

  @Test
  void onlyTheWebPackagesKnowTheWebServer() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.pgext.cli..", "dev.pgext.http..", "dev.pgext.realtime..", "dev.pgext.admin..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
        .check(main);
  }

  @Test
  void noPackageIsNamedAfterNothing() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..impl..", "..util..", "..common..", "..service..", "..manager..", "..helper..")
        .check(main);
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() {
    Set<String> unmarked =
        main.stream()
            .filter(type -> !top(type).equals(LAUNCHER))
            .map(JavaClass::getPackage)
            .filter(found -> !found.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(unmarked).isEmpty();
  }

  private static ArchCondition<JavaClass> pointDownwards() {
    return new ArchCondition<>("import only lower packages or their own children") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> !allowed(type, dependency.getTargetClass()))
            .map(ArchitectureTest::violation)
            .forEach(events::add);
      }
    };
  }

  private static ConditionEvent violation(Dependency dependency) {
    return SimpleConditionEvent.violated(dependency, dependency.getDescription());
  }

  private static boolean allowed(JavaClass from, JavaClass to) {
    JavaClass target = to.getBaseComponentType();
    if (!target.getPackageName().startsWith(ROOT)) {
      return true;
    }
    if (top(from).equals(top(target))) {
      return !isParent(target.getPackageName(), from.getPackageName());
    }
    if (top(from).equals(LAUNCHER)) {
      return top(target).equals("cli");
    }
    return LEVELS.getOrDefault(top(target), Integer.MAX_VALUE) < LEVELS.getOrDefault(top(from), -1);
  }

  private static boolean isParent(String parent, String child) {
    return child.startsWith(parent + ".");
  }

  /** The name below dev.pgext: {@code realtime} for {@code dev.pgext.realtime.cdc}. */
  private static String top(JavaClass type) {
    String below = type.getPackageName().substring(ROOT.length());
    return below.isEmpty() ? "" : below.substring(1).replaceFirst("\\..*", "");
  }
}
