package org.calcinosiscds.authoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.calcinosiscds.cql.CqlKnowledge;
import org.calcinosiscds.cql.PlainPlan;
import org.calcinosiscds.cql.PlanExpression;
import org.calcinosiscds.cql.TranslatorMessage;
import org.calcinosiscds.cql.elm.CqlTypes;
import org.calcinosiscds.cql.elm.LibraryResolver;
import org.hl7.elm.r1.ExpressionDef;
import org.hl7.fhir.r4.model.Expression;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Library;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;

/** Translates the expressions of each plan with its library in scope. */
final class PlanExpressionCheck {
    /** What can be true or false; what is of any type, such as null, is read too. */
    private static final Set<String> BOOLEANS = Set.of("System.Boolean", "FHIR.boolean", "System.Any");

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
        Optional<String> library = library(plan, translation, resources);
        if (library.isEmpty()) {
            return; // Reported as a canonical that does not resolve.
        }
        if (PlainPlan.is(plan)) {
            nameIgnored(file, "action", plan.getAction());
        } else {
            requireExtensions(file, plan);
        }
        Map<String, String> paths = paths(file, plan, library.get());
        List<String> expressions = List.copyOf(paths.keySet());
        StringBuilder source = new StringBuilder(head(library.get(), plan));
        List<Integer> lines = new ArrayList<>();
        int line = 1 + newLines(source);
        for (int i = 0; i < expressions.size(); i++) {
            source.append("define \"").append(i).append("\":\n");
            lines.add(++line);
            source.append(expressions.get(i)).append('\n');
            line += newLines(expressions.get(i)) + 1;
        }
        List<Integer> reported = new ArrayList<>();
        String name = name(plan);
        for (TranslatorMessage message : translation.translator().translate(name, source.toString())) {
            int index = (int) lines.stream()
                            .filter(first -> first <= message.line())
                            .count()
                    - 1;
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
        requireTypes(file, name, expressions, paths, reported);
    }

    private static int newLines(CharSequence text) {
        return (int) text.chars().filter(each -> each == '\n').count();
    }

    /** A condition is true or false: the service reads nothing else. */
    private void requireTypes(
            String file, String name, List<String> expressions, Map<String, String> paths, List<Integer> reported) {
        List<ExpressionDef> defines = translation.translator().library(name).stream()
                .flatMap(library -> LibraryResolver.definitions(library).stream())
                .filter(define -> String.valueOf(define.getName()).matches("\\d+"))
                .toList();
        for (ExpressionDef define : defines) {
            int index = Integer.parseInt(String.valueOf(define.getName()));
            String path = Objects.requireNonNull(paths.get(expressions.get(index)));
            String type = define.getExpression() == null ? "System.Any" : CqlTypes.of(define.getExpression());
            boolean isCondition = path.matches(".*\\.condition\\[\\d+\\]\\.expression\\.expression");
            if (isCondition && !reported.contains(index) && !BOOLEANS.contains(type)) {
                findings.add(Finding.error(
                        file,
                        resources.text(file).at(path),
                        "CDS026",
                        "The condition is " + type + " and must be System.Boolean."));
            }
        }
    }

    private void requireExtensions(String file, PlanDefinition plan) {
        if (!plan.hasExtension(CqlKnowledge.TRUE_RULES)) {
            findings.add(Finding.error(
                    file,
                    SourcePosition.FILE,
                    "CDS027",
                    "The extension " + CqlKnowledge.TRUE_RULES
                            + ", the define that lists the true rules, is missing."));
        }
        for (int i = 0; i < plan.getAction().size(); i++) {
            if (!plan.getAction().get(i).hasExtension(CqlKnowledge.CARD_PRESENTATION)) {
                findings.add(Finding.error(
                        file,
                        resources.text(file).at("action[" + i + "]"),
                        "CDS027",
                        "The extension " + CqlKnowledge.CARD_PRESENTATION
                                + ", what the card says besides its text, is missing."));
            }
        }
    }

    /** Names actions of a plain plan that no card shows. */
    private void nameIgnored(String file, String path, List<PlanDefinitionActionComponent> actions) {
        for (int i = 0; i < actions.size(); i++) {
            PlanDefinitionActionComponent card = actions.get(i);
            String place = path + "[" + i + "].action";
            if (PlainPlan.isGroup(card)) {
                nameIgnored(file, place, card.getAction());
                continue;
            }
            for (int j = 0; j < card.getAction().size(); j++) {
                if (PlainPlan.isIgnored(card.getAction().get(j))) {
                    findings.add(Finding.warning(
                            file,
                            resources.text(file).at(place + "[" + j + "]"),
                            "CDS027",
                            "The action has no definition, no reason and no actions: no card shows it."));
                }
            }
        }
    }

    /** Where each CQL of the plan stands first. */
    private Map<String, String> paths(String file, PlanDefinition plan, String library) {
        Map<String, Expression> found = new LinkedHashMap<>();
        collectExtensions("extension", plan.getExtension(), found);
        collect("action", plan.getAction(), found);
        Map<String, String> paths = new LinkedHashMap<>();
        found.forEach((path, expression) -> PlanExpression.cql(expression, library)
                .ifPresentOrElse(
                        cql -> paths.putIfAbsent(cql, path + ".expression"),
                        () -> findings.add(Finding.error(
                                file,
                                resources.text(file).at(path + ".language"),
                                "CDS027",
                                "The language " + expression.getLanguage()
                                        + " is not text/cql or text/cql-identifier."))));
        return paths;
    }

    /** Name of the library of a plan; nothing when there is none that can be used. */
    static Optional<String> library(PlanDefinition plan, TranslationCheck translation, ContentResources resources) {
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
            String path, List<PlanDefinitionActionComponent> actions, Map<String, Expression> found) {
        for (int i = 0; i < actions.size(); i++) {
            PlanDefinitionActionComponent action = actions.get(i);
            String actionPath = path + "[" + i + "]";
            for (int j = 0; j < action.getCondition().size(); j++) {
                found.put(
                        actionPath + ".condition[" + j + "].expression",
                        action.getCondition().get(j).getExpression());
            }
            for (int j = 0; j < action.getDynamicValue().size(); j++) {
                found.put(
                        actionPath + ".dynamicValue[" + j + "].expression",
                        action.getDynamicValue().get(j).getExpression());
            }
            collectExtensions(actionPath + ".extension", action.getExtension(), found);
            collect(actionPath + ".action", action.getAction(), found);
        }
    }

    private static void collectExtensions(String path, List<Extension> extensions, Map<String, Expression> found) {
        for (int i = 0; i < extensions.size(); i++) {
            if (extensions.get(i).getValue() instanceof Expression expression) {
                found.put(path + "[" + i + "].valueExpression", expression);
            }
        }
    }
}
