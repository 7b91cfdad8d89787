package org.calcinosiscds.feedback;

import java.time.Clock;
import org.calcinosiscds.store.Store;
import org.calcinosiscds.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.databind.json.JsonMapper;

/** The report for operators, on the management port. */
@Endpoint(id = "feedback")
final class FeedbackEndpoint {
    private static final MimeType CSV = MimeType.valueOf("text/csv;charset=UTF-8");

    private final Store store;
    private final JsonMapper mapper;
    private final Clock clock;

    FeedbackEndpoint(Store store, JsonMapper mapper, Clock clock) {
        this.store = store;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * @param from as {@link Period} says
     * @param to as {@link Period} says
     * @param format {@code json}, which it is when there is none, or {@code csv}
     */
    @ReadOperation(produces = {"application/json", "text/csv"})
    WebEndpointResponse<String> report(@Nullable String from, @Nullable String to, @Nullable String format) {
        try {
            Period period = Period.of(from, to, clock);
            FeedbackReport report = FeedbackReport.of(store, period.from(), period.to());
            return "csv".equals(format)
                    ? new WebEndpointResponse<>(Csv.of(report), 200, CSV)
                    : new WebEndpointResponse<>(mapper.writeValueAsString(report), 200, MimeTypeUtils.APPLICATION_JSON);
        } catch (IllegalArgumentException e) {
            return new WebEndpointResponse<>(String.valueOf(e.getMessage()), 400, MimeTypeUtils.TEXT_PLAIN);
        } catch (StoreUnavailableException e) {
            return new WebEndpointResponse<>("The store cannot be read.", 503, MimeTypeUtils.TEXT_PLAIN);
        }
    }
}
