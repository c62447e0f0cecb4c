package dev.pgext.cli;

import dev.pgext.migrate.ExclusiveTransaction.End;
import dev.pgext.migrate.MigrationTarget;
import dev.pgext.project.functions.Functions;
import dev.pgext.project.functions.Functions.Pruning;
import dev.pgext.project.functions.FunctionsPlan.Scope;
import dev.pgext.project.functions.FunctionsReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings the files of functions/ into the database. */
@Command(
    name = "deploy-functions",
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitStatus.UNUSABLE,
    description =
        "Applies what changed in functions/, in one transaction; running servers take it over.")
final class DeployFunctionsCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOptions help = new HelpOptions();

  @Mixin private MigrateOptions options = new MigrateOptions();

  @Option(names = "--prune", description = "Drop what files that are gone had made.")
  private boolean prune;

  @Option(names = "--all", description = "Apply what did not change, too.")
  private boolean all;

  @Option(names = "--json", description = "As JSON, for scripts.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    return options.project.run(
        () -> {
          options.project.requireProject();
          MigrationTarget target = options.project.target();
          Functions functions = new Functions(options.project.directory(), options.settings());
          End end = options.dryRun ? End.ROLLBACK : End.COMMIT;
          if (end == End.COMMIT) {
            options.project.installOwnSchemas(target);
          }
          FunctionsReport report =
              functions.deploy(
                  target,
                  all ? Scope.ALL : Scope.CHANGED,
                  prune ? Pruning.DROP : Pruning.KEEP,
                  end);
          if (json) {
            System.out.println(FunctionLines.json(report, end));
          } else {
            FunctionLines.print(report, end, System.out);
          }
          return ExitStatus.DONE;
        });
  }
}
