package org.calcinosiscds.terminology;

import org.calcinosiscds.terminology.CsvTable.Row;

/**
 * A code system of the tables.
 *
 * @param alias name of the system in {@code value-set-definitions.csv}
 * @param edition the version, or empty where the codes come from more than one edition
 * @param notice copyright notice that a value set with codes of this system carries, or empty
 * @param withoutTitles whether only codes are kept because the owner's terms do not allow the titles
 */
record SourceSystem(String alias, String uri, String title, String edition, String notice, boolean withoutTitles) {
    static SourceSystem of(Row row) {
        return new SourceSystem(
                row.cell("alias"),
                row.cell("system"),
                row.cell("title"),
                row.cell("edition"),
                row.cell("notice"),
                row.cell("titles").equals("no"));
    }
}
