package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.calcinosiscds.cql.TranslatorMessage;
import org.hl7.fhir.r4.model.Expression;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;

/** Translates the expressions of each plan with its library in scope. */
final class PlanExpressionCheck {
    private final TranslationCheck translation;
    private final ContentResources resources;
    private final List<Finding> findings;

    private PlanExpressionCheck(TranslationCheck translation, ContentResources resources, List<Finding> findings) {
        this.translation = translation;
        this.resources = resources;
        this.findings = findings;
    }

    static void run(TranslationCheck translation, ContentResources resources, List<Finding> findings) {
        PlanExpressionCheck check = new PlanExpressionCheck(translation, resources, findings);
        resources.of(PlanDefinition.class).forEach(check::check);
    }

    private void check(String file, PlanDefinition plan) {
        Optional<String> library = library(plan);
        if (library.isEmpty()) {
            return; // Reported as a canonical that does not resolve.
        }
        Map<String, String> paths = new LinkedHashMap<>();
        collectExtensions("extension", plan.getExtension(), library.get(), paths);
        collect("action", plan.getAction(), library.get(), paths);
        List<String> expressions = List.copyOf(paths.keySet());
        StringBuilder source = new StringBuilder(head(library.get(), plan));
        List<Integer> lines = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            source.append("define \"").append(i).append("\":\n");
            lines.add((int) source.chars().filter(each -> each == '\n').count() + 1);
            source.append(expressions.get(i)).append('\n');
        }
        List<Integer> reported = new ArrayList<>();
        for (TranslatorMessage message : translation.translator().translate(name(plan), source.toString())) {
            int index =
                    (int) lines.stream().filter(line -> line <= message.line()).count() - 1;
            if (message.isError() && index >= 0 && !reported.contains(index)) {
                reported.add(index);
                String path = Objects.requireNonNull(paths.get(expressions.get(index)));
                findings.add(Finding.error(
                        file,
                        resources.text(file).at(path),
                        "CDS026",
                        message.text().replaceFirst("\\.?$", ".")));
            }
        }
    }

    private Optional<String> library(PlanDefinition plan) {
        String canonical =
                plan.getLibrary().isEmpty() ? "" : plan.getLibrary().get(0).getValue();
        return resources.of(Library.class).values().stream()
                .filter(library -> canonical.replaceFirst("\\|.*", "").equals(library.getUrl()))
                .map(Library::getName)
                .filter(name -> translation.translator().library(name).isPresent())
                .findFirst();
    }

    private static String name(PlanDefinition plan) {
        return "PlanDefinition" + plan.getIdPart().replaceAll("\\W", "");
    }

    private String head(String library, PlanDefinition plan) {
        String version =
                Objects.requireNonNull(translation.libraries().get(library)).version();
        return """
                library %s
                using FHIR version '4.0.1'
                include FHIRHelpers version '4.0.1' called FHIRHelpers
                include %s %scalled %s
                context Patient
                """.formatted(name(plan), library, version.isEmpty() ? "" : "version '" + version + "' ", library);
    }

    private static void collect(
            String path, List<PlanDefinitionActionComponent> actions, String library, Map<String, String> paths) {
        for (int i = 0; i < actions.size(); i++) {
            PlanDefinitionActionComponent action = actions.get(i);
            String actionPath = path + "[" + i + "]";
            for (int j = 0; j < action.getCondition().size(); j++) {
                add(
                        actionPath + ".condition[" + j + "].expression",
                        action.getCondition().get(j).getExpression(),
                        library,
                        paths);
            }
            for (int j = 0; j < action.getDynamicValue().size(); j++) {
                add(
                        actionPath + ".dynamicValue[" + j + "].expression",
                        action.getDynamicValue().get(j).getExpression(),
                        library,
                        paths);
            }
            collectExtensions(actionPath + ".extension", action.getExtension(), library, paths);
            collect(actionPath + ".action", action.getAction(), library, paths);
        }
    }

    private static void collectExtensions(
            String path, List<Extension> extensions, String library, Map<String, String> paths) {
        for (int i = 0; i < extensions.size(); i++) {
            if (extensions.get(i).getValue() instanceof Expression expression) {
                add(path + "[" + i + "].valueExpression", expression, library, paths);
            }
        }
    }

    private static void add(String path, Expression expression, String library, Map<String, String> paths) {
        String text = String.valueOf(expression.getExpression());
        boolean isName = String.valueOf(expression.getLanguage()).matches("text/cql[-.]identifier");
        paths.putIfAbsent(isName ? library + ".\"" + text + "\"" : text, path + ".expression");
    }
}
