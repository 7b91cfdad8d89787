package org.calcinosiscds.commandline;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line of the jar. A command is a class of its package that picocli can make; it is named here and starts of the service
 * what it needs. {@code serve} is what happens without a command.
 *
 * <p>Exit codes: 0 all is well, 1 part of what was asked could not be done, 2 the command line is wrong, 3 the command failed.
 */
@Command(
        name = "cds",
        mixinStandardHelpOptions = true,
        versionProvider = BuiltVersion.class,
        subcommands = {Commands.Serve.class, CommandLine.HelpCommand.class},
        synopsisSubcommandLabel = "[COMMAND]",
        description = "Decision support for calcinosis cutis. Without a command it serves.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:part of what was asked could not be done",
            "2:the command line is wrong",
            "3:the command failed"
        })
public final class Commands {
    /** Wide enough that no example is broken. */
    private static final int HELP_WIDTH = 110;

    private static final String SERVE = "serve";
    private static final String CONTENT = "--content";
    private static final String CONTENT_SETTING = "--calcinosis.content.folder=";
    private static final Set<String> OF_THE_JAR = Set.of("-h", "--help", "-V", "--version");

    /** Whether the service is to be started: without a command, or with settings alone. */
    public static boolean isServe(String[] arguments) {
        if (arguments.length == 0) {
            return true;
        }
        boolean asksForHelp = Arrays.stream(arguments).anyMatch(OF_THE_JAR::contains);
        return !asksForHelp && (arguments[0].equals(SERVE) || arguments[0].startsWith("--"));
    }

    /** The arguments without the word {@code serve}; {@code --content DIR} as the setting that it stands for. */
    public static String[] settings(String[] arguments) {
        List<String> settings = new ArrayList<>();
        for (int i = arguments.length > 0 && arguments[0].equals(SERVE) ? 1 : 0; i < arguments.length; i++) {
            if (arguments[i].equals(CONTENT) && i + 1 < arguments.length) {
                settings.add(CONTENT_SETTING + arguments[++i]);
            } else {
                settings.add(arguments[i].replaceFirst("^" + CONTENT + "=", CONTENT_SETTING));
            }
        }
        return settings.toArray(String[]::new);
    }

    /** Runs a command and returns its exit code. */
    public static int run(String[] arguments, Clock clock) {
        CommandLine commands = new CommandLine(new Commands())
                .addSubcommand(new AssessCommand(clock))
                .addSubcommand(new CommandLine(new PopulationCommand()).setUnmatchedOptionsArePositionalParams(true))
                .addSubcommand(new CheckCommand())
                .addSubcommand(new TestCommand())
                .addSubcommand(new ExplainCommand(clock))
                .addSubcommand(new WatchCommand())
                .addSubcommand(new DiffCommand())
                .addSubcommand(new NewCommand())
                .addSubcommand(new GenerateCommand())
                .addSubcommand(new PackageCommand())
                .addSubcommand(new CoverageCommand())
                .addSubcommand(new MutateCommand())
                .addSubcommand(new ExpandCommand())
                .addSubcommand(new ProfileCommand())
                .addSubcommand(new TokenCommand(clock))
                .addSubcommand(new CallCommand(clock))
                .addSubcommand(new FeedbackCommands.Report(clock))
                .addSubcommand(new FeedbackCommands.Purge(clock));
        commands.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().versionProvider(new BuiltVersion()));
        return commands.setUsageHelpWidth(HELP_WIDTH)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command.getErr()))
                .execute(arguments);
    }

    private static int failed(Exception e, PrintWriter messages) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError error) {
                throw error;
            }
        }
        messages.println(FailureText.of(e));
        return 3;
    }

    /** Only for the help text: {@code Application} starts the service itself. */
    @Command(
            name = SERVE,
            description = {
                "Starts the service; what is done without a command.",
                "Settings follow as --name=value, such as --server.port=8081; docs/configuration.md lists them.",
                "--content DIR serves the content of a folder, which has cql/ and fhir-resources/, of a package or of another jar, in place of its own."
            },
            footer = {
                "",
                "Example: the content of this folder, on another port.",
                "  cds serve --content . --server.port=8081"
            },
            mixinStandardHelpOptions = true)
    static final class Serve {}
}
