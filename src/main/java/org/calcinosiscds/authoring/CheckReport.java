package org.calcinosiscds.authoring;

import java.util.List;

/**
 * What a check of content found.
 *
 * @param findings by file, line and column
 * @param followUps messages that follow from an error that is among the findings
 * @param libraries number of libraries that were checked, and so on
 */
public record CheckReport(List<Finding> findings, List<Finding> followUps, int libraries, int valueSets, int plans) {}
