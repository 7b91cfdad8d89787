package org.calcinosiscds.commandline;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.calcinosiscds.feedback.Comments;
import org.calcinosiscds.feedback.Csv;
import org.calcinosiscds.feedback.FeedbackReport;
import org.calcinosiscds.feedback.Period;
import org.calcinosiscds.store.Retention;
import org.calcinosiscds.store.Store;
import org.calcinosiscds.store.StoreSettings;
import org.calcinosiscds.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What operators do with feedback from the command line. It needs the store, and nothing else of the service. */
public final class FeedbackCommands {
    private FeedbackCommands() {}

    /** Prints the report. */
    @Command(
            name = "feedback-report",
            mixinStandardHelpOptions = true,
            description = "Prints how often the cards of each rule were accepted and overridden, and why.",
            footer = {
                "",
                "Example: what clinicians did in November, as a table for a spreadsheet.",
                "  cds feedback-report --from 2026-11-01 --to 2026-12-01 --format csv > november.csv"
            })
    public static final class Report extends OnStore {
        @Option(names = "--format", description = "json (default) or csv", defaultValue = "json")
        private String format = "json";

        @Option(names = "--from", description = "date or instant; 30 days before --to when absent")
        private @Nullable String from;

        @Option(names = "--to", description = "date or instant after the period; now when absent")
        private @Nullable String to;

        @Option(names = "--comments", description = "print what clinicians wrote instead; it may name patients")
        private boolean comments;

        public Report(Clock clock) {
            super(clock);
        }

        @Override
        int run(Store store, StoreSettings settings, Clock clock, PrintWriter out) {
            if (!format.equals("json") && !format.equals("csv")) {
                throw wrong("--format must be json or csv.");
            }
            Period period = period(clock);
            Object report = comments
                    ? Comments.of(store, period.from(), period.to())
                    : FeedbackReport.of(store, period.from(), period.to());
            out.print(format.equals("json") ? json(report) + "\n" : csv(report));
            out.flush();
            return 0;
        }

        private Period period(Clock clock) {
            try {
                return Period.of(from, to, clock);
            } catch (IllegalArgumentException e) {
                throw wrong(String.valueOf(e.getMessage()));
            }
        }

        @SuppressWarnings("unchecked") // Comments are the only list there is.
        private static String csv(Object report) {
            return report instanceof FeedbackReport figures ? Csv.of(figures) : Csv.of((List<Comments.Comment>) report);
        }

        private static String json(Object report) {
            return JsonMapper.builder()
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValueAsString(report);
        }
    }

    /** Deletes what is older than the retention. */
    @Command(
            name = "feedback-purge",
            mixinStandardHelpOptions = true,
            description = "Deletes cards and feedback that are older than calcinosis.store.retention.",
            footer = {"", "Example: once a night.", "  cds feedback-purge"})
    public static final class Purge extends OnStore {
        public Purge(Clock clock) {
            super(clock);
        }

        @Override
        int run(Store store, StoreSettings settings, Clock clock, PrintWriter out) {
            try (Retention retention = new Retention(store, settings, clock)) {
                out.println("Deleted " + retention.purge() + " feedback items.");
                out.flush();
            }
            return 0;
        }
    }

    /** A command that opens the store of the settings. */
    abstract static class OnStore implements Callable<Integer> {
        @Parameters(
                arity = "0..*",
                paramLabel = "name=value",
                description =
                        "settings of the service, such as calcinosis.store.url=jdbc:sqlite:data/calcinosis-cds.db")
        private List<String> settings = new ArrayList<>();

        private final Clock clock;

        @Spec
        private @Nullable CommandSpec spec;

        OnStore(Clock clock) {
            this.clock = clock;
        }

        abstract int run(Store store, StoreSettings settings, Clock clock, PrintWriter out);

        @Override
        public Integer call() {
            String[] arguments = settings.stream().map(each -> "--" + each).toArray(String[]::new);
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Settings.class)
                    .web(WebApplicationType.NONE)
                    .properties("logging.level.root=OFF", "spring.main.banner-mode=off")
                    .run(arguments)) {
                StoreSettings storeSettings = context.getBean(StoreSettings.class);
                if (!storeSettings.isEnabled()) {
                    throw wrong("There is no store: calcinosis.store.url is none.");
                }
                try (Store store = new Store(storeSettings).open()) {
                    return run(store, storeSettings, clock, commandLine().getOut());
                }
            } catch (StoreUnavailableException e) {
                commandLine().getErr().println("The store cannot be opened.");
                return 3;
            }
        }

        ParameterException wrong(String message) {
            return new ParameterException(commandLine(), message);
        }

        private CommandLine commandLine() {
            return Objects.requireNonNull(spec, "spec").commandLine();
        }
    }

    @EnableConfigurationProperties(StoreSettings.class)
    static class Settings {}
}
