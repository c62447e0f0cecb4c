package dev.pgext.cli;

import dev.pgext.migrate.MigrationSettings;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.project.release.Release;
import dev.pgext.project.release.Releases;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the releases of a database. */
@Command(
    name = "list",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description = "Shows which releases a database has, and which is current; changes nothing.")
final class DeployListCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private ProjectOptions project = new ProjectOptions();

  @Option(names = "--json", description = "As JSON, for scripts.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    return project.run(
        () -> {
          MigrationTarget target = project.deploymentTarget();
          Releases releases =
              new Releases(target, MigrationSettings.standard(project.environment(), event -> {}));
          List<Release> all = releases.all();
          long current = releases.current().map(Release::id).orElse(0L);
          if (json) {
            System.out.println(ReleaseJson.of(all, current));
          } else {
            ReleaseLines.list(all, current, System.out);
          }
          return ExitStatus.DONE;
        });
  }
}
