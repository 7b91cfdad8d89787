package org.calcinosiscds.cdshooks;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.calcinosiscds.http.MediaTypes;
import org.calcinosiscds.http.WarmUpCalls;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.condition.RequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Answers the calls of the warm-up in place of the controller that answers all others, at the same addresses, until it is closed. */
final class WarmUpHandler implements AutoCloseable {
    private final RequestMappingHandlerMapping mapping;
    private final RequestMappingInfo calls;

    WarmUpHandler(RequestMappingHandlerMapping mapping) {
        this.mapping = mapping;
        this.calls = RequestMappingInfo.paths("/cds-services/{id}")
                .methods(RequestMethod.POST)
                .consumes(MediaType.APPLICATION_JSON_VALUE, MediaTypes.FHIR_JSON)
                .produces(MediaType.APPLICATION_JSON_VALUE)
                .customCondition(new IsWarmUp())
                .options(mapping.getBuilderConfiguration())
                .build();
    }

    /** @param controller which leaves no traces */
    void register(CdsServiceController controller) {
        Method call = Arrays.stream(CdsServiceController.class.getDeclaredMethods())
                .filter(each -> each.isAnnotationPresent(PostMapping.class))
                .findFirst()
                .orElseThrow();
        mapping.registerMapping(calls, controller, call);
    }

    @Override
    public void close() {
        mapping.unregisterMapping(calls);
    }

    /** There is one, so that none is combined or compared with another. */
    private static final class IsWarmUp implements RequestCondition<IsWarmUp> {
        @Override
        public IsWarmUp combine(IsWarmUp other) {
            return this;
        }

        @Override
        public @Nullable IsWarmUp getMatchingCondition(HttpServletRequest request) {
            return WarmUpCalls.isOne(request) ? this : null;
        }

        @Override
        public int compareTo(IsWarmUp other, HttpServletRequest request) {
            return 0;
        }
    }
}
