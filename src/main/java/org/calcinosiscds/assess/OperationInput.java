package org.calcinosiscds.assess;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.calcinosiscds.fhir.ParameterText;
import org.calcinosiscds.json.JsonValue;
import org.calcinosiscds.json.JsonValue.Kind;
import org.calcinosiscds.outcome.FhirPathLocation;
import org.calcinosiscds.outcome.OutcomeIssue;
import org.calcinosiscds.outcome.RequestException;
import org.calcinosiscds.outcome.Status;
import org.jspecify.annotations.Nullable;

/** The parameters of an operation with their locations: those of the address, then those of a Parameters resource in the body. */
public final class OperationInput {
    /** One parameter: text of the address, or an object of the body. */
    private record ReceivedParameter(
            String name,
            String location,
            @Nullable String text,
            @Nullable JsonValue parameter) {}

    private static final Set<String> CONTROLS = Set.of("_format", "_pretty");

    private final List<ReceivedParameter> all = new ArrayList<>();

    private OperationInput() {}

    /**
     * Reads all of it.
     *
     * @param address parameters of the address, by name
     * @param body null when there is none, or when the operation does not take Parameters
     * @param names of the parameters that the operation has
     * @throws RequestException with 400 when there is another, or the body is no Parameters
     */
    public static OperationInput of(Map<String, String[]> address, @Nullable JsonValue body, Set<String> names) {
        OperationInput input = new OperationInput();
        address.forEach((name, values) -> {
            if (!CONTROLS.contains(name)) {
                for (String value : values) {
                    input.all.add(new ReceivedParameter(name, names.contains(name) ? name : "parameter", value, null));
                }
            }
        });
        if (body != null) {
            input.read(body.require(Kind.OBJECT));
        }
        for (ReceivedParameter received : input.all) {
            if (!names.contains(received.name)) {
                throw refused(
                        received.location(),
                        "The parameters are "
                                + String.join(", ", names.stream().sorted().toList()) + ".");
            }
        }
        return input;
    }

    private void read(JsonValue body) {
        if (!"Parameters".equals(body.textOf("resourceType"))) {
            throw refused("Parameters", "The body must be a Parameters resource.");
        }
        JsonValue parameters = body.property("parameter");
        for (JsonValue parameter : parameters == null
                ? List.<JsonValue>of()
                : parameters.require(Kind.ARRAY).elements()) {
            String name = parameter.require(Kind.OBJECT).textOf("name");
            all.add(new ReceivedParameter(
                    name == null ? "" : name, FhirPathLocation.of(parameter.location()), null, parameter));
        }
    }

    /** @throws RequestException with 400 when it was not given */
    public String required(String name) {
        String text = text(name);
        if (text == null) {
            throw new RequestException(
                    Status.BAD_REQUEST,
                    List.of(new OutcomeIssue(
                            "required", "Parameter '" + name + "' is needed.", "Parameters.parameter")));
        }
        return text;
    }

    /** Null when it was not given. @throws RequestException with 400 when there are several, or it is not text */
    @Nullable
    public String text(String name) {
        ReceivedParameter received = once(name);
        return received == null ? null : text(received);
    }

    public List<String> texts(String name) {
        return named(name).map(OperationInput::text).toList();
    }

    /** Of parameters that are text, or have a part that is. */
    public List<String> texts(String name, String part) {
        return named(name)
                .map(received -> received.parameter == null || received.parameter.property("part") == null
                        ? text(received)
                        : received.parameter.property("part").require(Kind.ARRAY).elements().stream()
                                .filter(each ->
                                        part.equals(each.require(Kind.OBJECT).textOf("name")))
                                .findFirst()
                                .map(each -> text(new ReceivedParameter(name, received.location, null, each)))
                                .orElseThrow(() -> refused(received.location, "The part '" + part + "' is needed.")))
                .toList();
    }

    /** A natural number; null when it was not given. */
    @Nullable
    public Integer count(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw refused(location(name), "Parameter '" + name + "' must be a whole number, 0 or more.");
        }
        return Integer.valueOf(text);
    }

    /** Whether a parameter is true; not when it was not given. */
    public boolean flag(String name) {
        String text = text(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw refused(location(name), "Parameter '" + name + "' must be true or false.");
        }
        return "true".equals(text);
    }

    /** The resource in a parameter, its inside not kept; null when it was not given. */
    @Nullable
    public JsonValue resource(String name) {
        JsonValue parameter = parameter(name);
        return parameter == null ? null : parameter.property("resource");
    }

    /** A parameter of the body as it stands there; null when it was not given. */
    @Nullable
    public JsonValue parameter(String name) {
        ReceivedParameter received = once(name);
        if (received != null && received.parameter == null) {
            throw refused(received.location, "Parameter '" + name + "' is given in the body.");
        }
        return received == null ? null : received.parameter;
    }

    public boolean has(String name) {
        return named(name).findAny().isPresent();
    }

    /** Where a parameter stood. */
    public String location(String name) {
        return named(name).map(ReceivedParameter::location).findFirst().orElse("Parameters.parameter");
    }

    /** @throws RequestException with 400 when there are several */
    public void requireOnce(String name) {
        once(name);
    }

    private @Nullable ReceivedParameter once(String name) {
        List<ReceivedParameter> found = named(name).toList();
        if (found.size() > 1) {
            throw refused(found.get(1).location(), "Parameter '" + name + "' may be given once.");
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private Stream<ReceivedParameter> named(String name) {
        return all.stream().filter(received -> received.name.equals(name));
    }

    private static String text(ReceivedParameter received) {
        if (received.text != null) {
            return received.text;
        }
        String text = received.parameter == null ? null : ParameterText.of(received.parameter);
        if (text != null) {
            return text;
        }
        throw refused(
                received.location, "The parameter must have a value that is text, a number, a boolean or a Reference.");
    }

    private static RequestException refused(String location, String diagnostics) {
        return new RequestException(Status.BAD_REQUEST, List.of(new OutcomeIssue("invalid", diagnostics, location)));
    }
}
